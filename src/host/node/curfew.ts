/** The curfew of a job: when it has to end, because its time is over or somebody interrupts it. */

/** The reasons why a job may have to end. */
export const END_REASONS = ["time", "interrupted"] as const;

/** The reason why a job is to end. */
export type EndReason = (typeof END_REASONS)[number];

/** Whoever is asked to end has so long to answer, in milliseconds. */
const GRACE_MS: Readonly<Record<EndReason, number>> = { time: 5_000, interrupted: 8_000 };
/** Timers know no longer times than this. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** The curfew of one job, whose time counts from when it is made. */
export class Curfew {
  private readonly controller = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];
  private isAnswered = false;
  private tellOverdue: (reason: EndReason) => void = () => undefined;
  /** Resolves when a job that was asked to end has not for a while. */
  readonly overdue = new Promise<EndReason>((resolve) => (this.tellOverdue = resolve));

  constructor(limitMs = Infinity) {
    if (limitMs < TIMER_MS_MAX) this.timers.push(setTimeout(() => this.ask("time"), limitMs));
  }

  /** Aborted as soon as the job is to end; its reason is an `EndReason`. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Asks the job to end. */
  ask(reason: EndReason): void {
    this.controller.abort(reason);
    const late = setTimeout(() => {
      if (!this.isAnswered) this.tellOverdue(reason);
    }, GRACE_MS[reason]);
    this.timers.push(late);
  }

  /** The job has answered, and is not overdue any more. */
  answered(): void {
    this.isAnswered = true;
  }

  /** Forgets the time. */
  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }
}
