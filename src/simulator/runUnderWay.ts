/** A run, with whoever chooses in it and whoever judges it, to its end. */
import type { NamedProperty } from "../properties/property.ts";
import type { Adversary } from "./adversary/index.ts";
import type { Referee } from "./referee.ts";
import type { Running } from "./running.ts";

/** The end of a run: nothing enabled, the limit reached, a property violated, or the adversary at its end. */
export type Ending = "quiescent" | "limit" | "violation" | "stopped";

/** A run that has come to its end. */
export interface Finished {
  readonly seed: number;
  readonly ending: Ending;
  readonly run: Running;
  readonly violated: readonly NamedProperty[];
  /** Whether it came to its end, so that it tells of every property. */
  readonly isWhole: boolean;
  /** Ticks, or the adversary's own time where it keeps one and the system none. */
  readonly time: number;
}

/** The limits of a run, and the number of steps between looks at it. */
interface Pace {
  readonly steps: number;
  readonly stride: number;
  readonly eventsMax: number;
}

/** A run, and who chooses in it. */
export class RunUnderWay {
  readonly run: Running;
  readonly seed: number;
  private readonly adversary: Adversary;
  /** Whether the start steps have been taken. */
  isStarted = false;
  private untilLook = 0;

  constructor(run: Running, seed: number, adversary: Adversary) {
    this.run = run;
    this.seed = seed;
    this.adversary = adversary;
  }

  /** Takes the start steps, if they have not been taken. @throws Misstep, ProtocolError */
  start(): void {
    if (this.isStarted) return;
    this.run.start(this.adversary);
    this.isStarted = true;
  }

  /** The ticket that the adversary takes next; -1 if there is none. */
  choose(): number {
    return this.run.tickets.count === 0 ? -1 : this.adversary.next();
  }

  /**
   * Goes on to the next settled configuration: something fails, or a step is taken.
   * @returns how the run has ended, if it has. @throws Misstep, ProtocolError
   */
  advance(eventsMax = Infinity): Ending | undefined {
    const { run } = this;
    if (run.suffer()) return undefined;
    if (run.tickets.count === 0) return "quiescent";
    if (run.events >= eventsMax) return "limit";
    const ticket = this.adversary.next();
    if (ticket === -1) return "stopped";
    run.take(ticket);
    return undefined;
  }

  /** Goes on for some steps. @returns how the run ended, if it did. @throws Misstep, ProtocolError */
  go(referee: Referee, { steps, stride, eventsMax }: Pace): Finished | undefined {
    if (!this.isStarted) {
      this.start();
      referee.attend(this.run);
      this.untilLook = stride;
      const violated = referee.look();
      if (violated.length > 0) return this.finished("violation", { violated, isWhole: false });
    }
    for (let i = 0; i < steps; i++) {
      const ending = this.advance(eventsMax);
      if (ending !== undefined) return this.end(referee, ending);
      if (--this.untilLook > 0) continue;
      this.untilLook = stride;
      const violated = referee.look();
      if (violated.length > 0) return this.finished("violation", { violated, isWhole: false });
    }
    return undefined;
  }

  private end(referee: Referee, ending: Ending): Finished {
    const broken = referee.look();
    const violated = broken.length > 0 || ending !== "quiescent" ? broken : referee.missed();
    const isWhole = broken.length === 0;
    return this.finished(violated.length > 0 ? "violation" : ending, { violated, isWhole });
  }

  private finished(ending: Ending, found: Pick<Finished, "violated" | "isWhole">): Finished {
    const { run, seed, adversary } = this;
    const isKept = run.time > 0 || run.rounds > 0;
    return { seed, ending, run, ...found, time: isKept ? run.time : (adversary.time ?? 0) };
  }
}
