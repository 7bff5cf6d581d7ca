/**
 * Failures that strike in a run at random. Their rate is drawn for each run anew, from one in a hundred
 * opportunities to every one, all orders of magnitude alike; so that some runs are nearly without failures
 * and others full of them, and some have them late. As likely as not are that a process which may be
 * Byzantine is, and what follows from a failure that has happened already: a message that a crashed process
 * has still to send, what a Byzantine process says.
 */
import { isFault } from "../model/event/event.ts";
import { formOf } from "../model/failure/index.ts";
import type { Random } from "../base/random.ts";
import type { Leg } from "../tables/index.ts";
import type { Strikes } from "./fate.ts";

/** The rarest failures. */
const RATE_MIN = 1 / 100;

/** Chance, as far as failures are concerned, in one run. */
export class Misfortune {
  private readonly random: Random;
  private readonly rate: number;

  constructor(random: Random) {
    this.random = random;
    this.rate = RATE_MIN ** this.unit();
  }

  /** One of the faults that may happen in the middle of a step, or in Byzantine messages; or none. */
  within(strikes: Strikes): Leg | undefined {
    if (!strikes.areLikely) return this.between(strikes);
    const all = strikes.all();
    const likely = all.filter(({ isFree, event }) => isFree || (isFault(event) && formOf(event).atStart));
    if (likely.length > 0 && this.unit() < 1 / 2) return this.any(likely);
    return all.length > likely.length && this.isNear ? this.any(all) : undefined;
  }

  /** One of the faults that may happen after a step, or none. */
  between(strikes: Strikes): Leg | undefined {
    if (strikes.areLikely) return this.within(strikes);
    return this.isNear ? this.any(strikes.all()) : undefined;
  }

  /** Whether something else may go wrong at once when something has. */
  goesOn(): boolean {
    return this.unit() < 1 / 2;
  }

  /** Whether something goes wrong now that need not. */
  get isNear(): boolean {
    return this.unit() < this.rate;
  }

  /** Any of several things, with the same probability. */
  private any<T>(things: readonly T[]): T | undefined {
    return things.length === 0 ? undefined : things[this.random.below(things.length)];
  }

  private unit(): number {
    return this.random.next() / 2 ** 32;
  }
}
