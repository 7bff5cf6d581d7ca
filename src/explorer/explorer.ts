/** The explorer as its users see it: what it is asked, how it goes on, and what it answers. */
import type { IdleParts } from "../tables/idleParts.ts";
import type { Alphabet } from "../model/system/alphabet.ts";
import type { Protocol } from "../model/system/protocol.ts";
import type { Sprawl } from "./kernel/sprawl.ts";
import type { ReductionReport } from "../tables/reduction.ts";
import type { SymmetryReport } from "../tables/symmetry/symmetry.ts";
import type { Cutoff, Exploration, VisitedKind } from "../properties/verdict.ts";

/** The options of a check. */
export interface CheckOptions {
  /** The properties to judge; default all. */
  readonly properties?: readonly string[];
  /** The kind of visited set. Default "exact". */
  readonly visited?: VisitedKind;
  /** The maximum number of configurations that are visited. Default: no limit. */
  readonly configurationsMax?: number;
  /** The approximate maximum of bytes taken by the search. Default: no limit. */
  readonly memoryBytesMax?: number;
  /**
   * Whether so many bytes more may be taken; asked before tables grow, and again and again for 0. Default:
   * always.
   */
  readonly hasRoom?: (bytes: number) => boolean;
  /** Whether to visit everything, even long after a violation. Default false: the rest becomes `unknown`. */
  readonly keepGoing?: boolean;
  /**
   * Whether what cannot matter is left out: letters that nobody will act on any more, and timers whose firing
   * changes nothing. Verdicts are the same; the numbers of configurations are smaller. Default false.
   */
  readonly reduced?: boolean;
  /**
   * The number of permutations from which on it is worth to visit one configuration of each orbit, where
   * processes are interchangeable and all is to be reduced. Default 24.
   */
  readonly symmetryMin?: number;
  /**
   * Makes a new copy of the protocol, loaded independently, which has not run yet. On such copies steps are
   * taken and properties asked again, to see that they depend on nothing that was before. Default: the
   * protocol itself.
   */
  readonly fresh?: () => Protocol;
  /**
   * Makes a copy on which steps are tried out that perhaps nobody takes. A ProtocolError there is no mistake.
   * Default: as `fresh`.
   */
  readonly probed?: () => Protocol;
}

/** The progress of a search. */
export interface Progress {
  readonly configurations: number;
  readonly transitions: number;
  readonly depth: number;
  /** Configurations that have been visited and not yet expanded. */
  readonly frontier: number;
  /** Bytes taken by the search's own tables. */
  readonly bytes: number;
  /** The number of times that the search began again, because something mattered that had been left out. */
  readonly restarts: number;
  readonly initial: number;
  readonly quiescent: number;
  /** Calls of handlers. */
  readonly authorCalls: number;
  /** All that is reached within so many steps has been visited; absent before that is true of any number. */
  readonly completed?: number;
}

/** The result of a check: the exploration, and statistics on it; its idle parts, if nothing was cut off. */
export interface CheckResult extends Exploration, IdleParts {
  /** Calls of handlers (not counting those of the determinism check). */
  readonly authorCalls: number;
  readonly bytes: number;
  readonly visited: VisitedKind;
  /** An upper bound on the probability that a configuration was missed; 0 for exact storage. */
  readonly omissionProbability: number;
  /** The messages that Byzantine processes may have sent; absent where there are none. */
  readonly alphabet?: Alphabet;
  /** The parts of configurations that were left out; absent if all was to be explored. */
  readonly reduction?: ReductionReport & {
    /** Whether the violations that were found have the fewest steps, as far as their kinds promise that. */
    readonly isShortest: boolean;
  };
  /** The evidence of why there is no end; absent where all was visited, or configurations were hashed. */
  readonly sprawl?: Sprawl;
  /** The processes that are interchangeable; absent if all was to be explored. */
  readonly symmetry?: SymmetryReport & {
    /** The number of configurations that were stored: one for each orbit. */
    readonly orbits: number;
  };
}

/** A check under way. It owns no clock: whoever calls `advance` decides how long it goes on. */
export interface Check {
  /**
   * Goes on for some thousand configurations.
   * @returns false when there is nothing left to do.
   * @throws ProtocolError
   */
  advance(): boolean;
  /** Ends the check: what is not settled becomes `unknown`. */
  stop(cutoff: Cutoff): void;
  readonly progress: Progress;
  /** The result so far; final once `advance` has returned false. @throws ProtocolError */
  result(): CheckResult;
}
