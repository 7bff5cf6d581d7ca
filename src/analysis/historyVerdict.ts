/** Verdicts on concurrent histories, with what shows that one is not as it should be. */
import { at } from "../base/assert.ts";
import type { HistoryOperation } from "../properties/history/concurrentHistory.ts";
import { LinearizationSearch } from "./linearization.ts";
import { sequentialOrder } from "../properties/history/sequentialOrder.ts";
import { TooMany, type Specification } from "../properties/history/specifiedStates.ts";

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
  const found = linearizationsOf(specification, operations);
  if ("orders" in found) return { holds: true, orders: found.orders };
  return { holds: false, contradiction: contradictionIn(specification, found.operations, found.reached) };
}

/** A linearization of the operations on each object, or of some of which there is none. */
type Linearizations =
  | { readonly orders: readonly (readonly HistoryOperation[])[] }
  /** `reached`: the number of answers that could be placed. */
  | { readonly operations: readonly HistoryOperation[]; readonly reached: number };

/** The linearizations of a history, object by object. @throws UsageError as `judgeHistory` */
export function linearizationsOf(
  specification: Specification,
  operations: readonly HistoryOperation[],
): Linearizations {
  const objects = [...new Set(operations.map((one) => one.object))];
  const own = new Map(objects.map((object) => [object, operations.filter((one) => one.object === object)]));
  const searches = new Map(
    [...own].map(([object, list]) => [object, new LinearizationSearch(specification, list)]),
  );
  const orders = new Map<string, readonly HistoryOperation[]>();
  // Some objects may take long, where others are soon found out: all get a little more, in turn.
  while (searches.size > 0)
    for (const [object, search] of searches) {
      const list = own.get(object) ?? [];
      const isThere = search.advance(STEPS_IN_TURN);
      if (isThere === false) return { operations: list, reached: search.reached };
      if (isThere === undefined) continue;
      orders.set(object, listed(list, search.order()));
      searches.delete(object);
    }
  return { orders: objects.map((object) => orders.get(object) ?? []) };
}

/** The number of operations that are placed for an object before it is the next one's turn. */
const STEPS_IN_TURN = 1000;

function listed(operations: readonly HistoryOperation[], order: readonly number[]): HistoryOperation[] {
  return order.map((position) => at(operations, position));
}

/** A search of the operations on one object that has come to its end. */
function searched(
  specification: Specification,
  operations: readonly HistoryOperation[],
): { readonly search: LinearizationSearch; readonly isLinearizable: boolean } {
  const search = new LinearizationSearch(specification, operations);
  return { search, isLinearizable: search.advance(Infinity) === true };
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

/**
 * The contradiction in the operations on one object, which have no linearization.
 * @param reached the number of its first answers that could be placed, if those after them are as they are
 */
function contradictionIn(
  specification: Specification,
  operations: readonly HistoryOperation[],
  reached: number,
): Contradiction {
  const responses = operations
    .map(({ responded }) => responded)
    .filter((position) => position !== Infinity)
    .toSorted((a, b) => a - b);
  // Without the answers that follow, which say what pending operations did, one may come further.
  let bad = reached;
  for (;;) {
    const { search, isLinearizable } = searched(specification, upTo(operations, at(responses, bad)));
    if (!isLinearizable) break;
    bad = search.reached;
  }
  const position = at(responses, bad);
  const unplaced = at(
    operations,
    operations.findIndex(({ responded }) => responded === position),
  );
  const prefix = upTo(operations, position - 1);
  const order = listed(prefix, searched(specification, prefix).search.order());
  const { conflict, isRough } = conflictIn(specification, upTo(operations, position), unplaced);
  return { object: unplaced.object, prefix, order, unplaced, conflict, isRough };
}

/** The effort for one question whether operations are needed, in placed operations. */
const STEPS_MAX = 20_000;

/**
 * The operations that contradict each other, of some that do: others are left out, many at once while that
 * can be, and then one by one, so that each is needed in the end (A. Zeller, R. Hildebrandt, *Simplifying and
 * isolating failure-inducing input*, 2002).
 */
function conflictIn(
  specification: Specification,
  operations: readonly HistoryOperation[],
  unplaced: HistoryOperation,
): Pick<Contradiction, "conflict" | "isRough"> {
  let bound = operations.filter(({ responded }) => responded !== Infinity);
  let isRough = false;
  for (let size = bound.length >> 1; size > 0; size >>= 1) {
    // What was answered long ago is left out first: the last operation is the one that does not fit.
    const others = bound.filter(({ invoked }) => invoked !== unplaced.invoked);
    isRough = false;
    for (let from = 0; from < others.length; from += size) {
      const left = new Set(others.slice(from, from + size));
      const fewer = bound.filter((one) => !left.has(one));
      const found = isPlaceable(specification, fewer, operations);
      if (found === false) bound = fewer;
      else if (found === undefined) isRough = true;
    }
  }
  return { conflict: bound, isRough };
}

/** Whether some operations have a linearization where all others are free; undefined if that takes long. */
function isPlaceable(
  specification: Specification,
  bound: readonly HistoryOperation[],
  operations: readonly HistoryOperation[],
): boolean | undefined {
  const kept = new Set(bound);
  const free = operations.filter((one) => !kept.has(one));
  try {
    return new LinearizationSearch(specification, bound, free).advance(STEPS_MAX);
  } catch (error) {
    if (error instanceof TooMany) return undefined;
    throw error;
  }
}
