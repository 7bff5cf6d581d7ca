import { insertInOrder, type Channel } from "./channel.ts";

/**
 * Reliable channels without order: every message that was sent is received at most once, and those in
 * transit may be received in any order. The mailbox is a sorted multiset.
 */
export const unordered: Channel = {
  name: "unordered",
  about: "every message arrives once, in any order",
  order: "any",
  keeps: false,
  send: insertInOrder,
  receivable(mailbox, letters) {
    const found = [];
    for (const [i, letter] of mailbox.entries()) {
      const before = mailbox[i - 1];
      if (i > 0 && letters.compare(before as typeof letter, letter) === 0) continue;
      found.push({ letter, rest: mailbox.toSpliced(i, 1) });
    }
    return found;
  },
};
