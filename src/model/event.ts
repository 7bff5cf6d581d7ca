/**
 * Events: what takes one configuration to the next. They are plain data, named by value, and every
 * event has a text that can be read back. A *trigger* begins a step of a process; the *effects* that the
 * step causes are the events that follow it, in order. A *fault* is what a failure model does to a process
 * or to a message; the process does not notice. A *beat* happens to the whole system at once.
 */
import { format, formatFields, formatName } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { unreachable } from "../base/assert.ts";
import type { Message } from "./protocol.ts";

/** What was left open in a step. */
export interface Chosen {
  /** What was chosen, in order. */
  readonly choices: readonly Plain[];
  /** Those that were left to chance, not to the adversary; absent if there are none. */
  readonly coins?: readonly Coin[];
}

/** A choice that was left to chance. */
export interface Coin {
  /** Its position among all choices. */
  readonly at: number;
  /** How likely this side was. Absent if nobody has said it: it does not tell events apart. */
  readonly probability?: number;
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

/** `process` starts as it should, where it might not. */
export interface Start {
  readonly kind: "start";
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

/** `process` is Byzantine: it does not start as it should, and does whatever it likes. */
export interface Corrupt {
  readonly kind: "corrupt";
  readonly process: string;
}

/** What only one failure model knows, in words of its own: they befall `process`, or a message to it. */
export interface Mishap {
  readonly kind: "mishap";
  readonly process: string;
  /** What befalls the process, such as "is cut off"; or what the network does to the message: "delays". */
  readonly what: string;
  /** The message that it befalls, if it befalls one. */
  readonly letter?: { readonly from: string; readonly message: Message };
}

/** `from`, which is Byzantine, makes `message` up, and `process` is about to receive it. */
export interface Forge {
  readonly kind: "forge";
  readonly process: string;
  readonly from: string;
  readonly message: Message;
}

/** `from`, which is Byzantine, sends nothing to `process` in a round. */
export interface Withhold {
  readonly kind: "withhold";
  readonly process: string;
  readonly from: string;
}

/** A synchronous round begins: everything that was sent in the one before is about to be received. */
export interface Round {
  readonly kind: "round";
  /** Who goes first where several processes operate on the same object, as far as that matters. */
  readonly order?: readonly Precedence[];
}

/** In a round, processes operate on an object in this order. */
export interface Precedence {
  readonly object: string;
  readonly processes: readonly string[];
}

/** A tick: time passes, for everything that waits. */
export interface Tick {
  readonly kind: "tick";
}

/** From now on the bounds on time hold. */
export interface Stabilize {
  readonly kind: "stabilize";
}

/** An event that begins a step. */
export type Trigger = Receive | Timeout | Operate | GoOn | Exchange | Recover;

/** An event that a step causes. */
export type Effect = Send | Decide | Output | Halt | Start;

/** An event that a failure model causes, at `process` or on a channel to it. */
export type Fault = Crash | OmitSend | OmitReceive | Lose | Duplicate | Corrupt | Forge | Withhold | Mishap;

/** An event of the system as a whole. */
export type Beat = Round | Tick | Stabilize;

/** Whatever takes a configuration to the next. */
export type Event = Trigger | Effect | Fault | Beat;

/** Whether an event is what a step causes. */
export function isEffect<T extends { readonly kind: string }>(event: T | Effect): event is Effect {
  return ["send", "decide", "output", "halt", "start"].includes(event.kind);
}

/** Whether an event begins a step. */
export function isTrigger(event: Event): event is Trigger {
  return ["receive", "timeout", "operation", "pause", "exchange", "recover"].includes(event.kind);
}

const FAULTS = [
  "crash",
  "omit send",
  "omit receive",
  "lose",
  "duplicate",
  "corrupt",
  "forge",
  "withhold",
  "mishap",
];

/** Whether an event is the work of a failure model. */
export function isFault(event: Event): event is Fault {
  return FAULTS.includes(event.kind);
}

/** Whether an event happens to the whole system. */
export function isBeat(event: Event): event is Beat {
  return event.kind === "round" || event.kind === "tick" || event.kind === "stabilize";
}

/** The texts of beats. */
export const BEAT_TEXTS = {
  round: "a round begins",
  tick: "time passes",
  stabilize: "the system stabilizes",
};

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

/** The name of an object that needs no quotes. */
export const OBJECT_NAME = /[A-Za-z_$][\w$]*(?:\.[\w$-]+|\[[\w$-]+(?:, ?[\w$-]+)*\])*/;

/** The name of an object, quoted where it would be ambiguous: `turn`, `flag[p1]`, `"my lock"`. */
function formatObjectName(name: string): string {
  return new RegExp(`^${OBJECT_NAME.source}$`).test(name) ? name : JSON.stringify(name);
}

/** What a round says of the order of processes: `p2 before p1 on turn`, for each object. */
export function orderTexts(beat: Beat): string[] {
  const { order = [] } = beat.kind === "round" ? beat : {};
  return order.map(({ object, processes }) => `${processes.join(" before ")} on ${formatObjectName(object)}`);
}

/** One line, such as `server receives request from client`. `parseEvent` reads it back. */
export function formatEvent(event: Event): string {
  if (isBeat(event)) return [BEAT_TEXTS[event.kind], ...orderTexts(event)].join(", ");
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
    case "start":
      return `${process} starts`;
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
    case "corrupt":
      return `${process} is Byzantine`;
    case "mishap": {
      const { what, letter } = fault;
      if (letter === undefined) return `${process} ${what}`;
      return `the network ${what} ${formatMessage(letter.message)} from ${letter.from} to ${process}`;
    }
    case "forge":
      return `${fault.from} forges ${formatMessage(fault.message)} for ${process}`;
    case "withhold":
      return `${fault.from} withholds its message from ${process}`;
    default:
      return unreachable(fault);
  }
}

function formatChoices(chosen: Chosen): string {
  if (chosen.choices.length === 0) return "";
  return ` choosing ${choicesOf(chosen, (probability) => ` (${format(probability)})`).join(", ")}`;
}

/** Each choice as a text for people: `2`, or `coin true (50 %)` if it was left to chance. */
export function choiceTexts(chosen: Chosen): string[] {
  return choicesOf(chosen, (probability) => ` (${Number((100 * probability).toPrecision(2))} %)`);
}

function choicesOf({ choices, coins = [] }: Chosen, odds: (probability: number) => string): string[] {
  return choices.map((value, i) => {
    const coin = coins.find(({ at }) => at === i);
    if (coin === undefined) return format(value);
    return `coin ${format(value)}${coin.probability === undefined ? "" : odds(coin.probability)}`;
  });
}

/** The text by which an event is known among others: probabilities do not tell events apart. */
export function nameOf(event: Event): string {
  if (!("coins" in event) || event.coins === undefined) return formatEvent(event);
  return formatEvent({ ...event, coins: event.coins.map(({ at }) => ({ at })) });
}
