/**
 * The hot loop: packs the successors of configurations into batches. It sees integers only, and hands
 * each batch on when it is full.
 */
import { contribution, FINGERPRINT_WORDS } from "./fingerprint.ts";
import { hashOf, hashOfTwo } from "./hash.ts";
import { ABSENT } from "../../tables/integers.ts";
import { outgrown, pack, unpack, type RowLayout } from "./rowLayout.ts";
import type { Network } from "../../tables/network.ts";
import type { EdgeRecord } from "./edgeRecord.ts";
import type { Here, NotedMove } from "./here.ts";
import { Recent } from "./recent.ts";
import type { CanonicalRows } from "../../tables/symmetry/canonicalRows.ts";
import { goesRoundAt } from "../../tables/moveList.ts";
import { eachRound } from "../../tables/rounds.ts";
import { SimpleSteps } from "./simpleSteps.ts";
import { beatMoves } from "../../tables/ticks.ts";
import {
  NOTHING,
  OWED,
  byIn,
  HEADER,
  idleIn,
  loopsIn,
  REFUSED,
  SUMMARY,
  type ProcessSlot,
  type Slot,
} from "../../tables/slot.ts";
import { looksAt } from "../../tables/looks.ts";
import type { Batch } from "./visited.ts";

/** The number of successors that a batch holds. */
export const BATCH = 4096;

/** Packed configurations, and what the visited set wants to know of them. */
export interface PackedBatch extends Batch {
  /** The configurations, `layout.words` words each; the same array as `keys` where storage is exact. */
  readonly packed: Int32Array;
}

/** The options for packing. */
interface Packing {
  readonly layout: RowLayout;
  /** Keys are fingerprints, and not the packed configurations themselves. */
  readonly hashed: boolean;
  /** Whether to leave out successors that were met lately. */
  readonly forgetful: boolean;
  /** Absent: all successors are packed as they are. */
  readonly rows?: CanonicalRows | undefined;
  /** Notes all edges; absent: nobody asks for them. */
  readonly edges?: EdgeRecord | undefined;
  /** Takes a batch; called when it is full and by `flush`. */
  readonly take: (batch: PackedBatch) => void;
}

/** Packs successors, in one layout. */
export class Successors {
  /** Events of the configurations expanded so far. */
  transitions = 0;
  /** Whether something that is not the work of failures was enabled in the configuration expanded last. */
  forced = false;
  /**
   * Whether an event has led from the configuration expanded last to itself that may be all that happens from
   * some moment on: to let another happen for ever is to pay nothing, which no admissible execution does.
   */
  idle = false;
  private readonly network: Network;
  private readonly layout: RowLayout;
  private readonly rows: CanonicalRows | undefined;
  private readonly take: (batch: PackedBatch) => void;
  private readonly edges: EdgeRecord | undefined;
  private readonly recent: Recent | undefined;
  /** The simple steps, where keys are narrow and there are shared objects. */
  private readonly simple: SimpleSteps | undefined;
  /** Keys are two words, which `ofNarrow` holds in registers. */
  private readonly narrow: boolean;
  private readonly inRounds: boolean;
  private readonly keyWidth: number;
  private readonly packed: Int32Array;
  /** Fingerprints, where storage is hashed. */
  private readonly prints: Int32Array | undefined;
  private readonly keys: Int32Array;
  private readonly hashes = new Int32Array(BATCH);
  private readonly parents = new Int32Array(BATCH);
  private readonly fresh = new Int32Array(BATCH);
  private readonly scratch: Int32Array;
  private length = 0;

  constructor(network: Network, { layout, hashed, forgetful, rows, edges, take }: Packing) {
    this.network = network;
    this.layout = layout;
    this.rows = rows;
    this.edges = edges;
    this.take = take;
    this.inRounds = network.system.timing.rounds;
    this.keyWidth = hashed ? FINGERPRINT_WORDS : layout.words;
    this.packed = new Int32Array(BATCH * layout.words);
    this.prints = hashed ? new Int32Array(BATCH * FINGERPRINT_WORDS) : undefined;
    this.keys = this.prints ?? this.packed;
    this.narrow = !hashed && forgetful && layout.words === 2;
    this.recent = forgetful ? new Recent(this.keyWidth) : undefined;
    const hasSimple = this.narrow && edges === undefined && network.objects.length > 0;
    this.simple = hasSimple ? new SimpleSteps(network, layout) : undefined;
    this.scratch = new Int32Array(network.slots.length);
  }

  get bytes(): number {
    const more = [this.prints?.byteLength, this.recent?.bytes, this.simple?.bytes];
    return more.reduce<number>((sum, bytes = 0) => sum + bytes, this.packed.byteLength);
  }

  /** Hands on what there is. */
  flush(): void {
    const { keys, hashes, parents, fresh, packed, length } = this;
    this.length = 0;
    if (length > 0) this.take({ keys, hashes, parents, fresh, packed, length });
  }

  /** Forgets the successors that were met lately. */
  forget(): void {
    this.recent?.forget();
  }

