/** Reads the texts of events, which `formatEvent` writes. */
import { NotReadable, Reader } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { BEAT_TEXTS, OBJECT_NAME, type Chosen, type Coin, type Event, type Operate } from "./event.ts";
import type { Precedence, Round } from "./event.ts";
import { failureKinds } from "./failure/index.ts";
import type { Message } from "./protocol.ts";

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
  for (const kind of ["round", "tick", "stabilize"] as const)
    if (reader.accept(new RegExp(`${BEAT_TEXTS[kind]}\\b`)) !== undefined)
      return kind === "round" ? readRound(reader) : { kind };
  const network = reader.accept(NETWORK);
  if (network !== undefined) {
    const message = readMessage(reader);
    const from = readSender(reader);
    const process = readReceiver(reader);
    const what = network.replace("the network ", "");
    if (what === "loses") return { kind: "lose", process, from, message };
    if (what === "duplicates") return { kind: "duplicate", process, from, message };
    return { kind: "mishap", process, what, letter: { from, message } };
  }
  return readLocalEvent(reader, readId(reader));
}

/** What comes after "a round begins": who goes first at which object. */
function readRound(reader: Reader): Round {
  const order: Precedence[] = [];
  while (reader.accept(/,/) !== undefined) {
    const processes = [readId(reader)];
    do {
      reader.expect(/before\b/, `"before"`);
      processes.push(readId(reader));
    } while (reader.accept(/on\b/) === undefined);
    order.push({ processes, object: readObject(reader) });
  }
  return order.length === 0 ? { kind: "round" } : { kind: "round", order };
}

/** What the mishaps say that befall processes, or messages. */
function wordsOf(befalls: "process" | "message"): string[] {
  const all = failureKinds.flatMap(({ mishaps = [] }) => mishaps);
  return all.filter((mishap) => mishap.befalls === befalls).map(({ what }) => what);
}

const NETWORK = new RegExp(`the network (${["loses", "duplicates", ...wordsOf("message")].join("|")})\\b`);

const MISHAPS = wordsOf("process");

const VERBS = new RegExp(
  [
    "receives|times out on|performs|goes on|ends the round|recovers",
    "sends|decides|outputs|halts|starts",
    "crashes|fails to (send|receive)|is Byzantine|forges|withholds its message",
    ...MISHAPS,
  ].join("|"),
);

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
    case "starts":
      return { kind: "start", process };
    case "is Byzantine":
      return { kind: "corrupt", process };
    case "forges": {
      const message = readMessage(reader);
      reader.expect(/for\b/, `"for"`);
      return { kind: "forge", process: readId(reader), from: process, message };
    }
    case "withholds its message":
      return { kind: "withhold", process: readSender(reader), from: process };
    case "crashes": {
      const isShort = reader.accept(/for a time\b/) !== undefined;
      return { kind: "crash", process, down: isShort ? "for a time" : "for ever" };
    }
    default:
      if (MISHAPS.includes(verb)) return { kind: "mishap", process, what: verb };
      throw new NotReadable(reader.offset, "an event");
  }
}

function readOperation(reader: Reader, process: string): Operate {
  const operation = reader.name();
  const given = reader.accept(/\(/) === undefined ? [] : reader.list(/\)/);
  reader.expect(/on\b/, `"on"`);
  const object = readObject(reader);
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

function readObject(reader: Reader): string {
  return reader.accept(OBJECT_NAME) ?? reader.name();
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
  const coins: Coin[] = [];
  if (reader.accept(/choosing\b/) === undefined) return { choices };
  do {
    const isCoin = reader.accept(/coin\b/) !== undefined;
    const at = choices.push(reader.value()) - 1;
    if (isCoin) coins.push({ at, ...readProbability(reader) });
  } while (reader.accept(/,/) !== undefined);
  return coins.length === 0 ? { choices } : { choices, coins };
}

function readProbability(reader: Reader): { probability?: number } {
  const found = reader.accept(/\(\s*[\d.eE+-]+\s*\)/);
  return found === undefined ? {} : { probability: Number(found.slice(1, -1)) };
}
