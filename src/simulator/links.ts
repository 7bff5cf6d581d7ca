import { NONE, type Tickets } from "./tickets.ts";

/**
 * The letters on each link, one behind the other in the order in which they were sent. Of letters that no
 * process can tell apart the oldest leaves first, as everywhere where letters are followed (transit.ts in
 * the model).
 */
export class Links {
  private readonly tickets: Tickets;
  private readonly firsts: Int32Array;
  private readonly lasts: Int32Array;

  constructor(count: number, tickets: Tickets) {
    this.tickets = tickets;
    this.firsts = new Int32Array(count).fill(NONE);
    this.lasts = new Int32Array(count).fill(NONE);
  }

  /** The oldest letter on a link, or NONE. */
  first(link: number): number {
    return this.firsts[link] as number;
  }

  /** Puts a letter behind the others on its link. */
  add(ticket: number): void {
    const { tickets } = this;
    const link = tickets.link[ticket] as number;
    const last = this.lasts[link] as number;
    this.lasts[link] = ticket;
    if (last === NONE) this.firsts[link] = ticket;
    else tickets.behind[last] = ticket;
  }

  /** Takes a letter from its link. @returns the length of the longest chain of messages that ends with it */
  take(ticket: number): number {
    const { behind, chain, link: links } = this.tickets;
    const link = links[ticket] as number;
    let length = chain[ticket] as number;
    let [before, equal] = [NONE, NONE];
    for (let one = this.first(link); one !== ticket; one = behind[one] as number) {
      before = one;
      if (!this.tickets.areEqual(one, ticket)) continue;
      // It leaves as the oldest of its equals; those between hand on their chains.
      if (equal === NONE) length = chain[one] as number;
      else chain[equal] = chain[one] as number;
      equal = one;
    }
    if (equal !== NONE) chain[equal] = chain[ticket] as number;
    const next = behind[ticket] as number;
    if (before === NONE) this.firsts[link] = next;
    else behind[before] = next;
    if (next === NONE) this.lasts[link] = before;
    return length;
  }
}