  /**
   * Packs all successors of a configuration.
   * @returns false if a slot has got a value that does not fit its field: pack anew in a wider layout.
   */
  of(here: Here): boolean {
    if (this.rows !== undefined) return this.ofOrbit(here, this.rows);
    if (this.inRounds) return this.ofRound(here);
    const isDone = this.narrow ? this.ofNarrow(here) : this.ofWide(here);
    return isDone && (!this.network.hasBeats || this.ofBeats(here));
  }

  private ofWide(here: Here): boolean {
    const { layout, network, packed, prints, edges } = this;
    const { values, words } = here;
    const { word, shift } = layout;
    const { slots, processes } = network;
    const width = layout.words;
    for (let from = 0; from < processes.length; from++) {
      const slot = processes[from] as ProcessSlot;
      const value = values[from] as number;
      let at = this.begin(slot, value, values);
      if (at === ABSENT) return false;
      const start = at - HEADER;
      const moves = slot.moves.data;
      for (let left = moves[start] as number; left > 0; left--) {
        const item = at;
        const end = at + 3 + 2 * (moves[at + 2] as number);
        const base = this.length * width;
        for (let i = 0; i < width; i++) packed[base + i] = words[i] as number;
        let refused = false;
        let changed = (moves[at + 1] as number) - value;
        const own = base + (word[from] as number);
        packed[own] = (packed[own] as number) + (changed << (shift[from] as number));
        for (at += 3; at < end; at += 2) {
          const to = moves[at] as number;
          const before = values[to] as number;
          let delivered = (slots[to] as Slot).delivered.get(before, moves[at + 1] as number);
          if (delivered === ABSENT) {
            delivered = network.deliver(to, before, moves[at + 1] as number);
            if (outgrown(network, layout)) return false;
          }
          if (delivered === REFUSED) {
            refused = true;
            continue;
          }
          changed |= delivered - before;
          const place = base + (word[to] as number);
          packed[place] = (packed[place] as number) + ((delivered - before) << (shift[to] as number));
        }
        if (refused) {
          this.transitions--;
          continue;
        }
        edges?.by(from, item);
        if (changed === 0) {
          this.idle ||= goesRoundAt(slot, item);
          edges?.leadsTo(here.number);
        } else {
          if (prints !== undefined) this.addPrint(prints, here);
          this.offer(here.number);
        }
      }
      edges?.stay(here.number, from, { item: at, count: idleIn(slot.moves.at(start + SUMMARY)) });
    }
    return true;
  }

  /**
   * Does the same for packed configurations of two words, which leave their registers only if they are new.
   */
  private ofNarrow({ number, values, words }: Here): boolean {
    const { layout, network, simple } = this;
    const { word, shift } = layout;
    const { slots, processes } = network;
    const [first0, second0] = [words[0] as number, words[1] as number];
    for (let from = 0; from < processes.length; from++) {
      const added = simple === undefined ? ABSENT : simple.find(from, values);
      if (added !== ABSENT) {
        const { cells } = simple as SimpleSteps;
        this.transitions++;
        this.forced = true;
        this.offerTwo(
          (first0 + (cells[added] as number)) | 0,
          (second0 + (cells[added + 1] as number)) | 0,
          number,
        );
        continue;
      }
      const slot = processes[from] as ProcessSlot;
      const value = values[from] as number;
      let at = this.begin(slot, value, values);
      if (at === ABSENT) return false;
      const start = at - HEADER;
      const moves = slot.moves.data;
      for (let left = moves[start] as number; left > 0; left--) {
        const item = at;
        const end = at + 3 + 2 * (moves[at + 2] as number);
        let refused = false;
        let changed = (moves[at + 1] as number) - value;
        const own = changed << (shift[from] as number);
        let first = word[from] === 0 ? (first0 + own) | 0 : first0;
        let second = word[from] === 0 ? second0 : (second0 + own) | 0;
        for (at += 3; at < end; at += 2) {
          const to = moves[at] as number;
          const before = values[to] as number;
          let delivered = (slots[to] as Slot).delivered.get(before, moves[at + 1] as number);
          if (delivered === ABSENT) {
            delivered = network.deliver(to, before, moves[at + 1] as number);
            if (outgrown(network, layout)) return false;
          }
          if (delivered === REFUSED) {
            refused = true;
            continue;
          }
          changed |= delivered - before;
          const difference = (delivered - before) << (shift[to] as number);
          if (word[to] === 0) first = (first + difference) | 0;
          else second = (second + difference) | 0;
        }
        if (refused) this.transitions--;
        else if (changed === 0) {
          this.idle ||= goesRoundAt(slot, item);
          this.edges?.stay(number, from, { item, count: 1 });
        } else if (this.edges === undefined) this.offerTwo(first, second, number);
        else this.noteTwo(first, second, { parent: number, slot: from, item });
      }
      this.edges?.stay(number, from, { item: at, count: idleIn(slot.moves.at(start + SUMMARY)) });
      simple?.learn(from, values, start);
    }
    return true;
  }

