/**
 * Linearizations: orders of all operations of a history that its object could have gone through one at a
 * time, in which what was answered before something else was invoked comes before it (M. Herlihy, J. Wing,
 * *Linearizability*, 1990). Found depth first, as J. Wing and C. Gong do (*Testing and verifying concurrent
 * objects*, 1993): of the operations that are invoked before the first response, one is placed. What has been
 * placed, as a set, with the value that it leads to, is tried once (G. Lowe, *Testing for linearizability*,
 * 2017). Three rules leave out what leads to nothing else:
 *
 * - What is never answered, and would change nothing now, is not placed.
 * - Of operations that do the same, the one that is answered first is placed first: they could change places.
 * - What changes no value, however it is answered so, is placed as soon as it can be: it could stand there.
 *   That it never does is taken for granted until it is seen to. A linearization is one all the same; where
 *   none is found, all values that came up are tried, and the search is made again if one is changed.
 */
import type { HistoryOperation } from "../properties/history/concurrentHistory.ts";
import { Overlaps } from "./overlaps.ts";
import { SpecifiedStates, type Specification } from "../properties/history/specifiedStates.ts";
import { TriedPlaces } from "./triedPlaces.ts";

/** A search for a linearization of the operations on one object, which may be interrupted. */
export class LinearizationSearch {
  /** The most answers that could be placed: all that come before any other. */
  reached = 0;
  private readonly states: SpecifiedStates;
  private readonly overlaps: Overlaps;
  /** Of each operation, what it does: those of one class do the same. */
  private readonly classes: Int32Array;
  /** Of each operation, the one of its class that is answered before it; -1 if there is none. */
  private readonly twins: Int32Array;
  private readonly isPlaced: Uint8Array;
  private tried: TriedPlaces;
  private state = 0;
  /** The first operation that is answered and has not been placed. */
  private front = 0;
  /** Those beyond the front that have been placed, by their slots. */
  private readonly mask: Int32Array;
  /** The place in the list of what may come next, and the way in which that is to be placed. */
  private cursor = 0;
  private way = 0;
  private depth = 0;
  /** For each placed operation: which, in which way, and what was before: value, front, mask and cursor. */
  private readonly frames: Int32Array;
  private readonly masks: Int32Array;

  /** @param free operations that may take effect at any time, any number of times; default none */
  constructor(
    specification: Specification,
    operations: readonly HistoryOperation[],
    free: readonly HistoryOperation[] = [],
  ) {
    const size = operations.length;
    this.states = new SpecifiedStates(specification, operations, free);
    this.overlaps = new Overlaps(operations);
    this.classes = this.overlaps.positions.map((position) => this.states.classOf[position] as number);
    this.twins = twinsIn(this.classes);
    this.isPlaced = new Uint8Array(size);
    this.mask = new Int32Array((this.overlaps.slots + 31) >> 5);
    this.frames = new Int32Array(size * FRAME);
    this.masks = new Int32Array(size * this.mask.length);
    this.tried = new TriedPlaces(2 + this.mask.length);
  }

  /**
   * Goes on until so many operations more have been placed, again and again.
   * @returns whether there is a linearization; undefined if that is not known yet
   * @throws TooMany if free operations make too many values
   */
  advance(steps: number): boolean | undefined {
    for (let left = steps; this.front < this.overlaps.answered;) {
      if (left <= 0) return undefined;
      if (this.goOn()) left--;
      else if (this.depth > 0) this.goBack();
      else if (this.states.areSteady()) return false;
      else this.startAnew();
    }
    return true;
  }

  /** The operations that are placed now, as positions, in order. */
  order(): number[] {
    return Array.from({ length: this.depth }, (_, i) => {
      return this.overlaps.positions[this.frames[i * FRAME] as number] as number;
    });
  }

  private startAnew(): void {
    this.tried = new TriedPlaces(2 + this.mask.length);
    this.cursor = this.way = 0;
  }

