import { insertInOrder, type Channel } from "./channel.ts";

/**
 * The set of all messages ever sent, as in many TLA+ specifications ("message soup"): a message stays
 * when it is received, may be received again, and sending it again changes nothing. For safety this
 * includes loss and duplication.
 */
export const messageSet: Channel = {
  name: "message-set",
  about: "sent messages stay, and may be received in any order and again",
  order: "any",
  keeps: true,
  send(mailbox, letter, letters) {
    const known = mailbox.some((other) => letters.compare(other, letter) === 0);
    return known ? mailbox : insertInOrder(mailbox, letter, letters);
  },
  receivable: (mailbox) => mailbox.map((letter) => ({ letter, rest: mailbox })),
};
