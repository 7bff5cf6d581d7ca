/**
 * Breadth-first expansion: takes configurations in the order in which they were visited and adds those
 * of their successors that are new to the visited set, batch by batch. Whoever drives it learns of every
 * new configuration and decides what is worth expanding.
 */
import { fingerprint, FINGERPRINT_WORDS } from "./fingerprint.ts";
import type { EdgeRecord } from "./edgeRecord.ts";
import { Frontier } from "./frontier.ts";
import { hashOf } from "./hash.ts";
import type { HasRoom } from "./room.ts";
import type { CanonicalRows } from "../../tables/symmetry/canonicalRows.ts";
import { layoutFor, outgrown, pack, unpack, type RowLayout } from "./rowLayout.ts";
import type { Confines } from "../../tables/confines.ts";
import type { InitialMove } from "../../tables/starts.ts";
import type { Network } from "../../tables/network.ts";
import { BATCH, Successors, type PackedBatch } from "./successors.ts";
import type { Here } from "./here.ts";
import { NOWHERE, Visited } from "./visited.ts";

/** The callbacks of an expansion. Values are those of all slots and valid during the call only. */
interface Driver {
  /** A configuration has been added, with the next number. */
  visited(values: Int32Array): void;
  /** Whether a configuration is to be left at all; absent: every one is. */
  readonly leaves?: (values: Int32Array) => boolean;
  /** A configuration has been left; `loops`: also by an event that leads back and may be all that happens. */
  readonly left?: (values: Int32Array, loops: boolean) => void;
  /**
   * A configuration in which nothing is enabled but the work of failures has been met; `size`: it stands for
   * so many.
   */
  quiescent(number: number, size: number): void;
}

/** The way in which configurations are stored, and which of them are left. */
export interface Storage {
  readonly hashed: boolean;
  /** The maximum number of them. */
  readonly max: number;
  /** Default: there is always room. */
  readonly hasRoom?: HasRoom;
  /** The confines: configurations beyond them are visited, and not left. Default: all are left. */
  readonly confines?: Confines;
  /** The canonical rows, one of which stands for all of its orbit; absent: every row stands for itself. */
  readonly rows?: CanonicalRows | undefined;
  /** Notes all edges; absent: nobody asks for them. Needs exact storage without symmetry. */
  readonly edges?: EdgeRecord | undefined;
}

/** A breadth-first expansion of a network. */
export class Expansion {
  readonly network: Network;
  readonly visited: Visited;
  readonly hashed: boolean;
  layout: RowLayout;
  /** Configurations visited so far: with symmetry, all those for which those that are stored stand. */
  configurations = 0;
  /** Events of the configurations expanded so far. */
  transitions = 0;
  /** Configurations expanded so far; also the number of the next one. */
  expanded = 0;
  depth = 0;
  /** The number of steps within which all has been visited; absent before the initial configurations. */
  completed: number | undefined;
  /** The number of the first configuration of each depth. */
  readonly levels: number[] = [0];
  /** Initial configurations visited. */
  initial = 0;
  /** The limit on configurations was met. */
  full = false;
  /** Configurations beyond the bounds in which something may happen. */
  beyond = 0;
  /** Whether every event so far that changes something has led from one level to the next. */
  graded = true;
  /** The maximum number of configurations that are visited. */
  private readonly max: number;
  private readonly driver: Driver;
  private readonly rows: CanonicalRows | undefined;
  private readonly record: EdgeRecord | undefined;
  /** Hashed storage: the packed configurations that are still to be expanded. */
  private readonly frontier: Frontier | undefined;
  private readonly confines: Confines | undefined;
  /** The number of the first configuration that lies beyond the bound on steps. */
  private edge: number;
  private successors: Successors;
  /** Sees what may happen in a configuration that is not left. */
  private looker: Successors | undefined;
  private levelEnd = 0;
  /** The initial configurations that have not been visited yet, until the expansion proper has begun. */
  private readonly initials: Iterator<InitialMove | undefined>;
  private begun = false;
  private here: Here;
  private readonly scratch: Int32Array;
  /** The key that is looked up. */
  private key = new Int32Array(0);

