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
 * item that was left out acts in any state to which it would have lasted.
 */

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
}

type Marks = (Set<number> | undefined)[];

/** The fate of an item in a state: one of the two marks. */
export type ItemFate = "matters" | "left out";

/** The local states of a process with their marks. States and items are integers from 0. */
export class LocalGraph {
  /** The number of times that an item was left out where it matters. */
  wrong = 0;
  private readonly rules: ItemRules;
  /** By the first state of an edge, by the last: by whom. */
  private readonly after: (Map<number, Set<number>> | undefined)[] = [];
  private readonly before: (Set<number> | undefined)[] = [];
  private readonly mattering: Marks = [];
  private leftOut: Marks = [];
  /** Learns of each item that is found to matter in a state, or is left out there. */
  private told: (local: number, item: number, fate: ItemFate) => void = () => {};

  constructor(rules: ItemRules) {
    this.rules = rules;
  }

  /** Whether an item matters in a state, as far as that is known; asks whether it acts there. */
  matters(local: number, item: number): boolean {
    if (this.mattering[local]?.has(item) === true) return true;
    if (this.rules.isIdle(local, item)) return false;
    this.markMattering(local, item);
    return true;
  }

  /** Tells of each item that matters in a state, or is left out there, now and when it is found. */
  tellOfItems(told: (local: number, item: number, fate: ItemFate) => void): void {
    this.told = told;
    for (const [local, items] of this.mattering.entries())
      for (const item of items ?? []) told(local, item, "matters");
    for (const [local, items] of this.leftOut.entries())
      for (const item of items ?? []) told(local, item, "left out");
  }

  /** Notes that an item is left out in a state. */
  leaveOut(local: number, item: number): void {
    const waiting = [local];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const here = (this.leftOut[at] ??= new Set());
      if (here.has(item)) continue;
      here.add(item);
      this.told(at, item, "left out");
      if (this.mattering[at]?.has(item) === true) this.wrong++;
      else if (!this.rules.isIdle(at, item)) this.markMattering(at, item);
      for (const to of this.after[at]?.keys() ?? []) if (this.lasts(item, at, to)) waiting.push(to);
    }
  }

  /** Marks an item as mattering in a state, and in all that lead to it. */
  markMattering(local: number, item: number): void {
    const waiting = [local];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const here = (this.mattering[at] ??= new Set());
      if (here.has(item)) continue;
      here.add(item);
      this.told(at, item, "matters");
      if (this.leftOut[at]?.has(item) === true) this.wrong++;
      for (const from of this.before[at] ?? []) if (this.lasts(item, from, at)) waiting.push(from);
    }
  }

  private lasts(item: number, from: number, to: number): boolean {
    for (const by of this.after[from]?.get(to) ?? [])
      if (this.rules.lasts(item, { from, to, by })) return true;
    return false;
  }

  /** Learns of an edge, along which marks spread at once. */
  learn({ from, to, by }: LocalEdge): void {
    if (from === to) return;
    const targets = (this.after[from] ??= new Map<number, Set<number>>());
    const known = targets.get(to);
    if (known?.has(by) === true) return;
    targets.set(to, (known ?? new Set()).add(by));
    (this.before[to] ??= new Set()).add(from);
    for (const item of this.mattering[to] ?? [])
      if (this.rules.lasts(item, { from, to, by })) this.markMattering(from, item);
    for (const item of this.leftOut[from] ?? [])
      if (this.rules.lasts(item, { from, to, by })) this.leaveOut(to, item);
  }

  /** Forgets what was left out, for a search that begins again; edges and what matters stay known. */
  beginAgain(): void {
    this.wrong = 0;
    this.leftOut = [];
  }
}
