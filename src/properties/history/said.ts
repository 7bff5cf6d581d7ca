/** Operations as processes tell of them: `invoke` and `respond` are outputs, which monitors hear. */
import { canonical } from "../../base/value.ts";
import { malformed, ProtocolError } from "../../model/error.ts";
import type { Operate } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import {
  callOf,
  isInvocation,
  isResponse,
  phraseSaid,
  type Invoked,
  type Responded,
} from "../../model/event/saidOperation.ts";
import { kindOf, type ObjectKind, type SharedObject } from "../../model/memory/object.ts";
import { mistakeInCall } from "../../model/memory/operationCall.ts";

/** The kind of the object that a monitor is of. @throws ProtocolError if it is none */
export function kindFor(monitor: string, object: SharedObject): ObjectKind {
  const kind = kindOf(object);
  if (kind !== undefined) return kind;
  throw malformed(`${monitor} is not given a shared object, such as register("x", 0)`);
}

/** The object that a monitor hears of, and the operation of a process that it has heard of. */
interface Heard {
  readonly kind: ObjectKind;
  readonly object: string;
  readonly pending: Invoked | undefined;
}

function isOn(name: string, said: unknown): boolean {
  return (said as Responded).object === name;
}

/** The invocation and the answer of an atomic operation, as a process would tell of them. */
export function* saidOf({ operation, arguments: given, response = null }: OperationSeen) {
  yield { invokes: operation, arguments: [...given] };
  yield { responds: response };
}

/** An operation on a shared object, as monitors see it. */
type OperationSeen = Pick<Operate, "object" | "operation" | "arguments" | "response">;

/**
 * The invocation or the answer that an output of a process is, if it is one.
 * @param object the name of the object; of others nothing is heard
 * @param pending the operation that it has invoked, and not answered
 * @throws ProtocolError if it is no history
 */
export function saidBy(
  process: string,
  value: unknown,
  { kind, object, pending }: Heard,
): Invoked | Responded | undefined {
  if ((Object(value) as Partial<Responded>).object !== undefined && !isOn(object, value)) return undefined;
  if (isInvocation(value)) {
    if (pending !== undefined)
      throw badHistory(process, value, `while its ${callOf(pending)} has not been answered`);
    const mistake = mistakeInCall(kind, { operation: value.invokes, arguments: value.arguments });
    if (mistake !== undefined) throw badHistory(process, value, `but ${mistake}`);
    return value;
  }
  if (!isResponse(value)) return undefined;
  if (pending === undefined) throw badHistory(process, value, "and has invoked nothing");
  return value;
}

/** The error for what is no history of an object. */
function badHistory(process: string, said: Invoked | Responded, why: string): ProtocolError {
  return new ProtocolError(
    "bad-history",
    `Process ${process} ${phraseSaid(said)}, ${why}.`,
    [`event: ${formatEvent({ kind: "output", process, value: canonical(said) })}`],
    "In a history a process has one operation at a time: it calls `respond` before its next `invoke`. " +
      "Who gets a message twice, or recovers in the middle of an operation, has to know that from its state.",
  );
}

/** The state of a monitor of histories, that it is of this sort. @throws ProtocolError if it is another */
export function stateOf<S extends object>(
  monitors: Readonly<Record<string, unknown>>,
  name: string,
  { maker, field }: { readonly maker: string; readonly field: keyof S & string },
): S {
  const state = monitors[name];
  if (typeof state === "object" && state !== null && field in state) return state as S;
  throw malformed(`no monitor ${name} is made with ${maker}, as in monitors: { ${name}: ${maker}(…) }`);
}
