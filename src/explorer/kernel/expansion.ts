/**
 * The hot loop: takes configurations in the order in which they were visited, packs their successors,
 * and adds those that are new to the visited set, batch by batch. It sees integers only; whoever drives
 * it learns of every new configuration and decides what is worth expanding.
 */
import { contribution, fingerprint, FINGERPRINT_WORDS } from "./fingerprint.ts";
import { Frontier } from "./frontier.ts";
import { hashOf } from "./hash.ts";
import { ABSENT } from "./integers.ts";
import { layoutFor, pack, unpack, type Layout } from "./layout.ts";
import type { Network } from "./network.ts";
import { Recent } from "./recent.ts";
import type { Slot } from "./slot.ts";
import { NOWHERE, Visited } from "./visited.ts";

/** How many successors are looked up together. */
const BATCH = 4096;

/** A batch with less room than this is emptied before the next configuration is expanded. */
const BATCH_RESERVE = 512;

/** What an expansion asks and tells. Values are those of all slots and valid during the call only. */
export interface Driver {
  /** A configuration has been added, with the next number. */
  visited(values: Int32Array): void;
  /** Whether a configuration is to be left at all; absent: every one is. */
  readonly leaves?: (values: Int32Array) => boolean;
  /** A configuration in which nothing is enabled has been met. */
  quiescent(number: number): void;
}

/** A breadth-first expansion of a network. */
export class Expansion {
  readonly network: Network;
  readonly visited: Visited;
  /** At most so many configurations are visited. */
  private readonly max: number;
  private readonly driver: Driver;
  /** Hashed storage: the packed configurations that are still to be expanded. */
  private readonly frontier: Frontier | undefined;
  private layout: Layout;
  /** Events of the configurations expanded so far. */
  transitions = 0;
  /** Configurations expanded so far; also the number of the next one. */
  expanded = 0;
  depth = 0;
  initial = 0;
  /** The limit on configurations was met. */
  full = false;
  private levelEnd = 0;
  /** The batch: packed configurations, and their fingerprints where the storage is hashed. */
  private packed: Int32Array;
  private readonly prints: Int32Array;
  private readonly hashes = new Int32Array(BATCH);
  private readonly parents = new Int32Array(BATCH);
  private recent: Recent;
  private readonly fresh = new Int32Array(BATCH);
  private length = 0;
  /** The configuration that is being expanded. */
  private readonly values: Int32Array;
  private readonly scratch: Int32Array;
  private words: Int32Array;
  private readonly print = new Int32Array(FINGERPRINT_WORDS);

  constructor(network: Network, options: { readonly hashed: boolean; readonly max: number }, driver: Driver) {
    this.network = network;
    this.driver = driver;
    this.max = options.max;
    const slots = network.slots.length;
    this.values = new Int32Array(slots);
    this.scratch = new Int32Array(slots);
    this.layout = layoutFor(network.slots.map(({ count }) => count));
    this.words = new Int32Array(this.layout.words);
    this.packed = new Int32Array(BATCH * this.layout.words);
    this.prints = new Int32Array(options.hashed ? BATCH * FINGERPRINT_WORDS : 0);
    this.frontier = options.hashed ? new Frontier(this.layout.words) : undefined;
    this.visited = new Visited(options.hashed ? FINGERPRINT_WORDS : this.layout.words, BATCH);
    this.recent = new Recent(this.visited.width);
  }

  get bytes(): number {
    return this.visited.bytes + (this.frontier?.bytes ?? 0) + this.packed.byteLength;
  }

  /** Visits the initial configurations. To be called once, before `advance`. */
  begin(): void {
    for (const values of this.network.initial()) {
      if (this.outgrown()) this.relayout();
      pack(this.layout, values, this.packed, this.length * this.layout.words);
      if (this.frontier !== undefined) fingerprint(values, this.prints, this.length * FINGERPRINT_WORDS);
      this.offer(NOWHERE);
    }
    this.flush();
    this.initial = this.visited.count;
    this.levelEnd = this.initial;
  }

  /** Expands about `count` configurations. @returns false when there is nothing left to do. */
  advance(count: number): boolean {
    for (let left = count; left > 0 && !this.full; left--) {
      if (this.length > BATCH - BATCH_RESERVE) this.flush();
      if (this.expanded === this.levelEnd && !this.nextLevel()) return false;
      this.load();
      if (this.driver.leaves === undefined || this.driver.leaves(this.values)) this.expand();
      this.frontier?.drop();
      this.expanded++;
    }
    return !this.full;
  }

  private nextLevel(): boolean {
    this.flush();
    if (this.visited.count === this.levelEnd) return false;
    this.levelEnd = this.visited.count;
    this.depth++;
    return !this.full;
  }

  /** Reads the next configuration. */
  private load(): void {
    if (this.frontier === undefined) this.visited.read(this.expanded, this.words);
    else {
      this.frontier.peek(this.words);
      this.visited.read(this.expanded, this.print);
    }
    unpack(this.layout, this.words, 0, this.values);
  }

  /** Packs all successors of the configuration that was loaded; again with wider fields if need be. */
  private expand(): void {
    const { transitions } = this;
    while (!this.successors()) {
      this.transitions = transitions;
      this.flush();
      this.relayout();
      this.load();
    }
    if (this.transitions === transitions) this.driver.quiescent(this.expanded);
  }

