/** The report on a concurrent history. */
import type {
  Consistency,
  Contradiction,
  ExecutionHistory,
  HistoryOperation,
  HistoryVerdict,
} from "../analysis/index.ts";
import { formatHistoryOperation } from "../properties/history/concurrentHistory.ts";
import { counted } from "./amounts.ts";
import { jsonOfContradiction, textsOf } from "./historyJson.ts";
import { bold, dim, green, red } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";

/** A history that was judged. */
interface JudgedHistory {
  readonly file: string;
  /** The objects, in words. */
  readonly object: string;
  readonly consistency: Consistency;
  readonly operations: readonly HistoryOperation[];
  readonly verdict: HistoryVerdict;
}

const MEANING: Readonly<Record<Consistency, string>> = {
  linearizable: "linearizable",
  sequential: "sequentially consistent",
};

/** More operations of an order are not listed. */
const LISTED_MAX = 40;

/** The lines of the report. */
export function linesOfHistory({ file, object, consistency, operations, verdict }: JudgedHistory): string[] {
  const processes = new Set(operations.map(({ process }) => process)).size;
  const others = processes === 1 ? "process" : "processes";
  const size = `${counted(operations.length, "operation")} of ${processes} ${others}`;
  const head = `${bold(file)}: ${size}; each object is a ${object}`;
  const is = verdict.holds ? green("✓ is") : red("✗ is not");
  return [head, "", `${is} ${MEANING[consistency]}`, "", ...evidence(verdict)];
}

/** The lines on a history in an execution that has no order. */
export function linesOfHistoryIn({ object, consistency, verdict }: ExecutionHistory): string[] {
  return [`The history of ${object} is not ${MEANING[consistency]}.`, ...evidence(verdict), ""];
}

function evidence(verdict: HistoryVerdict): string[] {
  if (verdict.holds)
    return verdict.orders.flatMap((order) => [
      "It could have happened one at a time, in this order:",
      ...listed(order),
      "",
    ]);
  const { contradiction } = verdict;
  return contradiction === undefined
    ? [dim("All orders that keep that of each process were tried.")]
    : linesOfContradiction(contradiction);
}

function linesOfContradiction({ prefix, order, unplaced, conflict, isRough }: Contradiction): string[] {
  const answered = prefix.filter(({ responded }) => responded !== Infinity).length;
  const answers = answered === 1 ? "answer" : counted(answered, "answer");
  const orderable =
    order.length === 0
      ? ["This cannot be placed:"]
      : [
          `Up to its first ${answers} it can be put in order:`,
          ...listed(order),
          "Then this cannot be placed:",
        ];
  const needed = isRough
    ? "Among these is a contradiction; whether each of them is needed would have taken too long to see:"
    : "These contradict each other, whenever all others take effect; no fewer of them do:";
  return [...orderable, `  ${formatHistoryOperation(unplaced)}`, "", needed, ...drawn(conflict)];
}

function listed(order: readonly HistoryOperation[]): string[] {
  const shown = order
    .slice(0, LISTED_MAX)
    .map((one, i) => `${`${i + 1}`.padStart(5)}  ${formatHistoryOperation(one)}`);
  return order.length <= LISTED_MAX ? shown : [...shown, `     … and ${order.length - LISTED_MAX} more`];
}

/** Operations as intervals, one below the other, each from its invocation to its response. */
function drawn(operations: readonly HistoryOperation[]): string[] {
  const moments = [...new Set(operations.flatMap(({ invoked, responded }) => [invoked, responded]))].toSorted(
    (a, b) => a - b,
  );
  const texts = operations.map(formatHistoryOperation);
  const width = Math.max(...texts.map(({ length }) => length));
  const step = moments.length > 24 ? 1 : 2;
  return operations.map(({ invoked, responded }, i) => {
    const [from, to] = [step * moments.indexOf(invoked), step * moments.indexOf(responded)];
    const interval = `├${"─".repeat(Math.max(0, to - from - 1))}${responded === Infinity ? "▸" : "┤"}`;
    return `  ${(texts[i] ?? "").padEnd(width)}  ${" ".repeat(from)}${interval}`;
  });
}

/** The report as a document. */
export function documentOfHistory({ consistency, operations, verdict }: JudgedHistory): object {
  return {
    lightcone: "history",
    version: JSON_VERSION,
    consistency,
    operations: operations.length,
    verdict: verdict.holds ? "holds" : "violated",
    ...(verdict.holds ? { orders: verdict.orders.map(textsOf) } : {}),
    ...jsonOfContradiction(verdict),
  };
}
