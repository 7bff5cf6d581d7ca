/**
 * Linearizations: orders of all operations of a history that its object could have gone through one at a
 * time, in which what was answered before something else was invoked comes before it (M. Herlihy, J. Wing,
 * *Linearizability*, 1990). Found as J. Wing and C. Gong do (*Testing and verifying concurrent objects*,
 * 1993): of the operations that are invoked before the first response, one is placed. What has been placed,
 * as a set, with the value that it leads to, is a place in the search, to which one comes once (G. Lowe,
 * *Testing for linearizability*, 2017). Three rules leave out what leads to nothing else:
 *
 * - What is never answered, and would change nothing now, is not placed.
 * - Of operations that do the same, the one that is answered first is placed first: they could change places.
 * - What changes no value, however it is answered so, is placed as soon as it can be: it could stand there.
 *   That it never does is taken for granted until it is seen to. A linearization is one all the same; where
 *   none is found, all values that came up are tried, and the search is made again if one is changed.
 *
 * Which place is looked at next is a guess, and changes no verdict. A value is preferred with which the next
 * answer that is a text or a list begins: where things are added, that says in which order. Against a guess
 * one goes late: a place counts as if as many more answers were open as operations overlap, so that a wrong
 * guess long ago is found out before all that it leads to has been tried (W. Harvey, M. Ginsberg, *Limited
 * discrepancy search*, 1995).
 */
