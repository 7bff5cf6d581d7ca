/** Verdicts on concurrent histories, with what shows that one is not as it should be. */
import { at } from "../base/assert.ts";
import type { HistoryOperation } from "./concurrentHistory.ts";
import { linearization } from "./linearization.ts";
import { sequentialOrder } from "./sequentialOrder.ts";
import { TooMany, type Specification } from "./specifiedStates.ts";

/** The order that operations should have had. */
export type Consistency = "linearizable" | "sequential";

/** The reason why a history is not linearizable. */
export interface Contradiction {
  /** The object; "" where there is one only. */
  readonly object: string;
  /** The operations of the longest beginning of the history, on this object, that is linearizable. */
  readonly prefix: readonly HistoryOperation[];
  /** A linearization of these. */
  readonly order: readonly HistoryOperation[];
  /** The operation whose response cannot follow. */
  readonly unplaced: HistoryOperation;
  /**
   * Operations that contradict each other even if all others take effect at any time, any number of times;
   * if any of them may do so, too, there is no contradiction.
   */
  readonly conflict: readonly HistoryOperation[];
  /** Whether it was too much effort to see whether each of them is needed. */
  readonly isRough: boolean;
}

/** The verdict on a history. */
export type HistoryVerdict =
  | { readonly holds: true; readonly orders: readonly (readonly HistoryOperation[])[] }
  | { readonly holds: false; readonly contradiction?: Contradiction };

/**
 * Whether a history is as it should be. Linearizability is judged object by object, which is enough (Herlihy
 * and Wing, theorem 1). @throws UsageError if an object has no such operation
 */
export function judgeHistory(
  specification: Specification,
  operations: readonly HistoryOperation[],
  consistency: Consistency = "linearizable",
): HistoryVerdict {
  if (consistency === "sequential") {
    const order = sequentialOrder(specification, operations);
    return order === undefined ? { holds: false } : { holds: true, orders: [listed(operations, order)] };
  }
  const objects = [...new Set(operations.map((one) => one.object))];
  const orders = new Map<string, readonly HistoryOperation[]>();
  // Some objects may take long, where others are soon found out: all get a little more, in turn.
  for (let stepsMax = STEPS_AT_FIRST; orders.size < objects.length; stepsMax *= STEPS_MORE) {
    for (const object of objects.filter((one) => !orders.has(one))) {
      const own = operations.filter((one) => one.object === object);
      const order = linearization(specification, own, { stepsMax });
      if (order === undefined) return { holds: false, contradiction: contradictionIn(specification, own) };
      if (order !== "given up") orders.set(object, listed(own, order));
    }
  }
  return { holds: true, orders: objects.map((object) => orders.get(object) ?? []) };
}

/** The number of operations that are placed for an object at first, and how many times as many then. */
const STEPS_AT_FIRST = 10_000;
const STEPS_MORE = 4;

function listed(operations: readonly HistoryOperation[], order: readonly number[]): HistoryOperation[] {
  return order.map((position) => at(operations, position));
}

function linearizationOf(
  specification: Specification,
  operations: readonly HistoryOperation[],
): readonly number[] | undefined {
  const found = linearization(specification, operations);
  return found === "given up" ? undefined : found;
}

/** The history up to a position: what has not been answered by then is pending. */
function upTo(operations: readonly HistoryOperation[], position: number): HistoryOperation[] {
  return operations
    .filter(({ invoked }) => invoked <= position)
    .map((one) => (one.responded <= position ? one : pending(one)));
}

function pending({ response: _response, ...one }: HistoryOperation): HistoryOperation {
  return { ...one, responded: Infinity };
}

/** The contradiction in the operations on one object, which have no linearization. */
function contradictionIn(
  specification: Specification,
  operations: readonly HistoryOperation[],
): Contradiction {
  const responses = operations
    .map(({ responded }) => responded)
    .filter((position) => position !== Infinity)
    .toSorted((a, b) => a - b);
  /** Up to the response `good` there is a linearization, up to `bad` none. */
  let [good, bad] = [-1, responses.length - 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const isFine = linearizationOf(specification, upTo(operations, at(responses, middle))) !== undefined;
    if (isFine) good = middle;
    else bad = middle;
  }
  const position = at(responses, bad);
  const unplaced = at(
    operations,
    operations.findIndex(({ responded }) => responded === position),
  );
  const prefix = upTo(operations, position - 1);
  const order = linearizationOf(specification, prefix) ?? [];
  const { conflict, isRough } = conflictIn(specification, upTo(operations, position), unplaced);
  return { object: unplaced.object, prefix, order: listed(prefix, order), unplaced, conflict, isRough };
}

/** The effort for one question whether an operation is needed, in placed operations. */
const STEPS_MAX = 20_000;

/** The operations that contradict each other, of some that do. */
function conflictIn(
  specification: Specification,
  operations: readonly HistoryOperation[],
  unplaced: HistoryOperation,
): Pick<Contradiction, "conflict" | "isRough"> {
  let bound = operations.filter(({ responded }) => responded !== Infinity);
  let isRough = false;
  // What was answered long ago is left out first: the last operation is the one that does not fit.
  for (const one of bound) {
    if (one.invoked === unplaced.invoked) continue;
    const fewer = bound.filter((other) => other !== one);
    const free = operations.filter((other) => !fewer.includes(other));
    const found = placed(specification, fewer, free);
    if (found === undefined) bound = fewer;
    else if (found === "given up") isRough = true;
  }
  return { conflict: bound, isRough };
}

/** A linearization of some operations, where others are free. */
function placed(
  specification: Specification,
  operations: readonly HistoryOperation[],
  free: readonly HistoryOperation[],
): ReturnType<typeof linearization> {
  try {
    return linearization(specification, operations, { free, stepsMax: STEPS_MAX });
  } catch (error) {
    if (error instanceof TooMany) return "given up";
    throw error;
  }
}
