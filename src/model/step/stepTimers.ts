/** The timers of a process, and what else waits for time, as one step changes it. */
import type { LocalState, LocalTime } from "../state/localState.ts";
import type { Cause } from "../event/cause.ts";
import { alternativesOf } from "../sequential/whichever.ts";
import type { Control } from "../sequential/control.ts";
import type { Ticks } from "../timing/timing.ts";
import { timerOf, type Window } from "../timing/window.ts";

/** The rest of a step's end: whether process code waits as before, the actions that must be done. */
interface Onward {
  readonly isKept: boolean;
  readonly due: readonly string[];
}

/** The timers of a process during a step. */
export class StepTimers {
  private readonly before: LocalState;
  private readonly cause: Cause | undefined;
  private readonly ticks: Ticks | undefined;
  private readonly set: Set<string>;
  private readonly touched = new Set<string>();
  /** The window of each timer, where time is kept. */
  private readonly windows: Map<string, Window>;
  /** The number of ticks for which the timer that fires has been due, at least. */
  readonly late: number;

  constructor(before: LocalState, cause: Cause | undefined, ticks: Ticks | undefined) {
    this.before = before;
    this.cause = cause;
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

  /** The timers that are set, sorted. */
  get timers(): readonly string[] {
    return [...this.set].sort();
  }

  /** The times after the step, given the place of process code; undefined if nothing waits for time. */
  time(control: Control | undefined, { isKept, due }: Onward): LocalTime | undefined {
    const isIdle = this.windows.size === 0 && control === undefined && due.length === 0;
    if (this.ticks === undefined || isIdle) return undefined;
    const timers = [...this.windows].sort(([a], [b]) => (a < b ? -1 : 1));
    const acts = due.map((action) => [action, this.windowOf(action, this.ticks as Ticks)] as const);
    const steps = isKept ? (this.before.time ?? {}) : stepsOf(control, this.ticks);
    const { step, sleep } = steps;
    return {
      ...(timers.length === 0 ? {} : { timers: Object.fromEntries(timers) }),
      ...(acts.length === 0 ? {} : { acts: Object.fromEntries(acts) }),
      ...(control === undefined || step === undefined ? {} : { step }),
      ...(control === undefined || sleep === undefined ? {} : { sleep }),
    };
  }

  /** The window of an action that must be done: it is as old as the action has been possible. */
  private windowOf(action: string, ticks: Ticks): Window {
    const isDone = this.cause?.kind === "must" && this.cause.action === action;
    const known = isDone ? undefined : this.before.time?.acts?.[action];
    return known ?? timerOf(0, ticks);
  }
}

/** The windows of what process code comes to await. */
function stepsOf(control: Control | undefined, ticks: Ticks): Pick<LocalTime, "step" | "sleep"> {
  if (control === undefined) return {};
  const { awaits } = control;
  const pause = alternativesOf(awaits).find(([, { kind }]) => kind === "pause")?.[1];
  const slept = timerOf(pause?.kind === "pause" ? (pause.ticks ?? 0) : 0, ticks);
  if (awaits.kind !== "whichever") return { step: slept };
  return { step: timerOf(0, ticks), ...(pause === undefined ? {} : { sleep: slept }) };
}
