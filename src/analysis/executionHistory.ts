/** Histories in executions: the operations of which a monitor has heard, and why they have no order. */
import { partsOf } from "../model/event/event.ts";
import { isInvocation, isResponse } from "../model/event/saidOperation.ts";
import { kindOf } from "../model/memory/object.ts";
import type { HistoryKept } from "../model/system/monitor.ts";
import type { Execution } from "../model/transition/execution.ts";
import { saidOf } from "../properties/history/said.ts";
import type { HistoryOperation } from "../properties/history/concurrentHistory.ts";
import { judgeHistory, type Consistency, type HistoryVerdict } from "./historyVerdict.ts";

/** A history in an execution that is judged. */
export interface ExecutionHistory {
  readonly object: string;
  readonly consistency: Consistency;
  readonly verdict: HistoryVerdict;
}

/** The history that an execution has of an object, judged; undefined if that is no object. */
export function historyIn(
  { object, consistency }: HistoryKept,
  execution: Execution,
): ExecutionHistory | undefined {
  const kind = kindOf(object);
  if (kind === undefined) return undefined;
  const operations = operationsIn(execution, object.name);
  const verdicts = object.initials.map((initial) => judgeHistory({ kind, initial }, operations, consistency));
  const verdict = verdicts.find(({ holds }) => holds) ?? verdicts[0];
  return verdict && { object: object.name, consistency, verdict };
}

/** The operations on an object in an execution, in the order of their invocations. */
function operationsIn({ events }: Execution, object: string): HistoryOperation[] {
  const operations: HistoryOperation[] = [];
  const pending = new Map<string, number>();
  let position = 0;
  const hear = (process: string, said: unknown): void => {
    if (((said as { object?: string } | null)?.object ?? object) !== object) return;
    const own = pending.get(process);
    if (isInvocation(said)) {
      pending.set(process, operations.length);
      const call = { process, object: "", operation: said.invokes, arguments: said.arguments };
      operations.push({ ...call, invoked: position++, responded: Infinity });
    } else if (isResponse(said) && own !== undefined) {
      pending.delete(process);
      const answer = said.responds === null ? {} : { response: said.responds };
      operations[own] = { ...(operations[own] as HistoryOperation), ...answer, responded: position++ };
    }
  };
  for (const event of events.flatMap(partsOf)) {
    if (event.kind === "output") hear(event.process, event.value);
    else if (event.kind === "operation" && event.object === object)
      for (const said of saidOf(event)) hear(event.process, said);
  }
  return operations;
}
