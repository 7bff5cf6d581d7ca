import type { Channel, Letters } from "./channel.ts";
import { UsageError } from "../error.ts";

/**
 * Channels of a kind that have room for so many messages each: what is sent while a channel is full is gone,
 * and nobody notices.
 * @throws UsageError if that makes no sense
 */
export function withCapacity(kind: Channel, capacity: number): Channel {
  if (kind.keeps)
    throw new UsageError(
      `The channels ${kind.name} cannot be bounded: nothing is ever taken out of them.`,
      "Use bounded unordered or fifo channels.",
    );
  if (kind.hidesSenders === true)
    throw new UsageError(
      `The channels ${kind.name} cannot be bounded: the room is for the messages of one process.`,
      "Use bounded channels that tell who sends, such as fifo:3.",
    );
  if (!Number.isSafeInteger(capacity) || capacity < 1)
    throw new UsageError(`A channel has no room for ${capacity} messages.`, "Give a whole number from 1.");
  return {
    ...kind,
    name: `${kind.name}:${capacity}`,
    capacity,
    send: (mailbox, letter, letters) =>
      isFull({ capacity }, mailbox, { letter, letters }) ? mailbox : kind.send(mailbox, letter, letters),
  };
}

/** Whether there is no room for a letter of a sender. */
export function isFull<L>(
  { capacity = Infinity }: Pick<Channel, "capacity">,
  mailbox: readonly L[],
  { letter, letters }: { readonly letter: L; readonly letters: Letters<L> },
): boolean {
  if (capacity === Infinity) return false;
  const sender = letters.sender(letter);
  return mailbox.filter((other) => letters.sender(other) === sender).length >= capacity;
}
