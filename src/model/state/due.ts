/** The messages that the channels and time let through now, and the timers that are due. */
import type { Channel, Letters, Receivable } from "../communication/index.ts";
import { lettersOf } from "./letter.ts";
import type { LocalState } from "./localState.ts";
import { formatMessage, type Letter } from "./message.ts";
import { awaitsMessage } from "../sequential/control.ts";
import { permits, type GuardScope, type Standing } from "../step/permit.ts";
import { isVoice } from "./voice.ts";
import type { SingleRequest } from "../sequential/request.ts";
import { compareWindows, type Window } from "../timing/window.ts";

/** A mailbox, whatever its letters are: messages in the model, integers in tables. */
export interface Mailbox<L> {
  readonly letters: readonly L[];
  readonly order: Letters<L>;
  /** The letter that an element of the mailbox stands for. */
  letter(letter: L): Letter;
}

/** The mailbox of a process of the model. */
export function mailboxOf(
  system: { readonly numbers: ReadonlyMap<string, number> },
  letters: readonly Letter[],
): Mailbox<Letter> {
  return { letters, order: lettersOf(system), letter: (letter) => letter };
}

/** The letters that may be received next, each with what is in transit after that. */
export function receivable<L>(
  { channel }: { readonly channel: Channel },
  { letters, order, letter: read }: Mailbox<L>,
): readonly Receivable<L>[] {
  const next = channel.receivable(letters, order).filter(({ letter }) => !isVoice(read(letter)));
  return arrived(next, ({ letter }) => read(letter));
}

/**
 * Whether a process takes a message now: process code, or a handler, asks for it, and no guard keeps it
 * back. @throws ProtocolError
 */
export function accepts(
  scope: GuardScope,
  { process, local }: Standing,
  { from, message }: Pick<Letter, "from" | "message">,
): boolean {
  const { run, upon = {} } = process.role;
  const { type } = message;
  const isAwaited = run === undefined || awaitsMessage(local.control, type) || Object.hasOwn(upon, type);
  return isAwaited && permits(scope, { process, local }, { kind: "receive", from, message });
}

/** The window of a step that process code awaits, where time is kept. */
export function windowOf({ control, time }: LocalState, { kind }: SingleRequest): Window | undefined {
  return kind === "pause" && control?.awaits.kind === "whichever" ? time?.sleep : time?.step;
}

/** The timers that may fire next. */
export function dueTimers({ timers, time }: LocalState): readonly string[] {
  return time?.timers === undefined ? timers : timers.filter((name) => time.timers?.[name]?.after === 0);
}

/**
 * The messages that have been under way for long enough, of those that the channels let through next. Of
 * messages that no process can tell apart the oldest comes first: to exchange two of them leaves every local
 * schedule as it is, and no deadline is missed that was met before.
 */
function arrived<R>(receivable: readonly R[], letterOf: (one: R) => Letter): readonly R[] {
  const oldest = new Map<string, R>();
  for (const one of receivable) {
    const { from, message, delay } = letterOf(one);
    if (delay === undefined) return receivable;
    const key = `${from ?? ""} ${formatMessage(message)}`;
    const known = oldest.get(key);
    if (known === undefined || compareWindows(delay, letterOf(known).delay) < 0) oldest.set(key, one);
  }
  return [...oldest.values()].filter((one) => letterOf(one).delay?.after === 0);
}
