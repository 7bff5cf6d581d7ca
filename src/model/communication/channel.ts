/**
 * The kinds of channels. A *mailbox* holds the letters in transit to one process, over all its incoming
 * channels, in a canonical order: two mailboxes with the same contents are equal element by element. Kinds
 * are generic in the letters, so that the model moves messages and the explorer's kernel moves integers by
 * the same rules.
 */

/** The operations on letters that a channel needs: a total order, and the sender. */
export interface Letters<L> {
  /** Negative, 0 (equal) or positive. */
  compare(a: L, b: L): number;
  /** The number of the sending process. */
  sender(letter: L): number;
}

/** A letter that may be received next, and what the mailbox holds after that. */
export interface Receivable<L> {
  readonly letter: L;
  readonly rest: readonly L[];
}

/** A kind of channel: how letters enter a mailbox and which ones may leave it. */
export interface Channel {
  /** The name in `--channels` and in schedules. */
  readonly name: string;
  /** One line for lists and help. */
  readonly about: string;
  /**
   * The order of `receivable`, for those who keep mailboxes in a form of their own: any letter may come next,
   * or only the first of each sender.
   */
  readonly order: "any" | "sender";
  /** Whether a letter stays when it is received, so that equal ones are there only once. */
  readonly keeps: boolean;
  /** The number of letters from each sender that there is room for; absent: any. */
  readonly capacity?: number;
  /** Whether nobody is told who has sent a message: then letters have no senders. */
  readonly hidesSenders?: true;
  /** The mailbox after `letter` has been sent. */
  send<L>(mailbox: readonly L[], letter: L, letters: Letters<L>): readonly L[];
  /** The letters that may be received next, each distinct one once. */
  receivable<L>(mailbox: readonly L[], letters: Letters<L>): Receivable<L>[];
}

/** `mailbox` with `letter` put in its place in the order of letters. */
export function insertInOrder<L>(mailbox: readonly L[], letter: L, letters: Letters<L>): readonly L[] {
  const after = mailbox.findIndex((other) => letters.compare(other, letter) > 0);
  return after === -1 ? [...mailbox, letter] : mailbox.toSpliced(after, 0, letter);
}
