/** A run, with whoever chooses in it and whoever judges it, to its end. */
import type { NamedProperty } from "../properties/property.ts";
import type { Adversary } from "./adversary/index.ts";
import type { Judge } from "./judge.ts";
import type { Running } from "./running.ts";

/** How a run ended: nothing enabled, the limit reached, a property violated, or the adversary at its end. */
export type Ending = "quiescent" | "limit" | "violation" | "stopped";

/** A run that has come to its end. */
export interface Finished {
  readonly seed: number;
  readonly ending: Ending;
  readonly run: Running;
  readonly violated: readonly NamedProperty[];
  /** Ticks, or the adversary's own time where it keeps one and the system none. */
  readonly time: number;
}

/** How far a run goes on, and how often it is looked at. */
export interface Pace {
  readonly steps: number;
  readonly stride: number;
  readonly eventsMax: number;
}

/** A run, and who chooses in it. */
export class RunUnderWay {
  readonly run: Running;
  readonly seed: number;
  private readonly adversary: Adversary;
  private begun = false;
  private untilLook = 0;

  constructor(run: Running, seed: number, adversary: Adversary) {
    this.run = run;
    this.seed = seed;
    this.adversary = adversary;
  }

  /** Takes the start steps, if they have not been taken. @throws Misstep */
  start(): void {
    if (this.begun) return;
    this.begun = true;
    this.run.start(this.adversary);
  }

  /** The ticket that the adversary takes next; -1 if there is none. */
  choose(): number {
    return this.run.tickets.count === 0 ? -1 : this.adversary.next();
  }

  /** Goes on for some steps. @returns how the run ended, if it did. @throws Misstep, ProtocolError */
  go(judge: Judge, { steps, stride, eventsMax }: Pace): Finished | undefined {
    const { run } = this;
    if (!this.begun) {
      this.start();
      judge.attend(run);
      this.untilLook = stride;
      const violated = judge.look();
      if (violated.length > 0) return this.finished("violation", violated);
    }
    for (let i = 0; i < steps; i++) {
      if (run.tickets.count === 0) return this.end(judge, "quiescent");
      if (run.events >= eventsMax) return this.end(judge, "limit");
      const ticket = this.adversary.next();
      if (ticket === -1) return this.end(judge, "stopped");
      run.take(ticket);
      if (--this.untilLook > 0) continue;
      this.untilLook = stride;
      const violated = judge.look();
      if (violated.length > 0) return this.finished("violation", violated);
    }
    return undefined;
  }

  private end(judge: Judge, ending: Ending): Finished {
    const broken = judge.look();
    const violated = broken.length > 0 || ending !== "quiescent" ? broken : judge.missed();
    return this.finished(violated.length > 0 ? "violation" : ending, violated);
  }

  private finished(ending: Ending, violated: readonly NamedProperty[]): Finished {
    const { run, seed, adversary } = this;
    const isKept = run.time > 0 || run.rounds > 0;
    return { seed, ending, run, violated, time: isKept ? run.time : (adversary.time ?? 0) };
  }
}