  /** Places one more operation. @returns whether there is one that leads to a place that is not known */
  private goOn(): boolean {
    const { overlaps } = this;
    const next = overlaps.next[this.front] as readonly number[];
    const steady = this.cursor === 0 && this.way === 0 ? this.steadyAmong(next) : NONE;
    if (steady !== NONE) {
      this.cursor = next.length;
      return this.place(steady, this.state);
    }
    while (this.cursor < next.length) {
      const operation = next[this.cursor] as number;
      const ways = this.waysOf(operation);
      const value = ways[this.way++];
      if (this.way >= ways.length) this.cursor += (this.way = 0) + 1;
      const isIdle = operation >= overlaps.answered && value === this.state;
      if (value !== undefined && !isIdle && this.place(operation, value)) return true;
    }
    return false;
  }

  /** The values that an operation may lead to, if it may be placed now. */
  private waysOf(operation: number): readonly number[] {
    if (this.isPlaced[operation] === 1 || this.hasTwin(operation)) return NOWHERE;
    const one = this.classes[operation] as number;
    if (operation < this.overlaps.answered && this.states.isSettled(one)) return NOWHERE;
    return this.states.after(this.state, one);
  }

  /** An operation, of those that may come next, that has its answer now and never changes a value. */
  private steadyAmong(next: readonly number[]): number {
    for (const operation of next) {
      if (operation >= this.overlaps.answered) break;
      if (this.isPlaced[operation] === 1) continue;
      if (this.states.staysAt(this.state, this.classes[operation] as number)) return operation;
    }
    return NONE;
  }

  /** Whether another operation, which does the same, may come next, and is to come first. */
  private hasTwin(operation: number): boolean {
    const twin = this.twins[operation] as number;
    return twin !== NONE && this.isPlaced[twin] === 0 && this.overlaps.meets(twin, this.front);
  }

  /** Places an operation that leads to a value, unless that place is known. @returns whether it was placed */
  private place(operation: number, value: number): boolean {
    const { frames, masks, mask, isPlaced } = this;
    const frame = this.depth * FRAME;
    frames[frame] = operation;
    frames[frame + 1] = this.way;
    frames[frame + 2] = this.state;
    frames[frame + 3] = this.front;
    frames[frame + 4] = this.cursor;
    for (let i = 0; i < mask.length; i++) masks[this.depth * mask.length + i] = mask[i] as number;
    this.depth++;
    isPlaced[operation] = 1;
    this.flip(operation);
    while (this.front < this.overlaps.answered && isPlaced[this.front] === 1) this.flip(this.front++);
    this.state = value;
    if (this.front > this.reached) this.reached = this.front;
    if (this.tried.add(this.front, value, mask)) {
      this.cursor = this.way = 0;
      return true;
    }
    this.goBack();
    return false;
  }

  /** Takes back what was placed last. */
  private goBack(): void {
    const { frames, masks, mask } = this;
    const frame = --this.depth * FRAME;
    this.isPlaced[frames[frame] as number] = 0;
    this.way = frames[frame + 1] as number;
    this.state = frames[frame + 2] as number;
    this.front = frames[frame + 3] as number;
    this.cursor = frames[frame + 4] as number;
    for (let i = 0; i < mask.length; i++) mask[i] = masks[this.depth * mask.length + i] as number;
  }

  private flip(operation: number): void {
    const slot = this.overlaps.slotOf[operation] as number;
    this.mask[slot >> 5] = (this.mask[slot >> 5] as number) ^ (1 << (slot & 31));
  }
}

const NONE = -1;

const NOWHERE: readonly number[] = [];

/** The numbers that are kept for each placed operation. */
const FRAME = 5;

/** For each number in a list, the place of the one before that is the same; -1 if there is none. */
function twinsIn(classes: Int32Array): Int32Array {
  const last = new Map<number, number>();
  return classes.map((one, i) => {
    const twin = last.get(one) ?? NONE;
    last.set(one, i);
    return twin;
  });
}
