/** The kinds of properties: all that searches, simulations and reports have to know of each. */
import type { KindName, Predicate } from "../../model/system/protocol.ts";

/**
 * The ways of judging that searches and simulations know. Either the search goes on everywhere, and what
 * refutes the property is a configuration in which it is false; or it goes on while the property is false,
 * and what refutes it is that the execution ends there (nothing has to happen any more). Executions may go
 * around a cycle for ever: that proves nothing against what is judged everywhere, and leaves open what has
 * to become true.
 */
type Judging =
  | { readonly goesOn: "everywhere"; readonly refutedBy: "configuration"; readonly cycles: "harmless" }
  | { readonly goesOn: "while false"; readonly refutedBy: "end"; readonly cycles: "unknown" };

/** A violation, as far as texts tell of it. */
interface Refutation {
  /** The name of the property. */
  readonly name: string;
  /** The length of the schedule: "6 steps", "2 rounds". */
  readonly length: string;
}

/** A kind of property. Adding one is adding a file beside this one, a line to the list, and its form. */
export type PropertyKind = Judging & {
  /** The name that protocols (`{ invariant: … }`) and reports have for it. */
  readonly name: KindName;
  /** The meaning of such a property, in one line. */
  readonly about: string;
  /** The predicate in what a protocol gives for it; undefined if that is malformed. */
  predicateOf(given: unknown): Predicate<unknown> | undefined;
  /** The description of what has to be given, for errors. */
  readonly form: string;
  /** The text beside "violated". */
  caption(told: Refutation): string;
  /** The text on what a violating schedule shows; undefined if that is plain. */
  explanation(told: Refutation): string | undefined;
  /** Whether the schedule that a search finds has the fewest steps of all. */
  readonly isShortest: boolean;
  /** The meaning of a false predicate in a configuration, in which nothing may be enabled. */
  falsehood(isEnd: boolean): string;
};

/** The predicate of a kind that takes a function. */
export function functionGiven(given: unknown): Predicate<unknown> | undefined {
  return typeof given === "function" ? (given as Predicate<unknown>) : undefined;
}

/** True if a predicate that is false in a configuration refutes its property there. */
export function isRefutedAt({ refutedBy }: Judging, isEnd: boolean): boolean {
  return refutedBy === "configuration" || isEnd;
}
