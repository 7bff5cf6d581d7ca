/** Chains of messages, each sent after the one before it had been received by its sender. */

/** How long they are, of all messages in transit. */
export class Chains {
  /** The length of the longest. */
  longest = 0;
  /** By process: of those that end with a message that it has received. */
  private readonly known = new Map<string, number>();
  /** By letter: of those that end with it, the oldest first. */
  private readonly letters = new Map<string, number[]>();

  /** A message is put on its channel. */
  sent(from: string, to: string, text: string): void {
    const length = (this.known.get(from) ?? 0) + 1;
    this.longest = Math.max(this.longest, length);
    const name = `${from} ${to} ${text}`;
    const waiting = this.letters.get(name);
    if (waiting === undefined) this.letters.set(name, [length]);
    else waiting.push(length);
  }

  /** A message leaves its channel. `isNoticed`: it is received. Of equal ones it is the oldest. */
  gone(
    letter: { readonly from: string; readonly to: string; readonly text: string },
    isNoticed: boolean,
  ): void {
    const waiting = this.letters.get(`${letter.from} ${letter.to} ${letter.text}`) ?? [];
    // Channels may deliver what they have delivered before.
    const length = (waiting.length > 1 ? waiting.shift() : waiting[0]) ?? 0;
    if (isNoticed) this.known.set(letter.to, Math.max(this.known.get(letter.to) ?? 0, length));
  }
}
