/** Messages and letters: what processes send, and what is in transit. */
import { format, formatFields, formatName } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import type { Window } from "../timing/window.ts";

/** A message: a plain record whose `type` selects the handler that receives it. */
export interface Message {
  readonly type: string;
}

/** A message as code receives it, and its sender. */
export interface Received<M = Message> {
  /** The id of the sender. To ask for it is a mistake where channels hide it. */
  readonly from: string;
  readonly message: M;
}

/** A message in transit, and its sender. */
export interface Letter<M = Message> {
  /** The id of the sender; absent where channels hide it. */
  readonly from?: string | undefined;
  readonly message: M;
  /** The window in which it may and must be received; absent where time is not kept. */
  readonly delay?: Window;
}

/** The texts of messages that nobody can change any more: letters are told apart by them all the time. */
const texts = new WeakMap<Message, string>();

/** The text of a message: `request`, `response(value: 42)`. */
export function formatMessage(message: Message): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  const text = textOf(message);
  if (Object.isFrozen(message)) texts.set(message, text);
  return text;
}

function textOf(message: Message): string {
  const { type, ...fields } = message as Message & Record<string, Plain>;
  const text = formatFields(fields);
  return text === "" ? formatName(type) : `${formatName(type)}(${text})`;
}

/** The short text of a message for pictures: a single field goes without its name, as in `response(42)`. */
export function labelOf(message: Message): string {
  const { type: _, ...fields } = message as Message & Record<string, Plain>;
  return Object.keys(fields).length === 1 ? briefOf(message) : formatMessage(message);
}

/** The shortest text of a message that has all its values: `accept(3, "c")`. */
export function briefOf(message: Message): string {
  const { type, ...fields } = message as Message & Record<string, Plain>;
  const values = Object.values(fields).map(format);
  return values.length === 0 ? type : `${type}(${values.join(", ")})`;
}
