/** Letters that are about to be received, on which failures of channels strike, and those behind them. */
import type { FailureScope } from "./failure.ts";
import { isFull } from "../communication/capacity.ts";
import { lettersOf } from "../state/letter.ts";
import { mailboxOf, receivable } from "../state/due.ts";
import { possible, type Part } from "../state/part.ts";
import type { Letter } from "../state/message.ts";
import { isVoice } from "../state/voice.ts";

/** A letter that may be received next. */
interface Arrival {
  readonly letter: Letter;
  /** The part without it. */
  readonly without: Part;
  /** The part with one more copy of it; undefined if there is no room for one. */
  readonly twice?: Part;
}

/**
 * The letters that a process may receive next: in a round, the one that is next; otherwise, all that the
 * channels let through. A message that is lost earlier than that makes no difference that anybody sees.
 */
export function arrivals(part: Part, system: FailureScope): Arrival[] {
  const { local, mailbox, pending } = part;
  if (local.halted || local.down !== undefined) return [];
  const [head, ...rest] = pending;
  if (head !== undefined) {
    if (head.kind !== "receive" || isVoice(head)) return [];
    const { from, message } = head;
    return [
      {
        letter: { from, message },
        without: possible({ ...part, pending: rest }),
        twice: { ...part, pending: [head, ...pending] },
      },
    ];
  }
  if (system.timing.rounds) return [];
  const letters = lettersOf(system);
  return receivable(system, mailboxOf(system, mailbox)).map(({ letter, rest: others }) => {
    const without = { ...part, mailbox: others };
    if (isFull(system.channel, mailbox, { letter, letters })) return { letter, without };
    const place = mailbox.findIndex((other) => letters.compare(other, letter) === 0);
    const twice = mailbox.toSpliced(place, 0, letter);
    return { letter, without, twice: { ...part, mailbox: twice } };
  });
}

/** A letter that others of its sender are in front of. */
interface Waiting {
  readonly letter: Letter;
  /** The number of those others. */
  readonly behind: number;
  /** The part without it. */
  readonly without: Part;
}

/** The letters that are not the first of their queues, each of several equal ones in a row once. */
export function withinQueues(part: Part, system: FailureScope): Waiting[] {
  const { local, mailbox, pending } = part;
  if (local.halted || local.down !== undefined || pending.length > 0) return [];
  const letters = lettersOf(system);
  return mailbox.flatMap((letter, place) => {
    const behind = mailbox.slice(0, place).filter(({ from }) => from === letter.from).length;
    const before = mailbox[place - 1];
    const isFirst = behind === 0 || before === undefined || isVoice(letter);
    if (isFirst || letters.compare(before, letter) === 0) return [];
    return [{ letter, behind, without: { ...part, mailbox: mailbox.toSpliced(place, 1) } }];
  });
}
