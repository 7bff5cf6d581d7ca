/**
 * Letters in transit, followed one by one. Mailboxes hold letters by value; whoever wants to know which
 * send a receipt belongs to, how long a chain of messages has become, or where an arrow begins, gives each
 * letter a *token* when it is sent and gets it back when it leaves. Of letters that no process can tell
 * apart the oldest leaves first.
 *
 * What an event does to letters is not said here a second time: it is the difference between what was in
 * transit before it and what is after it. So nothing that empties a mailbox can be forgotten, and whatever
 * happens, there are as many tokens as letters.
 */
import { at } from "../../base/assert.ts";
import type { Configuration } from "../state/configuration.ts";
import { isBeat, type Event } from "../event/event.ts";
import { fateIn } from "../failure/index.ts";
import { formatMessage, type Letter } from "../state/message.ts";
import type { Expected, Part } from "../state/part.ts";
import { isVoice } from "../state/voice.ts";

/** The name that letters have in common if no process can tell them apart. */
export function letterName(to: string, { from, message }: Pick<Letter, "from" | "message">): string {
  return `${from ?? ""} ${to} ${formatMessage(message)}`;
}

/** The letters in transit to a process: those in its mailbox, and those whose receipt has begun. */
export function lettersTo(
  process: string,
  { mailbox, pending }: Pick<Part, "mailbox" | "pending">,
): readonly Pick<Letter, "from" | "message">[] {
  const due = pending.filter((event) => event.kind === "receive" && event.process === process);
  if (due.length === 0 && !mailbox.some(isVoice)) return mailbox;
  return [...(due as readonly (Expected & { kind: "receive" })[]), ...mailbox].filter(
    (letter) => !isVoice(letter),
  );
}

/** The change that an event makes to the letters in transit to one process, by their names. */
export interface Traffic {
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** The difference between the letters in transit to a process before and after an event. */
export function trafficBetween(
  to: string,
  before: ReturnType<typeof lettersTo>,
  after: ReturnType<typeof lettersTo>,
): Traffic {
  // Most letters are the same objects as before: only of the others names are needed.
  const length = Math.min(before.length, after.length);
  let [head, tail] = [0, 0];
  while (head < length && before[head] === after[head]) head++;
  while (tail < length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const objects = new Map<(typeof before)[number], number>();
  for (const letter of before.slice(head, before.length - tail))
    objects.set(letter, (objects.get(letter) ?? 0) - 1);
  for (const letter of after.slice(head, after.length - tail))
    objects.set(letter, (objects.get(letter) ?? 0) + 1);
  const counts = new Map<string, number>();
  for (const [letter, count] of objects) {
    if (count === 0) continue;
    const name = letterName(to, letter);
    counts.set(name, (counts.get(name) ?? 0) + count);
  }
  const named = (sign: number): string[] =>
    [...counts].flatMap(([name, count]) => new Array<string>(Math.max(0, sign * count)).fill(name));
  return { gone: named(-1), come: named(1) };
}

/** The letter that an event takes in, or would have: the name of what is received, lost or not noticed. */
export function takenBy(event: Event): string | undefined {
  const fate = fateIn(event);
  if ((fate !== "received" && fate !== "lost") || !("message" in event)) return undefined;
  return letterName(event.process, event);
}

/** The tokens of all letters in transit. */
export class Transit<T> {
  /** The tokens of each letter, by its name, the oldest first. */
  private readonly tokens = new Map<string, T[]>();

  /** The token of the letter with a name that leaves next; undefined if there is none. */
  next(name: string): T | undefined {
    return this.tokens.get(name)?.[0];
  }

  /** The tokens of all letters, one for each. */
  get all(): T[] {
    return [...this.tokens.values()].flat();
  }

  /** The names of all letters, each as often as there are. */
  get names(): string[] {
    return [...this.tokens].flatMap(([name, tokens]) => tokens.map(() => name));
  }

  /**
   * Letters come and go. Those that come have been sent now, and get a token; without one they are copies of
   * the letters that leave next, right behind them. @returns the tokens of those that go
   */
  change({ gone, come }: Traffic, token?: T): T[] {
    const left: T[] = [];
    for (const name of gone) {
      const tokens = this.tokens.get(name);
      if (tokens?.length === 1) this.tokens.delete(name);
      const [first] = tokens?.splice(0, 1) ?? [];
      if (first !== undefined) left.push(first);
    }
    for (const name of come) {
      const tokens = this.tokens.get(name);
      if (tokens !== undefined && token === undefined) tokens.unshift(tokens[0] as T);
      else if (token === undefined) continue;
      else if (tokens === undefined) this.tokens.set(name, [token]);
      else tokens.push(token);
    }
    return left;
  }

  /**
   * Follows an event from one configuration to the next. What is sent in it gets the token.
   * @returns the tokens of what has left, and whether something has come
   */
  follow(
    processes: readonly string[],
    { before, event, after }: Transition,
    token: T,
  ): { left: T[]; hasCome: boolean } {
    const isSent = fateIn(event) === "sent";
    const gone: T[] = [];
    let hasCome = false;
    for (const [number, id] of processes.entries()) {
      const [was, is] = [at(before.mailboxes, number), at(after.mailboxes, number)];
      if (was === is && !isBeat(event) && (event.process !== id || event.kind === "send")) continue;
      const letters = lettersTo(id, { mailbox: was, pending: before.pending });
      const left = lettersTo(id, { mailbox: is, pending: after.pending });
      const traffic = trafficBetween(id, letters, left);
      gone.push(...this.change(traffic, isSent ? token : undefined));
      hasCome ||= traffic.come.length > 0;
    }
    return { left: gone, hasCome };
  }
}

/** An event, and what there is before and after it. */
interface Transition {
  readonly before: Configuration;
  readonly event: Event;
  readonly after: Configuration;
}
