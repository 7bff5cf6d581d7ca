/**
 * Events: what takes one configuration to the next. They are plain data, named by value, and every
 * event has a text that can be read back. A *trigger* begins a step of a process; the *effects* that the
 * step causes are the events that follow it, in order. A *fault* is what a failure model does to a process
 * or to a message; the process does not notice. A *beat* happens to the whole system at once.
 */
import { format, formatFields, formatName, NotReadable, Reader } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { unreachable } from "../base/assert.ts";
import type { Message } from "./protocol.ts";

/** What was left open in a step. */
export interface Chosen {
  /** What was chosen, in order. */
  readonly choices: readonly Plain[];
  /** The positions of those that were left to chance, not to the adversary; absent if there are none. */
  readonly coins?: readonly number[];
}

/** `process` receives `message`, which `from` has sent. */
export interface Receive extends Chosen {
  readonly kind: "receive";
  readonly process: string;
  readonly from: string;
  readonly message: Message;
}

/** A timing event: a timer that `process` has set fires. */
export interface Timeout extends Chosen {
  readonly kind: "timeout";
  readonly process: string;
  readonly timer: string;
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

/** `process` performs an operation on a shared object. */
export interface Operate extends Chosen {
  readonly kind: "operation";
  readonly process: string;
  readonly object: string;
  readonly operation: string;
  readonly arguments: readonly Plain[];
  /** What the object answers; absent if that is nothing. */
  readonly response?: Plain;
}

/** `process` goes on where it has let others go first. */
export interface GoOn extends Chosen {
  readonly kind: "pause";
  readonly process: string;
}

/** In a synchronous round: `process` acts on all messages that it has received in it. */
export interface Exchange extends Chosen {
  readonly kind: "exchange";
  readonly process: string;
}

/** `process` starts again after a crash, with its stable storage. */
export interface Recover extends Chosen {
  readonly kind: "recover";
  readonly process: string;
}

/** `process` stops: for ever, or until it recovers. */
export interface Crash {
  readonly kind: "crash";
  readonly process: string;
  readonly down: "for ever" | "for a time";
}

/** `message` does not leave `process`, though it believes so. */
export interface OmitSend {
  readonly kind: "omit send";
  readonly process: string;
  readonly to: string;
  readonly message: Message;
}

/** `message` has arrived at `process`, which does not notice. */
export interface OmitReceive {
  readonly kind: "omit receive";
  readonly process: string;
  readonly from: string;
  readonly message: Message;
}

/** The channel to `process` loses `message`. */
export interface Lose {
  readonly kind: "lose";
  readonly process: string;
  readonly from: string;
  readonly message: Message;
}

/** The channel to `process` makes a second copy of `message`. */
export interface Duplicate {
  readonly kind: "duplicate";
  readonly process: string;
  readonly from: string;
  readonly message: Message;
}

/** A synchronous round begins: everything that was sent in the one before is about to be received. */
export interface Round {
  readonly kind: "round";
}

/** An event that begins a step. */
export type Trigger = Receive | Timeout | Operate | GoOn | Exchange | Recover;

/** An event that a step causes. */
export type Effect = Send | Decide | Output | Halt;

/** An event that a failure model causes, at `process` or on a channel to it. */
export type Fault = Crash | OmitSend | OmitReceive | Lose | Duplicate;

/** An event of the system as a whole. */
export type Beat = Round;

/** Whatever takes a configuration to the next. */
export type Event = Trigger | Effect | Fault | Beat;

/** Whether an event is what a step causes. */
export function isEffect<T extends { readonly kind: string }>(event: T | Effect): event is Effect {
  return ["send", "decide", "output", "halt"].includes(event.kind);
}

/** Whether an event begins a step. */
export function isTrigger(event: Event): event is Trigger {
  return ["receive", "timeout", "operation", "pause", "exchange", "recover"].includes(event.kind);
}

/** Whether an event is the work of a failure model. */
export function isFault(event: Event): event is Fault {
  return ["crash", "omit send", "omit receive", "lose", "duplicate"].includes(event.kind);
}

/** Whether an event happens to the whole system. */
export function isBeat(event: Event): event is Beat {
  return event.kind === "round";
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

/** `read`, `write(true)`, `compareAndSwap(0, 1)`. */
export function formatOperation(request: Pick<Operate, "operation" | "arguments">): string {
  const given = request.arguments.map(format).join(", ");
  return given === "" ? formatName(request.operation) : `${formatName(request.operation)}(${given})`;
}

const OBJECT_NAME = /[A-Za-z_$][\w$]*(?:\.[\w$-]+|\[[\w$-]+(?:, ?[\w$-]+)*\])*/;

/** The name of an object, quoted where it would be ambiguous: `turn`, `flag[p1]`, `"my lock"`. */
function formatObjectName(name: string): string {
  return new RegExp(`^${OBJECT_NAME.source}$`).test(name) ? name : JSON.stringify(name);
}

/** One line, such as `server receives request from client`. `parseEvent` reads it back. */
export function formatEvent(event: Event): string {
  if (isBeat(event)) return "a round begins";
  if (isFault(event)) return formatFault(event);
  const { process } = event;
  switch (event.kind) {
    case "receive": {
      const chosen = formatChoices(event);
      return `${process} receives ${formatMessage(event.message)} from ${event.from}${chosen}`;
    }
    case "timeout":
      return `${process} times out on ${formatName(event.timer)}${formatChoices(event)}`;
    case "operation": {
      const answer = event.response === undefined ? "" : ` and gets ${format(event.response)}`;
      const what = `${formatOperation(event)} on ${formatObjectName(event.object)}`;
      return `${process} performs ${what}${answer}${formatChoices(event)}`;
    }
    case "pause":
      return `${process} goes on${formatChoices(event)}`;
    case "exchange":
      return `${process} ends the round${formatChoices(event)}`;
    case "recover":
      return `${process} recovers${formatChoices(event)}`;
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

function formatFault(fault: Fault): string {
  const { kind, process } = fault;
  switch (kind) {
    case "crash":
      return `${process} crashes${fault.down === "for ever" ? "" : " for a time"}`;
    case "omit send":
      return `${process} fails to send ${formatMessage(fault.message)} to ${fault.to}`;
    case "omit receive":
      return `${process} fails to receive ${formatMessage(fault.message)} from ${fault.from}`;
    case "lose":
      return `the network loses ${formatMessage(fault.message)} from ${fault.from} to ${process}`;
    case "duplicate":
      return `the network duplicates ${formatMessage(fault.message)} from ${fault.from} to ${process}`;
    default:
      return unreachable(fault);
  }
}

function formatChoices(chosen: Chosen): string {
  return chosen.choices.length === 0 ? "" : ` choosing ${choiceTexts(chosen).join(", ")}`;
}

/** Each choice as text: `2`, or `coin true` if it was left to chance. */
export function choiceTexts({ choices, coins = [] }: Chosen): string[] {
  return choices.map((value, i) => (coins.includes(i) ? `coin ${format(value)}` : format(value)));
}

/**
 * Reads an event back from its text.
 * @throws NotReadable if the line is not the text of an event.
 */
export function parseEvent(text: string): Event {
  const reader = new Reader(text);
  const event = readEvent(reader);
  reader.end();
  return event;
}

/** Reads a process id from a text. */
export function readId(reader: Reader): string {
  return reader.expect(/[A-Za-z_][\w-]*/, "the id of a process");
}

function readEvent(reader: Reader): Event {
  if (reader.accept(/a round begins\b/) !== undefined) return { kind: "round" };
  const network = reader.accept(/the network (loses|duplicates)\b/);
  if (network !== undefined) {
    const message = readMessage(reader);
    const from = readSender(reader);
    const process = readReceiver(reader);
    return { kind: network.endsWith("loses") ? "lose" : "duplicate", process, from, message };
  }
  return readLocalEvent(reader, readId(reader));
}

const WORDS = [
  "receives|times out on|performs|goes on|ends the round|recovers",
  "sends|decides|outputs|halts",
  "crashes|fails to (send|receive)",
];
const VERBS = new RegExp(WORDS.join("|"));

function readLocalEvent(reader: Reader, process: string): Event {
  const verb = reader.expect(VERBS, 'what the process does, such as "receives", "sends" or "crashes"');
  switch (verb) {
    case "receives": {
      const [message, from] = [readMessage(reader), readSender(reader)];
      return { kind: "receive", process, from, message, ...readChoices(reader) };
    }
    case "times out on":
      return { kind: "timeout", process, timer: reader.name(), ...readChoices(reader) };
    case "performs":
      return readOperation(reader, process);
    case "goes on":
      return { kind: "pause", process, ...readChoices(reader) };
    case "ends the round":
      return { kind: "exchange", process, ...readChoices(reader) };
    case "recovers":
      return { kind: "recover", process, ...readChoices(reader) };
    case "sends": {
      const [message, to] = [readMessage(reader), readReceiver(reader)];
      return { kind: "send", process, to, message };
    }
    case "fails to send": {
      const [message, to] = [readMessage(reader), readReceiver(reader)];
      return { kind: "omit send", process, to, message };
    }
    case "fails to receive": {
      const [message, from] = [readMessage(reader), readSender(reader)];
      return { kind: "omit receive", process, from, message };
    }
    case "decides":
      return { kind: "decide", process, value: reader.value() };
    case "outputs":
      return { kind: "output", process, value: reader.value() };
    case "halts":
      return { kind: "halt", process };
    case "crashes": {
      const isShort = reader.accept(/for a time\b/) !== undefined;
      return { kind: "crash", process, down: isShort ? "for a time" : "for ever" };
    }
    default:
      throw new NotReadable(reader.offset, "an event");
  }
}

function readOperation(reader: Reader, process: string): Operate {
  const operation = reader.name();
  const given = reader.accept(/\(/) === undefined ? [] : reader.list(/\)/);
  reader.expect(/on\b/, `"on"`);
  const object = reader.accept(OBJECT_NAME) ?? reader.name();
  const response = reader.accept(/and gets\b/) === undefined ? {} : { response: reader.value() };
  return {
    kind: "operation",
    process,
    object,
    operation,
    arguments: given,
    ...response,
    ...readChoices(reader),
  };
}

function readSender(reader: Reader): string {
  reader.expect(/from\b/, `"from"`);
  return readId(reader);
}

function readReceiver(reader: Reader): string {
  reader.expect(/to\b/, `"to"`);
  return readId(reader);
}

function readMessage(reader: Reader): Message {
  const type = reader.name();
  return reader.accept(/\(/) === undefined ? { type } : { type, ...reader.fields(/\)/) };
}

function readChoices(reader: Reader): Chosen {
  const choices: Plain[] = [];
  const coins: number[] = [];
  if (reader.accept(/choosing\b/) === undefined) return { choices };
  do {
    if (reader.accept(/coin\b/) !== undefined) coins.push(choices.length);
    choices.push(reader.value());
  } while (reader.accept(/,/) !== undefined);
  return coins.length === 0 ? { choices } : { choices, coins };
}
