/** What a kind of property is: all that searches, simulations and reports have to know of it. */
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
  /** How long the schedule is: "6 steps", "2 rounds". */
  readonly length: string;
}

/** A kind of property. Adding one is adding a file beside this one, a line to the list, and its form. */
export type PropertyKind = Judging & {
  /** The name that protocols (`{ invariant: … }`) and reports have for it. */
  readonly name: KindName;
  /** What it says of a protocol, in one line. */
  readonly about: string;
  /** The predicate in what a protocol gives for it; undefined if that is malformed. */
  predicateOf(given: unknown): Predicate<unknown> | undefined;
  /** What has to be given; errors say that it is not so. */
  readonly form: string;
  /** What stands beside "violated". */
  caption(told: Refutation): string;
  /** What a violating schedule shows; undefined if that is plain. */
  explanation(told: Refutation): string | undefined;
  /** Whether the schedule that a search finds has the fewest steps of all. */
  readonly isShortest: boolean;
  /** What it means that the predicate is false in a configuration, in which nothing may be enabled. */
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
