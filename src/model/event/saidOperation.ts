/** Operations of which processes tell the outside world: `invoke` and `respond` are outputs of this form. */
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { formatOperation } from "./phrase.ts";

/** An operation that has been invoked, and not been answered. */
export interface Invoked {
  invokes: string;
  arguments: Plain[];
  /** The name of the object, where several are told of. */
  object?: string;
}

/** The answer of an operation. */
export interface Responded {
  readonly responds: Plain;
  readonly object?: string;
}

/** The invocation or answer that an output is, in words: `invokes write(1)`; undefined if it is neither. */
export function phraseSaid(value: unknown): string | undefined {
  if (isInvocation(value)) return `invokes ${callOf(value)}${onObject(value)}`;
  if (!isResponse(value)) return undefined;
  const answer = value.responds === null ? "responds" : `responds ${format(value.responds)}`;
  return `${answer}${onObject(value)}`;
}

function onObject({ object }: Invoked | Responded): string {
  return object === undefined ? "" : ` on ${object}`;
}

/** The text of the call: `write(1)`. */
export function callOf({ invokes, arguments: given }: Invoked): string {
  return formatOperation({ operation: invokes, arguments: given });
}

/** Whether an output is that an operation is invoked. */
export function isInvocation(value: unknown): value is Invoked {
  const { invokes, arguments: given } = Object(value) as { invokes?: unknown; arguments?: unknown };
  return typeof invokes === "string" && Array.isArray(given);
}

/** Whether an output is the answer of an operation. */
export function isResponse(value: unknown): value is Responded {
  return typeof value === "object" && value !== null && "responds" in value;
}
