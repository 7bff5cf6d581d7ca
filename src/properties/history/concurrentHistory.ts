/**
 * Concurrent histories: operations on objects, each from its invocation to its response, as text. A line is
 * an event, in the order in which they happened:
 *
 *     p1 invokes write(1) on x
 *     p2 invokes read on x
 *     p1 responds
 *     p2 responds 1
 *
 * Without `on x` there is one object. What has no response is pending: it may have taken effect, or not.
 */
import { at } from "../../base/assert.ts";
import { NotReadable, parse } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { UsageError } from "../../model/error.ts";
import { formatOperation } from "../../model/event/phrase.ts";
import { format } from "../../base/text.ts";

/** An operation in a history. */
export interface HistoryOperation {
  readonly process: string;
  /** The name of the object; "" where there is one only. */
  readonly object: string;
  readonly operation: string;
  readonly arguments: readonly Plain[];
  /** The answer; absent if it has answered nothing, or not yet. */
  readonly response?: Plain;
  /** The positions of its events; what is pending has the last one at infinity. */
  readonly invoked: number;
  readonly responded: number;
  /** The line of its invocation, where it was read from text. */
  readonly line?: number;
}

const INVOKES = /^(\S+) invokes (\w+)(?:\((.*)\))?(?: on (\S+))?$/;
const RESPONDS = /^(\S+) responds(?: (.+))?$/;

/** The operations of a history, in the order of their invocations. @throws UsageError */
export function parseHistory(text: string): HistoryOperation[] {
  const operations: HistoryOperation[] = [];
  const pending = new Map<string, number>();
  let position = 0;
  for (const [number, line] of text.split(/\r?\n/).entries()) {
    const said = line.trim();
    if (said === "" || said.startsWith("#")) continue;
    const mistake = (what: string): UsageError => new UsageError(`Line ${number + 1} ${what}: ${said}`, FORM);
    const [, caller = "", operation = "", given = "", object = ""] = INVOKES.exec(said) ?? [];
    const [, answerer = "", answer] = RESPONDS.exec(said) ?? [];
    if (caller !== "") {
      if (pending.has(caller)) throw mistake(`invokes before ${caller} has been answered`);
      const parsed = read(`[${given}]`, () => mistake("has arguments that cannot be read"));
      pending.set(caller, operations.length);
      const called = { process: caller, object, operation, arguments: parsed as readonly Plain[] };
      operations.push({ ...called, invoked: position, responded: Infinity, line: number + 1 });
    } else if (answerer !== "") {
      const own = pending.get(answerer);
      if (own === undefined) throw mistake(`answers ${answerer}, which has invoked nothing`);
      pending.delete(answerer);
      const response =
        answer === undefined
          ? {}
          : { response: read(answer, () => mistake("has an answer that cannot be read")) };
      operations[own] = { ...at(operations, own), ...response, responded: position };
    } else throw mistake("is no event of a history");
    position++;
  }
  return operations;
}

const FORM = "Lines are written `p1 invokes write(1) on x` and `p1 responds`, with the answer behind it.";

function read(text: string, mistake: () => UsageError): Plain {
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof NotReadable ? mistake() : error;
  }
}

/** The text of an operation: `p1: write(1)`, `p2: read() = 1`. */
export function formatHistoryOperation({
  process,
  object,
  response,
  responded,
  ...call
}: HistoryOperation): string {
  const where = object === "" ? "" : ` on ${object}`;
  const answer = response === undefined ? "" : ` = ${format(response)}`;
  return `${process}: ${formatOperation(call)}${where}${answer}${responded === Infinity ? " (pending)" : ""}`;
}
