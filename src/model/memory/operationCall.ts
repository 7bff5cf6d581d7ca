/** Calls of operations, as somebody has written them, against what the kind of the object takes. */
import type { Operate } from "../event/event.ts";
import { formatOperation } from "../event/phrase.ts";
import type { ObjectKind } from "./object.ts";

/** The mistake in a call, in words; undefined if the kind has the operation, with so many arguments. */
export function mistakeInCall(
  { name, operations, takes = {} }: ObjectKind,
  call: Pick<Operate, "operation" | "arguments">,
): string | undefined {
  const { operation, arguments: given } = call;
  if (!Object.hasOwn(operations, operation)) return `a ${name} has no operation ${operation}`;
  const count = takes[operation] ?? given.length;
  if (count === given.length) return undefined;
  const arities = `${given.length} argument${given.length === 1 ? "" : "s"}, and ${operation} takes ${count}`;
  return `${formatOperation(call)} of a ${name} has ${arities}`;
}