  /** Packs, of the orbit of each successor, the row that stands for it. */
  private ofOrbit(here: Here, rows: CanonicalRows): boolean {
    const { network, scratch } = this;
    for (let from = 0; from < network.processes.length; from++) {
      const slot = network.processes[from] as ProcessSlot;
      let at = this.begin(slot, here.values[from] as number, here.values);
      if (at === ABSENT) return false;
      const moves = slot.moves.data;
      for (let left = moves[at - HEADER] as number; left > 0; left--) {
        this.transitions--;
        scratch.set(here.values);
        scratch[from] = moves[at + 1] as number;
        let refused = false;
        const end = at + 3 + 2 * (moves[at + 2] as number);
        for (let parcel = at + 3; parcel < end; parcel += 2) {
          const to = moves[parcel] as number;
          const after = network.deliver(to, scratch[to] as number, moves[parcel + 1] as number);
          if (after === REFUSED) refused = true;
          else scratch[to] = after;
        }
        at = end;
        if (refused) continue;
        rows.settle(scratch);
        this.lead(here, scratch);
      }
    }
    return !outgrown(network, this.layout);
  }

  /** The offset of the first active move of a value, all moves counted; ABSENT if a field is too small. */
  private begin(slot: ProcessSlot, value: number, values: Int32Array): number {
    let start = slot.moveStart.at(value);
    if (start < 0) {
      if (start !== ABSENT) start = slot.looked.get(value, values[looksAt(start)] as number);
      if (start === ABSENT) {
        start = this.network.movesOf(slot, values);
        if (outgrown(this.network, this.layout)) return ABSENT;
      }
    }
    const summary = slot.moves.at(start + SUMMARY);
    this.transitions += slot.moves.at(start) + idleIn(summary);
    if (loopsIn(summary)) this.idle = true;
    if (byIn(summary) === OWED) this.forced = true;
    return start + HEADER;
  }

  /** All rounds that are possible: what one process does, with what the next does, and so on. */
  private ofRound(here: Here): boolean {
    const { network, layout } = this;
    const by = network.movedBy(here.values);
    if (by === NOTHING) return true;
    const loops = this.idle;
    if (by === OWED) this.forced = true;
    eachRound(network, here.values, (values) => {
      this.edges?.by(ABSENT, 0);
      this.lead(here, values);
    });
    if (by !== OWED) this.idle = loops;
    return !outgrown(network, layout);
  }

  /** Packs the successors by events of the whole system, where there are any. */
  private ofBeats(here: Here): boolean {
    for (const { values, item } of beatMoves(this.network, here.values)) {
      this.forced = true;
      this.edges?.by(ABSENT, item);
      this.lead(here, values);
    }
    return !outgrown(this.network, this.layout);
  }

  /** Packs a successor that is given by the values of all slots, if they fit. */
  private lead(here: Here, values: Int32Array): void {
    const { network, layout, packed, prints } = this;
    if (outgrown(network, layout)) return;
    this.transitions++;
    if (values.every((value, slot) => value === here.values[slot])) {
      this.idle = true;
      this.edges?.leadsTo(here.number);
    } else {
      pack(layout, values, packed, this.length * layout.words);
      if (prints !== undefined) this.addPrint(prints, here);
      this.offer(here.number);
    }
  }

  /** The fingerprint of the configuration that was packed last, from what is different in it. */
  private addPrint(prints: Int32Array, { values, key }: Here): void {
    const { scratch, layout, length } = this;
    unpack(layout, this.packed, length * layout.words, scratch);
    for (let i = 0; i < FINGERPRINT_WORDS; i++) {
      let sum = key[i] as number;
      for (let slot = 0; slot < values.length; slot++) {
        if (scratch[slot] === values[slot]) continue;
        sum += contribution(slot, scratch[slot] as number, i) - contribution(slot, values[slot] as number, i);
      }
      prints[length * FINGERPRINT_WORDS + i] = sum;
    }
  }

  /** Adds a configuration of two words to the batch, unless it was met lately. No edge is noted. */
  private offerTwo(first: number, second: number, parent: number): void {
    const { length, packed } = this;
    const hash = hashOfTwo(first, second);
    if ((this.recent as Recent).meetTwo(first, second, hash)) return;
    packed[2 * length] = first;
    packed[2 * length + 1] = second;
    this.hashes[length] = hash;
    this.parents[length] = parent;
    this.length = length + 1;
    if (this.length === BATCH) this.flush();
  }

  /** Does the same where edges are noted, in a function of its own: no part of the hot loop. */
  private noteTwo(first: number, second: number, { parent, slot, item }: NotedMove): void {
    this.edges?.by(slot, item);
    this.packed[2 * this.length] = first;
    this.packed[2 * this.length + 1] = second;
    this.offer(parent);
  }

  /** Leaves the configuration that was packed last in the batch, unless it was met lately. */
  private offer(parent: number): void {
    const { keys, keyWidth, recent } = this;
    const start = this.length * keyWidth;
    const hash = hashOf(keys, start, keyWidth);
    if (recent !== undefined && recent.meet(keys, start, hash)) {
      this.edges?.leadsBack(hash);
      return;
    }
    this.edges?.leadsOn(hash);
    this.hashes[this.length] = hash;
    this.parents[this.length++] = parent;
    if (this.length === BATCH) this.flush();
  }
}