  /** @returns false if a slot has got a value that does not fit its field. */
  private successors(): boolean {
    const { network, values } = this;
    for (let from = 0; from < values.length; from++) {
      const slot = network.slots[from] as Slot;
      const value = values[from] as number;
      let at = slot.moveStart.at(value);
      if (at === ABSENT) {
        at = network.movesOf(slot, value);
        if (this.outgrown()) return false;
      }
      if (!this.follow(from, value, slot.moves.data, at)) return false;
    }
    return true;
  }

  /** Packs the successors by the moves of one slot. */
  private follow(from: number, value: number, moves: Int32Array, start: number): boolean {
    const { layout, words, values, network, packed, frontier } = this;
    const { word, shift } = layout;
    const { slots } = network;
    const width = layout.words;
    let at = start;
    let left = moves[at++] as number;
    this.transitions += left;
    for (; left > 0; left--) {
      const after = moves[at + 1] as number;
      const end = at + 3 + 2 * (moves[at + 2] as number);
      const base = this.length * width;
      for (let i = 0; i < width; i++) packed[base + i] = words[i] as number;
      let changed = after - value;
      const own = base + (word[from] as number);
      packed[own] = (packed[own] as number) + (changed << (shift[from] as number));
      for (at += 3; at < end; at += 2) {
        const to = moves[at] as number;
        const before = values[to] as number;
        const parcel = moves[at + 1] as number;
        let delivered = (slots[to] as Slot).delivered.get(before, parcel);
        if (delivered === ABSENT) {
          delivered = network.deliver(to, before, parcel);
          if (this.outgrown()) return false;
        }
        const difference = delivered - before;
        changed |= difference;
        const place = base + (word[to] as number);
        packed[place] = (packed[place] as number) + (difference << (shift[to] as number));
      }
      if (changed === 0) continue;
      if (frontier !== undefined) this.addPrint(base);
      this.offer(this.expanded);
    }
    return true;
  }

  /** Leaves the configuration that was packed last in the batch, unless it was met lately. */
  private offer(parent: number): void {
    const { width } = this.visited;
    const start = this.length * width;
    const keys = this.frontier === undefined ? this.packed : this.prints;
    const hash = hashOf(keys, start, width);
    if (this.recent.meet(keys, start, hash)) return;
    this.hashes[this.length] = hash;
    this.parents[this.length++] = parent;
    if (this.length === BATCH) this.flush();
  }

  /** Hashed storage: the fingerprint of the successor at `base`, from what is different in it. */
  private addPrint(base: number): void {
    const { values, scratch, print, prints, layout } = this;
    unpack(layout, this.packed, base, scratch);
    const at = this.length * FINGERPRINT_WORDS;
    for (let i = 0; i < FINGERPRINT_WORDS; i++) {
      let sum = print[i] as number;
      for (let slot = 0; slot < values.length; slot++) {
        if (scratch[slot] === values[slot]) continue;
        sum += contribution(slot, scratch[slot] as number, i) - contribution(slot, values[slot] as number, i);
      }
      prints[at + i] = sum;
    }
  }

  /** Adds the batch to the visited set and tells the driver what was new. */
  private flush(): void {
    const { packed, hashes, parents, length, fresh, frontier, layout, scratch } = this;
    this.length = 0;
    const keys = frontier === undefined ? packed : this.prints;
    const added = this.visited.add({ keys, hashes, parents, length, fresh }, this.max);
    this.full ||= added.full;
    for (let i = 0; i < added.fresh; i++) {
      const base = (fresh[i] as number) * layout.words;
      frontier?.push(packed, base);
      unpack(layout, packed, base, scratch);
      this.driver.visited(scratch);
    }
  }

  private outgrown(): boolean {
    const { slots } = this.network;
    for (let i = 0; i < slots.length; i++) {
      if ((slots[i] as Slot).count - 1 > (this.layout.mask[i] as number)) return true;
    }
    return false;
  }

  /** Gives every slot a field that is wide enough for all its values. The batch must not hold any. */
  private relayout(): void {
    this.flush();
    const old = this.layout;
    this.layout = layoutFor(this.network.slots.map(({ count }) => count));
    const { layout, scratch } = this;
    const convert = (from: Int32Array, start: number, to: Int32Array, at: number): void => {
      unpack(old, from, start, scratch);
      pack(layout, scratch, to, at);
    };
    if (this.frontier === undefined) this.visited.rekey(layout.words, convert);
    else this.frontier.rewrite(layout.words, convert);
    this.words = new Int32Array(layout.words);
    this.packed = new Int32Array(BATCH * layout.words);
    this.recent = new Recent(this.visited.width);
  }

  /** The key under which the configuration with these slot values is visited. */
  private keyOf(values: Int32Array): Int32Array {
    const key = new Int32Array(this.visited.width);
    if (this.frontier === undefined) pack(this.layout, values, key, 0);
    else fingerprint(values, key, 0);
    return key;
  }

  /** The values of a visited configuration. Exact storage only. */
  valuesOf(number: number): Int32Array {
    const key = new Int32Array(this.visited.width);
    this.visited.read(number, key);
    const values = new Int32Array(this.values.length);
    unpack(this.layout, key, 0, values);
    return values;
  }

  /** The number of a configuration, or -1 if it has not been visited. */
  find(values: Int32Array): number {
    const fits = values.every((value, slot) => value <= (this.layout.mask[slot] as number));
    return fits ? this.visited.find(this.keyOf(values)) : -1;
  }
}
