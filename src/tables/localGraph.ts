/**
 * The local graph of one process, as far as it is known: its local states, and an edge where a move leads
 * from one to another. On it two marks spread, for *items*: letters in transit to the process, timers.
 *
 * An item *acts* in a local state if its turn there does anything. It *matters* there and in every state that
 * leads to one: that spreads backwards. An item that is *left out* in a state is left out in the states that
 * follow, as long as it would have lasted: that spreads forwards, and everywhere it is asked whether it acts.
 *
 *     1 ──▶ 2 ──▶ 3     item 8 acts in 3: it matters in 1, 2 and 3.
 *     │                 item 6 acts nowhere that is known: it is left out in 1, and so in 2, 3 and 4.
 *     └──▶ 4            If an edge 4 ──▶ 5 is found, and 6 acts in 5, that was wrong.
 *
 * Both marks are complete for the edges that are known. So if nothing was wrong when no more edges come, no
 * item that was left out acts in any state to which it would have lasted. As long as an item acts wherever it
 * is asked about, nobody needs to know where else it matters: its marks spread from when it is *doubted*.
 */

import { ABSENT, IntChains, PairTable } from "./integers.ts";

/** An edge: a move of the process between two local states. */
export interface LocalEdge {
  readonly from: number;
  readonly to: number;
  /** The number of the process whose letter is received, or ABSENT. */
  readonly by: number;
}

/** The meaning of items, for the graph that they are marked on. */
export interface ItemRules {
  /** Whether the turn of an item in a local state does nothing, and nothing is known against it. */
  isIdle(local: number, item: number): boolean;
  /** Whether an item that is there before a move may be there after it. */
  lasts(item: number, edge: LocalEdge): boolean;
  /** The states in which an item is known to act, and of which the graph has not been told. */
  untold(item: number): Iterable<number>;
}

/** The fate of an item in a state: one of the two marks. */
export type ItemFate = "matters" | "left out";

/** The items with a mark, by local state. */
class Marks {
  private readonly pairs = new PairTable();
  readonly items = new IntChains();

  has(local: number, item: number): boolean {
    return this.pairs.get(local, item) !== ABSENT;
  }

  /** Marks an item; false if it is marked already. */
  add(local: number, item: number): boolean {
    if (this.has(local, item)) return false;
    this.pairs.add(local, item, 1);
    this.items.add(local, item);
    return true;
  }

  get bytes(): number {
    return this.pairs.bytes + this.items.bytes;
  }
}

/** The local states of a process with their marks. States and items are integers from 0. */
export class LocalGraph {
  /** The number of times that an item was left out where it matters. */
  wrong = 0;
  private readonly rules: ItemRules;
  private readonly edges: LocalEdge[] = [];
  /** The numbers of edges, by the first state, and by the last. */
  private readonly after = new IntChains();
  private readonly before = new IntChains();
  private readonly mattering = new Marks();
  private leftOut = new Marks();
  /** The items of which it is known that they do nothing in some state: only their marks spread. */
  private readonly doubted: boolean[] = [];
  /** The states in which an item that nobody doubts is marked as mattering, by item. */
  private readonly places = new IntChains();
  /** The number of local states that have marks, or more. */
  private count = 0;
  /** Learns of each item that is found to matter in a state, or is left out there. */
  private told: (local: number, item: number, fate: ItemFate) => void = () => {};

  constructor(rules: ItemRules) {
    this.rules = rules;
  }

  /** About what the graph takes. */
  get bytes(): number {
    const tables = [this.after, this.before, this.mattering, this.leftOut, this.places];
    return tables.reduce((sum, { bytes }) => sum + bytes, 48 * this.edges.length);
  }

  /** Whether an item is known to matter in a state. */
  isKnownToMatter(local: number, item: number): boolean {
    return this.mattering.has(local, item);
  }

  /** Whether an item matters in a state, as far as that is known; asks whether it acts there. */
  matters(local: number, item: number): boolean {
    if (this.isKnownToMatter(local, item)) return true;
    if (this.rules.isIdle(local, item)) {
      this.doubt(item);
      return this.isKnownToMatter(local, item);
    }
    this.markMattering(local, item);
    return true;
  }

  /** Whether an item is known to do nothing in some state. */
  isDoubted(item: number): boolean {
    return this.doubted[item] === true;
  }

  /** Lets the marks of an item spread from now on, and those that it has. */
  private doubt(item: number): void {
    if (this.isDoubted(item)) return;
    for (const local of this.rules.untold(item)) this.markMattering(local, item);
    this.doubted[item] = true;
    this.places.forEach(item, (local) => this.spreadBack(local, item));
  }

  private spreadBack(local: number, item: number): void {
    this.before.forEach(local, (edge) => {
      if (this.lasts(item, edge)) this.markMattering(this.edge(edge).from, item);
    });
  }

  /** Tells of each item that matters in a state, or is left out there, now and when it is found. */
  tellOfItems(told: (local: number, item: number, fate: ItemFate) => void): void {
    this.told = told;
    for (let local = 0; local < this.count; local++) {
      this.mattering.items.forEach(local, (item) => told(local, item, "matters"));
      this.leftOut.items.forEach(local, (item) => told(local, item, "left out"));
    }
  }

  /** Notes that an item is left out in a state. */
  leaveOut(local: number, item: number): void {
    this.doubt(item);
    const waiting = [local];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (!this.mark(this.leftOut, at, item)) continue;
      this.told(at, item, "left out");
      if (this.mattering.has(at, item)) this.wrong++;
      else if (!this.rules.isIdle(at, item)) this.markMattering(at, item);
      this.after.forEach(at, (edge) => {
        if (this.lasts(item, edge)) waiting.push(this.edge(edge).to);
      });
    }
  }

  /** Marks an item as mattering in a state, and, if it is doubted, in all that lead to it. */
  markMattering(local: number, item: number): void {
    if (!this.isDoubted(item)) {
      if (!this.mark(this.mattering, local, item)) return;
      this.places.add(item, local);
      this.told(local, item, "matters");
      return;
    }
    const waiting = [local];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (!this.mark(this.mattering, at, item)) continue;
      this.told(at, item, "matters");
      if (this.leftOut.has(at, item)) this.wrong++;
      this.before.forEach(at, (edge) => {
        if (this.lasts(item, edge)) waiting.push(this.edge(edge).from);
      });
    }
  }

  private mark(marks: Marks, local: number, item: number): boolean {
    this.count = Math.max(this.count, local + 1);
    return marks.add(local, item);
  }

  private edge(number: number): LocalEdge {
    return this.edges[number] as LocalEdge;
  }

  private lasts(item: number, edge: number): boolean {
    return this.rules.lasts(item, this.edge(edge));
  }

  /** Learns of an edge, along which marks spread at once. */
  learn(edge: LocalEdge): void {
    const { from, to } = edge;
    if (from === to || this.knows(edge)) return;
    const number = this.edges.push(edge) - 1;
    this.after.add(from, number);
    this.before.add(to, number);
    this.mattering.items.forEach(to, (item) => {
      if (this.isDoubted(item) && this.lasts(item, number)) this.markMattering(from, item);
    });
    this.leftOut.items.forEach(from, (item) => {
      if (this.lasts(item, number)) this.leaveOut(to, item);
    });
  }

  private knows({ from, to, by }: LocalEdge): boolean {
    return this.after.some(from, (number) => {
      const known = this.edge(number);
      return known.to === to && known.by === by;
    });
  }

  /** Forgets what was left out, for a search that begins again; edges and what matters stay known. */
  beginAgain(): void {
    this.wrong = 0;
    this.leftOut = new Marks();
  }
}
