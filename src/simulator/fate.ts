/** Fates: who decides what the model leaves open in a run, besides what is next. */
import type { Pending } from "../model/state/part.ts";
import type { Chooser, Leg } from "../tables/index.ts";

/** What may go wrong; it takes time to find out. */
export interface Strikes {
  all(): readonly Leg[];
  /** Whether something has failed already, so that more may go wrong for nothing. */
  readonly areLikely: boolean;
}

/** Who decides what the model leaves open. */
export interface Fate extends Chooser {
  /** Which of some processes has its turn first at an object at which they meet in a round. */
  first(processes: readonly string[], object: string): number;
  /** What goes wrong in the middle of a step, before what is next; undefined: nothing. */
  within(strikes: Strikes, next: Pending): Leg | undefined;
  /** What goes wrong after a step; undefined: nothing. */
  between(strikes: Strikes): Leg | undefined;
  /** Whether more may go wrong after that, before the next step. */
  goesOn(): boolean;
}
