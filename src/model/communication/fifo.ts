import type { Channel } from "./channel.ts";

/**
 * Reliable FIFO channels: the messages from p to q are received in the order in which p sent them. The
 * mailbox is one queue per sender, one queue behind the other in the order of the senders.
 */
export const fifo: Channel = {
  name: "fifo",
  about: "every message arrives once, in the order of sending between each two processes",
  order: "sender",
  keeps: false,
  send(mailbox, letter, letters) {
    const after = mailbox.findIndex((other) => letters.sender(other) > letters.sender(letter));
    return after === -1 ? [...mailbox, letter] : mailbox.toSpliced(after, 0, letter);
  },
  receivable(mailbox, letters) {
    const found = [];
    for (const [i, letter] of mailbox.entries()) {
      const before = mailbox[i - 1];
      if (i > 0 && letters.sender(before as typeof letter) === letters.sender(letter)) continue;
      found.push({ letter, rest: mailbox.toSpliced(i, 1) });
    }
    return found;
  },
};