import type { HistoryOperation } from "../properties/history/concurrentHistory.ts";
import { Overlaps } from "./overlaps.ts";
import { SpecifiedStates, type Specification } from "../properties/history/specifiedStates.ts";
import { TriedPlaces } from "./triedPlaces.ts";
import { WaitingPlaces } from "./waitingPlaces.ts";

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
  /** From each answer on, the first that tells a whole value, or the number of answers. */
  private readonly telling: Int32Array;
  private places: TriedPlaces;
  private waiting = new WaitingPlaces();
  /** For each place: the one before, what has been placed there, and how late it comes for that. */
  private steps: number[] = [];
  /** The place at which all answers are placed. */
  private end = NONE;
  /** The place that is looked at, its value, and the first operation that is answered and not yet placed. */
  private here = 0;
  private state = 0;
  private front = 0;
  /** The operations beyond the front that have been placed, by their slots: there, and right after it. */
  private readonly mask: Int32Array;
  private readonly maskAfter: Int32Array;
  /** Operations and values that are no guess. */
  private readonly others: number[] = [];

  /** @param free operations that may take effect at any time, any number of times; default none */
  constructor(
    specification: Specification,
    operations: readonly HistoryOperation[],
    free: readonly HistoryOperation[] = [],
  ) {
    this.states = new SpecifiedStates(specification, operations, free);
    this.overlaps = new Overlaps(operations);
    this.classes = this.overlaps.positions.map((position) => this.states.classOf[position] as number);
    this.twins = twinsIn(this.classes);
    this.telling = new Int32Array(this.overlaps.answered + 1).fill(this.overlaps.answered);
    for (let one = this.overlaps.answered - 1; one >= 0; one--)
      this.telling[one] = this.states.isTelling(this.classes[one] as number)
        ? one
        : (this.telling[one + 1] as number);
    this.mask = new Int32Array((this.overlaps.slots + 31) >> 5);
    this.maskAfter = new Int32Array(this.mask.length);
    this.places = this.begin();
  }

  private begin(): TriedPlaces {
    const places = new TriedPlaces(2 + this.mask.length);
    places.add(0, 0, this.mask.fill(0));
    this.steps = [NONE, NONE, 0];
    this.waiting.add(0, 0);
    if (this.overlaps.answered === 0) this.end = 0;
    return (this.places = places);
  }

  /**
   * Goes on until so many places more have been looked at, again and again.
   * @returns whether there is a linearization; undefined if that is not known yet
   * @throws TooMany if free operations make too many values
   */
  advance(steps: number): boolean | undefined {
    for (let left = steps; this.end === NONE; left--) {
      if (left <= 0) return undefined;
      const place = this.waiting.take();
      if (place !== undefined) this.lookAt(place);
      else if (this.states.areSteady()) return false;
      else this.begin();
    }
    return true;
  }

  /** The operations of the linearization that was found, as positions, in order. */
  order(): number[] {
    const order: number[] = [];
    for (let place = this.end; place > 0; place = this.steps[place * STEP] as number)
      order.push(this.overlaps.positions[this.steps[place * STEP + 1] as number] as number);
    return order.reverse();
  }

  /** Places each operation that may come next at a place. */
  private lookAt(place: number): void {
    const { overlaps, others } = this;
    this.here = place;
    this.front = this.places.first(place);
    this.state = this.places.second(place);
    this.places.readOthers(place, this.mask);
    const next = overlaps.next[this.front] as readonly number[];
    const steady = this.steadyAmong(next);
    if (steady !== NONE) return this.place(steady, this.state, 0);
    const told = this.toldNext();
    let lateness = 0;
    let count = 0;
    for (const operation of next)
      for (const value of this.waysOf(operation)) {
        if (operation >= overlaps.answered && value === this.state) continue;
        if (told !== NONE && this.states.isBeginning(value, told)) {
          this.place(operation, value, lateness);
          lateness = overlaps.slots;
        } else {
          others[count++] = operation;
          others[count++] = value;
        }
      }
    for (let i = 0; i < count; i += 2) {
      this.place(others[i] as number, others[i + 1] as number, lateness);
      lateness = overlaps.slots;
    }
  }

  private isPlaced(operation: number): boolean {
    if (operation < this.front) return true;
    return this.overlaps.meets(operation, this.front) && isIn(this.mask, this.slotOf(operation));
  }

  private slotOf(operation: number): number {
    return this.overlaps.slotOf[operation] as number;
  }

  /** The values that an operation may lead to, if it may be placed now. */
  private waysOf(operation: number): readonly number[] {
    if (isIn(this.mask, this.slotOf(operation)) || this.hasTwin(operation)) return NOWHERE;
    const one = this.classes[operation] as number;
    if (operation < this.overlaps.answered && this.states.isSettled(one)) return NOWHERE;
    return this.states.after(this.state, one);
  }

  /** An operation, of those that may come next, that has its answer now and never changes a value. */
  private steadyAmong(next: readonly number[]): number {
    for (const operation of next) {
      if (operation >= this.overlaps.answered) break;
      if (isIn(this.mask, this.slotOf(operation))) continue;
      if (this.states.staysAt(this.state, this.classes[operation] as number)) return operation;
    }
    return NONE;
  }

  /** The class of the next operation whose answer tells a whole value; -1 if there is none. */
  private toldNext(): number {
    const { answered } = this.overlaps;
    let one = this.telling[this.front] as number;
    while (one < answered && this.isPlaced(one)) one = this.telling[one + 1] as number;
    return one === answered ? NONE : (this.classes[one] as number);
  }

  /** Whether another operation, which does the same, may come next, and is to come first. */
  private hasTwin(operation: number): boolean {
    const twin = this.twins[operation] as number;
    return twin !== NONE && this.overlaps.meets(twin, this.front) && !this.isPlaced(twin);
  }

  /** Adds the place after an operation that leads to a value, unless it is known. */
  private place(operation: number, value: number, lateness: number): void {
    const { overlaps, maskAfter } = this;
    for (let i = 0; i < maskAfter.length; i++) maskAfter[i] = this.mask[i] as number;
    flip(maskAfter, this.slotOf(operation));
    let { front } = this;
    for (; front < overlaps.answered; front++) {
      // The slot of what is not yet invoked here may be another's.
      if (!overlaps.meets(front, this.front) || !isIn(maskAfter, this.slotOf(front))) break;
      flip(maskAfter, this.slotOf(front));
    }
    if (front > this.reached) this.reached = front;
    const place = this.places.size;
    if (!this.places.add(front, value, maskAfter)) return;
    const late = (this.steps[this.here * STEP + 2] as number) + lateness;
    this.steps.push(this.here, operation, late);
    if (front >= overlaps.answered) this.end = place;
    this.waiting.add(place, late + overlaps.answered - front);
  }
}

const NONE = -1;

const NOWHERE: readonly number[] = [];

/** The numbers that are kept of the step to a place. */
const STEP = 3;

function isIn(mask: Int32Array, slot: number): boolean {
  return ((mask[slot >> 5] as number) & (1 << (slot & 31))) !== 0;
}

function flip(mask: Int32Array, slot: number): void {
  mask[slot >> 5] = (mask[slot >> 5] as number) ^ (1 << (slot & 31));
}

/** For each number in a list, the place of the one before that is the same; -1 if there is none. */
function twinsIn(classes: Int32Array): Int32Array {
  const last = new Map<number, number>();
  return classes.map((one, i) => {
    const twin = last.get(one) ?? NONE;
    last.set(one, i);
    return twin;
  });
}
