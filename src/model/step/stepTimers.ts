/** The timers of a process, and what else waits for time, as one step changes it. */
import type { LocalState, LocalTime } from "../state/localState.ts";
import type { Cause } from "../event/cause.ts";
import type { Control } from "../sequential/control.ts";
import type { Ticks } from "../timing/timing.ts";
import { timerOf, type Window } from "../timing/window.ts";

/** The timers of a process during a step. */
export class StepTimers {
  private readonly before: LocalState;
  private readonly ticks: Ticks | undefined;
  private readonly set: Set<string>;
  private readonly touched = new Set<string>();
  /** The window of each timer, where time is kept. */
  private readonly windows: Map<string, Window>;
  /** The number of ticks for which the timer that fires has been due, at least. */
  readonly late: number;

  constructor(before: LocalState, cause: Cause | undefined, ticks: Ticks | undefined) {
    this.before = before;
    this.ticks = ticks;
    this.set = new Set(before.timers);
    this.windows = new Map(Object.entries(before.time?.timers ?? {}));
    const fired = cause?.kind === "timeout" ? this.windows.get(cause.timer) : undefined;
    this.late =
      ticks === undefined || fired === undefined ? 0 : Math.max(0, ticks.bounds.maxStep - fired.within);
    if (cause?.kind === "timeout") this.cancel(cause.timer);
  }

  /** The timers that the step has set or cancelled. */
  get rearmed(): readonly string[] {
    return [...this.touched];
  }

  start(name: string, after: number): void {
    this.touched.add(name);
    this.set.add(name);
    if (this.ticks !== undefined) this.windows.set(name, timerOf(after, this.ticks));
  }

  cancel(name: string): void {
    this.touched.add(name);
    this.set.delete(name);
    this.windows.delete(name);
  }

  /**
   * The timers and times after the step, given the place of process code. `isKept`: it waits as before;
   * `isOver`: the process has halted, and time does not matter to it any more.
   */
  left(
    control: Control | undefined,
    { isKept, isOver }: { readonly isKept: boolean; readonly isOver: boolean },
  ): Pick<LocalState, "timers" | "time"> {
    const time = isOver ? undefined : this.time(control, isKept);
    return { timers: [...this.set].sort(), ...(time === undefined ? {} : { time }) };
  }

  private time(control: Control | undefined, isKept: boolean): LocalTime | undefined {
    if (this.ticks === undefined || (this.windows.size === 0 && control === undefined)) return undefined;
    const timers = [...this.windows].sort(([a], [b]) => (a < b ? -1 : 1));
    const awaits = control?.awaits;
    const fresh = timerOf(awaits?.kind === "pause" ? (awaits.ticks ?? 0) : 0, this.ticks);
    const step = isKept ? this.before.time?.step : fresh;
    return {
      ...(timers.length === 0 ? {} : { timers: Object.fromEntries(timers) }),
      ...(control === undefined || step === undefined ? {} : { step }),
    };
  }
}
