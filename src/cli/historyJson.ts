/** Histories as they are in documents. */
import type { ExecutionHistory, HistoryOperation, HistoryVerdict } from "../analysis/index.ts";
import { formatHistoryOperation } from "../properties/history/concurrentHistory.ts";

/** A history in an execution that has no order, as it is in documents. */
export function jsonOfHistoryIn({ object, consistency, verdict }: ExecutionHistory): object {
  return { object, consistency, ...jsonOfContradiction(verdict) };
}

/** The reason why a history has no order, as it is in documents. */
export function jsonOfContradiction(verdict: HistoryVerdict): object {
  const { contradiction } = verdict.holds ? { contradiction: undefined } : verdict;
  if (contradiction === undefined) return {};
  const { unplaced, order, conflict, isRough } = contradiction;
  return {
    unplaced: formatHistoryOperation(unplaced),
    order: textsOf(order),
    conflict: textsOf(conflict),
    isRough,
  };
}

/** The texts of operations. */
export function textsOf(list: readonly HistoryOperation[]): string[] {
  return list.map(formatHistoryOperation);
}
