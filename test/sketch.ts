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
  fateIn,
  formatMessage,
  formOf,
  isBeat,
  isEffect,
  isFault,
  marked,
  parseEvent,
  UsageError,
  type Beat,
  type Configuration,
  type Event,
  type Execution,
  type LocalState,
  type Receive,
  type Send,
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
  return {
    protocol: "sketch",
    processes,
    inputs: processes.map(() => null),
    configurations: configurations.map((one, i) =>
      isWithin(events, i) ? { ...one, pending: [PENDING] } : one,
    ),
    events,
  };
}

/** Stands for whatever has begun. */
const PENDING = { kind: "halt", process: "" } as const;

/** Whether the configuration before an event is in the middle of a step, or of a round. */
function isWithin(events: readonly Event[], i: number): boolean {
  const event = events[i];
  const before = events[i - 1];
  if (event === undefined || isBeat(event)) return false;
  if (events.slice(0, i).some(({ kind }) => kind === "round")) return true;
  if (isFault(event)) return event.strikes === "sending" || formOf(event).atStart === true;
  const isForged = before?.kind === "fault" && before.strikes === "truth";
  return isEffect(event) || (event.kind === "receive" && isForged);
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

interface Sketched {
  readonly processes: readonly string[];
  readonly channels: Keeping;
}

function initially(processes: readonly string[]): Configuration {
  const local: LocalState = { input: null, state: { steps: 0 }, timers: [], halted: false };
  return { locals: processes.map(() => local), mailboxes: processes.map(() => []), pending: [] };
}

function after({ processes, channels }: Sketched, before: Configuration, event: Event): Configuration {
  if (isBeat(event)) return before;
  const number = numberOf(processes, event.process);
  const locals = before.locals.with(number, localAfter(at(before.locals, number), event));
  const { mailboxes } = before;
  const fate = fateIn(event);
  if (fate === "stay") return { ...before, locals };
  if (fate === "emptied") return { ...before, locals, mailboxes: mailboxes.with(number, []) };
  if (fate === "received" || fate === "lost") {
    const rest = taken(mailboxes, number, event as Receive);
    return {
      ...before,
      locals,
      mailboxes: fate === "received" && channels === "message-set" ? mailboxes : rest,
    };
  }
  const { from = event.process, to = event.process, message } = event as Partial<Receive & Send> & Receive;
  const receiver = numberOf(processes, to);
  if (at(locals, receiver).down !== undefined || isApart(before, numberOf(processes, from), receiver))
    return before;
  const mailbox = [...at(mailboxes, receiver), { from, message }];
  return { ...before, locals, mailboxes: mailboxes.with(receiver, mailbox) };
}

/** Whether one of two processes is cut off, or has some other mark that the other has not. */
function isApart({ locals }: Configuration, from: number, to: number): boolean {
  return String(at(locals, from).marks ?? []) !== String(at(locals, to).marks ?? []);
}

function localAfter(local: LocalState, event: Exclude<Event, Beat>): LocalState {
  if (event.kind === "decide") return { ...local, decision: event.value };
  if (event.kind === "halt") return { ...local, halted: true };
  if (isEffect(event)) return local;
  if (isFault(event)) {
    const form = formOf(event);
    if (event.strikes !== "process") return marked(local, form);
    if (form.atStart === true) return { ...local, down: "Byzantine" };
    return { ...local, down: event.what === "crashes" ? "for ever" : "for a time" };
  }
  const { down: _, ...up } = local;
  return { ...up, state: { steps: Number(local.state["steps"]) + 1 } };
}

type Mailboxes = Configuration["mailboxes"];

function taken(mailboxes: Mailboxes, number: number, event: Receive): Mailboxes {
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