  constructor(network: Network, options: Storage, driver: Driver) {
    this.network = network;
    this.driver = driver;
    this.rows = options.rows;
    this.record = options.edges;
    this.max = options.max;
    this.hashed = options.hashed;
    this.confines = options.confines;
    this.edge = options.confines?.depth === 0 ? 0 : Infinity;
    this.layout = layoutFor(network.slots.map(({ count }) => count));
    this.scratch = new Int32Array(network.slots.length);
    this.visited = new Visited(options.hashed ? FINGERPRINT_WORDS : this.layout.words, BATCH, options);
    this.frontier = options.hashed ? new Frontier(this.layout.words) : undefined;
    this.successors = this.newSuccessors();
    this.here = this.newHere();
    this.initials = network.starts.all();
  }

  private newHere(): Here {
    const words = new Int32Array(this.layout.words);
    const key = this.hashed ? new Int32Array(this.visited.width) : words;
    return { number: 0, values: new Int32Array(this.network.slots.length), words, key };
  }

  private newSuccessors(): Successors {
    const { layout, hashed } = this;
    return new Successors(this.network, {
      layout,
      hashed,
      forgetful: true,
      rows: this.rows,
      edges: this.record,
      take: (batch) => this.add(batch),
    });
  }

  /** All edges, where they have been noted, and nothing has cut them off. */
  get edges(): EdgeRecord | undefined {
    return this.full || this.expanded < this.visited.count ? undefined : this.record;
  }

  get bytes(): number {
    return (
      (this.record?.bytes ?? 0) + this.visited.bytes + (this.frontier?.bytes ?? 0) + this.successors.bytes
    );
  }

  /** Expands about `count` configurations. @returns false when there is nothing left to do. */
  advance(count: number): boolean {
    if (this.begun) return this.advanceExpansion(count);
    for (let left = count; left > 0 && !this.full; left--) {
      const next = this.initials.next();
      if (next.done === true) {
        this.begun = true;
        this.completed = 0;
        this.levelEnd = this.visited.count;
        this.graded = true;
        break;
      }
      if (next.value !== undefined) this.addInitial(next.value.values);
    }
    return !this.full;
  }

  private addInitial(given: Int32Array): void {
    const values = this.canonical(given);
    if (outgrown(this.network, this.layout)) this.relayout();
    const packed = new Int32Array(this.layout.words);
    pack(this.layout, values, packed, 0);
    const keys = this.keyOf(values);
    const hashes = Int32Array.of(hashOf(keys, 0, keys.length));
    this.add({ packed, keys, hashes, parents: Int32Array.of(NOWHERE), fresh: new Int32Array(1), length: 1 });
    this.initial = this.configurations;
  }

  private advanceExpansion(count: number): boolean {
    for (let left = count; left > 0 && !this.full; left--) {
      if (this.expanded === this.levelEnd && !this.nextLevel()) return false;
      this.load();
      this.record?.leave();
      const { values } = this.here;
      if (this.leaves(this.expanded, values)) this.expand();
      else if (this.isWanted(values)) this.stop();
      this.frontier?.drop();
      this.expanded++;
    }
    return !this.full;
  }

  private nextLevel(): boolean {
    this.successors.flush();
    this.successors.forget();
    if (this.visited.count === this.levelEnd) return false;
    this.depth++;
    if (this.depth === this.confines?.depth) this.edge = this.levelEnd;
    this.levels.push(this.levelEnd);
    this.levelEnd = this.visited.count;
    if (!this.full && this.beyond === 0) this.completed = this.depth;
    return !this.full;
  }

  /** Whether a configuration that was visited is left. */
  leaves(number: number, values: Int32Array): boolean {
    return this.isWanted(values) && this.isWithin(number, values);
  }

  private isWanted(values: Int32Array): boolean {
    return this.driver.leaves === undefined || this.driver.leaves(values);
  }

  private isWithin(number: number, values: Int32Array): boolean {
    return this.confines === undefined || (number < this.edge && this.confines.contains(values));
  }

