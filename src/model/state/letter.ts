/** Letters: messages in transit, with their senders, in the order in which mailboxes have them. */
import type { Letters } from "../communication/index.ts";
import { formatMessage, type Letter } from "./message.ts";
import { bySender } from "./sender.ts";
import type { Timing } from "../timing/timing.ts";
import { compareWindows, delayOf, type Window } from "../timing/window.ts";
import { isVoice } from "./voice.ts";

/** The text of a letter in transit. */
export function formatLetter({ message, from, delay }: Letter): string {
  const when = delay === undefined ? "" : ` in ${delay.after} to ${delay.within}`;
  return `${formatMessage(message)}${bySender({ from })}${when}`;
}

/** The order of letters in the mailboxes of a system: by sender, if known, then by text, then by age. */
export function lettersOf({ numbers }: { readonly numbers: ReadonlyMap<string, number> }): Letters<Letter> {
  return orderOf((letter: Letter) => numbers.get(letter.from ?? "") ?? -1);
}

/** The order of letters whose senders are known in another way. */
export function orderOf<L extends Pick<Letter, "message" | "delay">>(
  sender: (letter: L) => number,
): Letters<L> {
  return {
    sender,
    compare(a, b) {
      if (sender(a) !== sender(b)) return sender(a) - sender(b);
      const [textA, textB] = [formatMessage(a.message), formatMessage(b.message)];
      return textA === textB ? compareWindows(a.delay, b.delay) : textA < textB ? -1 : 1;
    },
  };
}

/** The delay of a letter that is sent now, if there is such a thing: who lies need not be on time. */
export function delayOfSent(
  { timing: { ticks } }: { readonly timing: Timing },
  letter: Pick<Letter, "message">,
): { delay?: Window } {
  return ticks === undefined || isVoice(letter) ? {} : { delay: delayOf(ticks) };
}

/** The letter without a delay: to a process that has halted nothing is late. */
export function untimed<L extends { readonly delay?: Window }>(letter: L): Omit<L, "delay"> {
  const { delay: _, ...rest } = letter;
  return rest;
}
