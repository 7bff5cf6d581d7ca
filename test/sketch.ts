/**
 * Sketches: executions written down as their events alone, with no protocol behind them, for tests and
 * for pictures in lectures. Local states only count the steps taken; channels are unordered, or keep
 * what was received (message sets).
 *
 *     p1 sends ping to p2
 *     p2 receives ping from p1
 *     p2 decides 1
 */
import { at } from "../src/base/assert.ts";
import {
  afterMishap,
  failureKinds,
  formatMessage,
  isBeat,
  parseEvent,
  passes,
  UsageError,
  type Configuration,
  type Event,
  type Execution,
  type LocalState,
  type Lose,
  type OmitReceive,
  type Receive,
} from "../src/model/index.ts";

/** What becomes of a received message: it leaves the channel, or it stays and may be received again. */
export type Keeping = "unordered" | "message-set";

/**
 * The execution that lines of schedule text stand for, of the processes named in the first line:
 * `processes p1 p2 p3`. Empty lines and lines that begin with `#` are ignored.
 * @throws UsageError if an event names an unknown process or receives what was not sent.
 */
export function sketch(text: string, channels: Keeping = "unordered"): Execution {
  const [header = "", ...lines] = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !/^(#.*)?$/.test(line));
  const processes = header.split(/\s+/).slice(1);
  if (!header.startsWith("processes ")) {
    throw new UsageError(
      `A sketch cannot begin with "${header}".`,
      "Begin with the processes: processes p1 p2 p3.",
    );
  }
  const events = lines.map(parseEvent);
  const configurations = [initially(processes)];
  for (const event of events)
    configurations.push(after({ processes, channels }, configurations.at(-1) as Configuration, event));
  return { protocol: "sketch", processes, inputs: processes.map(() => null), configurations, events };
}

/**
 * The sketch that a list of natural numbers stands for: each number chooses what happens next among the
 * processes a, b and c, and whatever it chooses, the result is an execution.
 */
export function sketchOf(numbers: readonly number[]): Execution {
  const ids = ["a", "b", "c"];
  const inTransit: [from: string, to: string, type: string][] = [];
  const lines = numbers.map((number) => {
    const process = ids[number % 3] as string;
    const receivable = inTransit.filter(([, to]) => to === process);
    const taken = receivable[Math.floor(number / 12) % Math.max(1, receivable.length)];
    const choice = Math.floor(number / 3) % 4;
    if (choice < 2 && taken !== undefined) {
      inTransit.splice(inTransit.indexOf(taken), 1);
      return `${process} receives ${taken[2]} from ${taken[0]}`;
    }
    if (choice === 3) return `${process} times out on t`;
    const type = number % 2 === 0 ? "x" : "y";
    const to = ids[(number + 1 + (number % 2)) % 3] as string;
    inTransit.push([process, to, type]);
    return `${process} sends ${type} to ${to}`;
  });
  return sketch(["processes a b c", ...lines].join("\n"));
}

const KINDS = failureKinds.map((kind) => ({ kind }));

interface Sketched {
  readonly processes: readonly string[];
  readonly channels: Keeping;
}

function initially(processes: readonly string[]): Configuration {
  const local: LocalState = { input: null, state: { steps: 0 }, timers: [], halted: false };
  return { locals: processes.map(() => local), mailboxes: processes.map(() => []), pending: [] };
}

function after({ processes, channels }: Sketched, before: Configuration, event: Event): Configuration {
  const { locals, mailboxes } = before;
  if (isBeat(event)) return before;
  const change = (how: Partial<LocalState>): Configuration => {
    const number = numberOf(processes, event.process);
    return { ...before, locals: locals.with(number, { ...at(locals, number), ...how }) };
  };
  switch (event.kind) {
    case "send": {
      const to = numberOf(processes, event.to);
      const from = at(locals, numberOf(processes, event.process));
      if (at(locals, to).down !== undefined || !passes(KINDS, from, at(locals, to))) return before;
      const letter = { from: event.process, message: event.message };
      return { ...before, mailboxes: mailboxes.with(to, [...at(mailboxes, to), letter]) };
    }
    case "decide":
      return change({ decision: event.value });
    case "halt":
      return change({ halted: true });
    case "output":
    case "omit send":
    case "start":
    case "withhold":
      return before;
    case "corrupt":
      return change({ down: "Byzantine" });
    case "mishap": {
      const number = numberOf(processes, event.process);
      const form = failureKinds
        .flatMap(({ mishaps = [] }) => mishaps)
        .find(({ what }) => what === event.what);
      return { ...before, locals: locals.with(number, afterMishap(at(locals, number), form ?? {})) };
    }
    case "crash": {
      const emptied = mailboxes.with(numberOf(processes, event.process), []);
      return { ...change({ down: event.down }), mailboxes: emptied };
    }
    case "lose":
    case "omit receive":
      return { ...before, mailboxes: taken(mailboxes, numberOf(processes, event.process), event) };
    case "forge":
    case "duplicate": {
      const number = numberOf(processes, event.process);
      const letter = { from: event.from, message: event.message };
      return { ...before, mailboxes: mailboxes.with(number, [...at(mailboxes, number), letter]) };
    }
    default: {
      const number = numberOf(processes, event.process);
      const { down: _, ...local } = at(locals, number);
      const state = { steps: Number(local.state["steps"]) + 1 };
      const stepped = { ...before, locals: locals.with(number, { ...local, state }) };
      if (event.kind !== "receive") return stepped;
      const rest = taken(mailboxes, number, event);
      return channels === "message-set" ? stepped : { ...stepped, mailboxes: rest };
    }
  }
}

type Mailboxes = Configuration["mailboxes"];

function taken(mailboxes: Mailboxes, number: number, event: Receive | Lose | OmitReceive): Mailboxes {
  const mailbox = at(mailboxes, number);
  const wanted = formatMessage(event.message);
  const found = mailbox.findIndex(
    ({ from, message }) => from === event.from && formatMessage(message) === wanted,
  );
  if (found === -1) {
    throw new UsageError(
      `${event.process} cannot receive ${wanted} from ${event.from}.`,
      "Write its send before.",
    );
  }
  return mailboxes.with(number, mailbox.toSpliced(found, 1));
}

function numberOf(processes: readonly string[], id: string): number {
  const number = processes.indexOf(id);
  if (number === -1)
    throw new UsageError(`There is no process "${id}".`, `There are: ${processes.join(", ")}.`);
  return number;
}
