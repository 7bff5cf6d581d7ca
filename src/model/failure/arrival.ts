/** Letters that are about to be received, which is when failures of channels strike. */
import type { FailureScope } from "./failure.ts";
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
  /** The part with one more copy of it. */
  readonly twice: Part;
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
    const place = mailbox.findIndex((other) => letters.compare(other, letter) === 0);
    const twice = mailbox.toSpliced(place, 0, letter);
    return { letter, without: { ...part, mailbox: others }, twice: { ...part, mailbox: twice } };
  });
}
