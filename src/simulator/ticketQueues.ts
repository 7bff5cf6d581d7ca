import { longer, NONE } from "./tickets.ts";

/** Numbered queues of tickets, from which each can be taken in constant time. A ticket is in one at most. */
export class Queues {
  private before = new Int32Array(64);
  private after = new Int32Array(64);
  private readonly firsts: Int32Array;
  private readonly lasts: Int32Array;

  constructor(count: number) {
    this.firsts = new Int32Array(count).fill(NONE);
    this.lasts = new Int32Array(count).fill(NONE);
  }

  /** The ticket that has been in a queue longest; -1 if there is none. */
  first(queue: number): number {
    return this.firsts[queue] as number;
  }

  /** Puts a ticket at the end. */
  push(queue: number, ticket: number): void {
    while (ticket >= this.before.length) this.grow();
    const last = this.lasts[queue] as number;
    this.before[ticket] = last;
    this.after[ticket] = NONE;
    if (last === NONE) this.firsts[queue] = ticket;
    else this.after[last] = ticket;
    this.lasts[queue] = ticket;
  }

  /** Takes out a ticket, which must be in the queue. */
  remove(queue: number, ticket: number): void {
    const [before, after] = [this.before[ticket] as number, this.after[ticket] as number];
    if (before === NONE) this.firsts[queue] = after;
    else this.after[before] = after;
    if (after === NONE) this.lasts[queue] = before;
    else this.before[after] = before;
  }

  private grow(): void {
    this.before = longer(this.before, this.before.length * 2);
    this.after = longer(this.after, this.after.length * 2);
  }
}
