/**
 * Indistinguishability: α ~p β, if p has the same input and the same local schedule S|p in both. Then p is in
 * the same states in both, and does the same next: a deterministic process acts on what it has seen. Nearly
 * all lower bounds and impossibility proofs rest on that (N. Lynch, *Distributed Algorithms*, 1996, section
 * 2.4; H. Attiya and J. Welch, *Distributed Computing*, 2nd edition 2004, chapter 5).
 */
import { at } from "../base/assert.ts";
import { equal } from "../base/value.ts";
import { formatEvent, isSeenBy, type Execution } from "../model/index.ts";

/** The two executions that are compared, which have the same processes. */
export type ExecutionPair = readonly [a: Execution, b: Execution];

/** The place where a process first sees a difference between two executions. */
export type FirstDifference =
  /** Its inputs differ. */
  | { readonly kind: "input" }
  /**
   * Its next events differ: their positions in the two executions. One of them is undefined where the process
   * sees nothing more.
   */
  | { readonly kind: "event"; readonly positions: readonly [number | undefined, number | undefined] };

/** The part of two executions that looks the same to a process. */
export interface Likeness {
  readonly process: string;
  /** The number of events that it sees before the difference, or at all. */
  readonly common: number;
  /** The positions of the last of these, absent if there is none. */
  readonly last?: readonly [number, number];
  /** Absent if the executions are indistinguishable to it. */
  readonly difference?: FirstDifference;
}

/** The positions of the events that a process sees, in order. */
export function localPositions({ events }: Execution, process: string): number[] {
  return [...events.keys()].filter((i) => isSeenBy(at(events, i), process));
}

/** The part of two executions that looks the same to a process: the common beginning of S|p and S′|p. */
function likeness(pair: ExecutionPair, process: string): Likeness {
  const [a, b] = pair;
  const [seenInA, seenInB] = [localPositions(a, process), localPositions(b, process)];
  const [inputOfA, inputOfB] = pair.map(({ processes, inputs }) => at(inputs, processes.indexOf(process)));
  if (!equal(inputOfA ?? null, inputOfB ?? null))
    return { process, common: 0, difference: { kind: "input" } };
  const longer = seenInA.length > seenInB.length ? seenInA : seenInB;
  const isSame = (k: number): boolean => textAt(a, seenInA[k]) === textAt(b, seenInB[k]);
  const first = [...longer.keys()].findIndex((k) => !isSame(k));
  const common = first === -1 ? longer.length : first;
  return {
    process,
    common,
    ...(common === 0 ? {} : { last: [at(seenInA, common - 1), at(seenInB, common - 1)] }),
    ...(first === -1 ? {} : { difference: { kind: "event", positions: [seenInA[first], seenInB[first]] } }),
  };
}

function textAt({ events }: Execution, position: number | undefined): string | undefined {
  return position === undefined ? undefined : formatEvent(at(events, position));
}

/** The parts of two executions that look the same, for each process. */
export function compareExecutions(pair: ExecutionPair): Likeness[] {
  return pair[0].processes.map((process) => likeness(pair, process));
}

/** The processes that cannot tell two executions apart. */
export function indistinguishableTo(pair: ExecutionPair): string[] {
  return compareExecutions(pair).flatMap(({ process, difference }) =>
    difference === undefined ? [process] : [],
  );
}
