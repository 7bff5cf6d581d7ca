/**
 * Events: what takes one configuration to the next. They are plain data, named by value, and every
 * event has a text that can be read back. A *trigger* begins a step of a process; the *effects* that the
 * step causes are the events that follow it, in order.
 */
import { format, formatFields, formatName, NotReadable, Reader } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { unreachable } from "../base/assert.ts";
import type { Message } from "./protocol.ts";

/** `process` receives `message`, which `from` has sent. `choices`: what the adversary chose in the step. */
export interface Receive {
  readonly kind: "receive";
  readonly process: string;
  readonly from: string;
  readonly message: Message;
  readonly choices: readonly Plain[];
}

/** A timing event: a timer that `process` has set fires. */
export interface Timeout {
  readonly kind: "timeout";
  readonly process: string;
  readonly timer: string;
  readonly choices: readonly Plain[];
}

/** `process` puts `message` on the channel to `to`. */
export interface Send {
  readonly kind: "send";
  readonly process: string;
  readonly to: string;
  readonly message: Message;
}

/** `process` decides on `value`, irrevocably. */
export interface Decide {
  readonly kind: "decide";
  readonly process: string;
  readonly value: Plain;
}

/** `process` tells the outside world `value`. */
export interface Output {
  readonly kind: "output";
  readonly process: string;
  readonly value: Plain;
}

/** `process` ends: it takes no further step. */
export interface Halt {
  readonly kind: "halt";
  readonly process: string;
}

/** An event that begins a step. */
export type Trigger = Receive | Timeout;

/** An event that a step causes. */
export type Effect = Send | Decide | Output | Halt;

/** Whatever takes a configuration to the next. */
export type Event = Trigger | Effect;

/** Whether an event begins a step. */
export function isTrigger(event: Event): event is Trigger {
  return event.kind === "receive" || event.kind === "timeout";
}

/** `request`, `response(value: 42)`. */
export function formatMessage(message: Message): string {
  const { type, ...fields } = message as Message & Record<string, Plain>;
  const text = formatFields(fields);
  return text === "" ? formatName(type) : `${formatName(type)}(${text})`;
}

/** A short text for pictures: without the names of the fields, `response(42)`. */
export function labelOf(message: Message): string {
  const { type, ...fields } = message as Message & Record<string, Plain>;
  const values = Object.values(fields).map(format);
  return values.length === 0 ? type : `${type}(${values.join(", ")})`;
}

/** One line, such as `server receives request from client`. `parseEvent` reads it back. */
export function formatEvent(event: Event): string {
  const { process } = event;
  switch (event.kind) {
    case "receive": {
      const chosen = formatChoices(event.choices);
      return `${process} receives ${formatMessage(event.message)} from ${event.from}${chosen}`;
    }
    case "timeout":
      return `${process} times out on ${formatName(event.timer)}${formatChoices(event.choices)}`;
    case "send":
      return `${process} sends ${formatMessage(event.message)} to ${event.to}`;
    case "decide":
      return `${process} decides ${format(event.value)}`;
    case "output":
      return `${process} outputs ${format(event.value)}`;
    case "halt":
      return `${process} halts`;
    default:
      return unreachable(event);
  }
}

function formatChoices(choices: readonly Plain[]): string {
  return choices.length === 0 ? "" : ` choosing ${choices.map(format).join(", ")}`;
}

/**
 * Reads an event back from its text.
 * @throws NotReadable if the line is not the text of an event.
 */
export function parseEvent(text: string): Event {
  const reader = new Reader(text);
  const event = readEvent(reader, readId(reader));
  reader.end();
  return event;
}

/** Reads a process id from a text. */
export function readId(reader: Reader): string {
  return reader.expect(/[A-Za-z_][\w-]*/, "the id of a process");
}

function readEvent(reader: Reader, process: string): Event {
  const verb = reader.expect(
    /receives|times out on|sends|decides|outputs|halts/,
    `"receives", "times out on", "sends", "decides", "outputs" or "halts"`,
  );
  switch (verb) {
    case "receives": {
      const message = readMessage(reader);
      reader.expect(/from\b/, `"from"`);
      return { kind: "receive", process, from: readId(reader), message, choices: readChoices(reader) };
    }
    case "times out on":
      return { kind: "timeout", process, timer: reader.name(), choices: readChoices(reader) };
    case "sends": {
      const message = readMessage(reader);
      reader.expect(/to\b/, `"to"`);
      return { kind: "send", process, to: readId(reader), message };
    }
    case "decides":
      return { kind: "decide", process, value: reader.value() };
    case "outputs":
      return { kind: "output", process, value: reader.value() };
    case "halts":
      return { kind: "halt", process };
    default:
      throw new NotReadable(reader.offset, "an event");
  }
}

function readMessage(reader: Reader): Message {
  const type = reader.name();
  return reader.accept(/\(/) === undefined ? { type } : { type, ...reader.fields(/\)/) };
}

function readChoices(reader: Reader): Plain[] {
  const choices: Plain[] = [];
  if (reader.accept(/choosing\b/) === undefined) return choices;
  do choices.push(reader.value());
  while (reader.accept(/,/) !== undefined);
  return choices;
}