  /** Sees whether anything may happen in the configuration that was loaded, which is not left. */
  private stop(): void {
    let looker = (this.looker ??= this.newLooker());
    while (!looker.of(this.here)) {
      this.relayout();
      this.load();
      looker = this.looker = this.newLooker();
    }
    if (!looker.forced) this.driver.quiescent(this.expanded, 1);
    if (looker.transitions > 0) this.beyond++;
    looker.transitions = 0;
    looker.forced = false;
  }

  private newLooker(): Successors {
    const take = (): void => {};
    return new Successors(this.network, { layout: this.layout, hashed: false, forgetful: false, take });
  }

  /** Reads the next configuration. */
  private load(): void {
    const { here } = this;
    here.number = this.expanded;
    this.visited.read(here.number, here.key);
    this.frontier?.peek(here.words);
    unpack(this.layout, here.words, 0, here.values);
  }

  /** Packs all successors of the configuration that was loaded; again with wider fields if need be. */
  private expand(): void {
    while (!this.successors.of(this.here)) {
      this.relayout();
      this.record?.takeBack();
      this.load();
    }
    const { transitions, idle, forced } = this.successors;
    const size = this.rows?.settle(this.here.values) ?? 1;
    if (!forced) this.driver.quiescent(this.expanded, size);
    this.driver.left?.(this.here.values, idle);
    this.transitions += size * transitions;
    this.successors.transitions = 0;
    this.successors.forced = false;
    this.successors.idle = false;
  }

  /** Adds a batch to the visited set and tells the driver what was new. */
  private add(batch: PackedBatch): void {
    const { frontier, layout, scratch } = this;
    const { fresh, full, lowestKnown } = this.visited.add(batch, this.max);
    this.record?.settle(this.visited.numbers);
    this.full ||= full;
    if (lowestKnown < this.levelEnd) this.graded = false;
    for (let i = 0; i < fresh; i++) {
      const base = (batch.fresh[i] as number) * layout.words;
      frontier?.push(batch.packed, base);
      unpack(layout, batch.packed, base, scratch);
      this.configurations += this.rows?.settle(scratch) ?? 1;
      this.driver.visited(scratch);
    }
  }

  /** Gives every slot a field that is wide enough for all its values. */
  relayout(): void {
    this.successors.flush();
    const old = this.layout;
    const layout = layoutFor(this.network.slots.map(({ count }) => count));
    const { scratch } = this;
    const convert = (from: Int32Array, start: number, to: Int32Array, at: number): void => {
      unpack(old, from, start, scratch);
      pack(layout, scratch, to, at);
    };
    if (this.frontier === undefined) this.visited.rekey(layout.words, convert);
    else this.frontier.rewrite(layout.words, convert);
    this.layout = layout;
    this.successors = this.newSuccessors();
    this.looker = undefined;
    this.here = this.newHere();
  }

  /** Whether slot values have fields wide enough for them. */
  private fits(values: Int32Array): boolean {
    const { mask } = this.layout;
    for (let slot = 0; slot < values.length; slot++)
      if ((values[slot] as number) > (mask[slot] as number)) return false;
    return true;
  }

  /** The key under which the configuration with these slot values is visited, valid until the next call. */
  private keyOf(values: Int32Array): Int32Array {
    if (this.key.length !== this.visited.width) this.key = new Int32Array(this.visited.width);
    const { key } = this;
    if (this.hashed) fingerprint(values, key, 0);
    else pack(this.layout, values, key, 0);
    return key;
  }

  /** The values of a configuration that was visited. Needs exact storage. */
  valuesOf(number: number): Int32Array {
    const words = new Int32Array(this.layout.words);
    const values = new Int32Array(this.network.slots.length);
    this.visited.read(number, words);
    unpack(this.layout, words, 0, values);
    return values;
  }

  private canonical(values: Int32Array): Int32Array {
    if (this.rows === undefined) return values;
    const row = values.slice();
    this.rows.settle(row);
    return row;
  }

  /** The number under which a configuration has been visited, or -1 if it has not. */
  find(given: Int32Array): number {
    const values = this.canonical(given);
    return this.fits(values) ? this.visited.find(this.keyOf(values)) : -1;
  }
}
