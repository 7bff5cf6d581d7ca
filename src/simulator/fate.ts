/** Fates: who decides what the model leaves open in a run, besides what is next. */
import type { Pending } from "../model/state/part.ts";
import type { Chooser, Leg } from "../tables/index.ts";

/** The faults that may happen; it takes time to find them out. */
export interface Strikes {
  all(): readonly Leg[];
  /** Whether something has failed already, so that more may go wrong for nothing. */
  readonly areLikely: boolean;
}

/** A source of decisions on all that the model leaves open. */
export interface Fate extends Chooser {
  /** The position of the process that has its turn first at an object at which several meet in a round. */
  first(processes: readonly string[], object: string): number;
  /** The fault in the middle of a step, before what is next; undefined: none. */
  within(strikes: Strikes, next: Pending): Leg | undefined;
  /** The fault after a step; undefined: none. */
  between(strikes: Strikes): Leg | undefined;
  /** Whether more may go wrong after that, before the next step. */
  goesOn(): boolean;
}
