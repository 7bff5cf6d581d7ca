/**
 * Linearizations: orders of all operations of a history that its object could have gone through one at a
 * time, in which what was answered before something else was invoked comes before it (M. Herlihy, J. Wing,
 * *Linearizability*, 1990). Found depth first, as J. Wing and C. Gong do (*Testing and verifying concurrent
 * objects*, 1993): among the operations that are invoked before the first response, one is placed and taken
 * out. What has been placed, as a set, with the value that it leads to, is tried once (G. Lowe, *Testing for
 * linearizability*, 2017).
 *
 * Events stand in a list, doubly linked by positions: entry 2i is the invocation of operation i, 2i + 1 its
 * response. A pending operation has no response in it, and need not be placed.
 */
import type { HistoryOperation } from "./concurrentHistory.ts";
import { SpecifiedStates, type Specification } from "./specifiedStates.ts";

/** The search was given up. */
type GivenUp = "given up";

const NONE = -1;

/** The leeway of a search. */
interface Leeway {
  /** Operations that may take effect at any time, any number of times; default none. */
  readonly free?: readonly HistoryOperation[];
  /** The number of operations that are placed, again and again, before it gives up; default: any. */
  readonly stepsMax?: number;
}

/** A placed operation: which of the values after it was taken, and the value before. */
interface Placed {
  readonly operation: number;
  readonly way: number;
  readonly state: number;
}

/**
 * A linearization, as positions of operations, in order; undefined if there is none.
 * @param operations of one object
 * @throws TooMany if free operations make too many values
 */
export function linearization(
  specification: Specification,
  operations: readonly HistoryOperation[],
  { free = [], stepsMax = Infinity }: Leeway = {},
): readonly number[] | undefined | GivenUp {
  const states = new SpecifiedStates(specification, operations, free);
  const list = new EventList(operations);
  const tried = new TriedSets(operations.length);
  const placed: Placed[] = [];
  let state = 0;
  let entry = list.first;
  let steps = 0;
  /** Places an operation in the first way, from one on, that was not tried. @returns whether there is one */
  const place = (operation: number, from: number): boolean => {
    const ways = states.after(state, operation);
    for (let way = from; way < ways.length; way++) {
      const next = ways[way] as number;
      if (!tried.add(operation, next)) continue;
      placed.push({ operation, way, state });
      list.take(operation);
      state = next;
      entry = list.first;
      steps++;
      return true;
    }
    return false;
  };
  while (list.responses > 0) {
    if (steps > stepsMax) return "given up";
    if (entry !== NONE && entry % 2 === 0) {
      if (!place(entry / 2, 0)) entry = list.after(entry);
      continue;
    }
    const last = placed.pop();
    if (last === undefined) return undefined;
    list.putBack(last.operation);
    tried.remove(last.operation);
    state = last.state;
    entry = 2 * last.operation;
    if (!place(last.operation, last.way + 1)) entry = list.after(entry);
  }
  return placed.map(({ operation }) => operation);
}

/** The events of what has not been placed. */
class EventList {
  /** The number of responses in it. */
  responses = 0;
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly head: number;
  private readonly isPending: readonly boolean[];

  constructor(operations: readonly HistoryOperation[]) {
    this.head = 2 * operations.length;
    this.next = new Int32Array(this.head + 1).fill(NONE);
    this.previous = new Int32Array(this.head + 1).fill(NONE);
    this.isPending = operations.map(({ responded }) => responded === Infinity);
    const events = operations.flatMap(({ invoked, responded }, i) => [
      { when: invoked, entry: 2 * i },
      ...(responded === Infinity ? [] : [{ when: responded, entry: 2 * i + 1 }]),
    ]);
    let last = this.head;
    for (const { entry } of events.toSorted((a, b) => a.when - b.when)) {
      this.next[last] = entry;
      this.previous[entry] = last;
      last = entry;
    }
    this.responses = this.isPending.filter((isPending) => !isPending).length;
  }

  get first(): number {
    return this.next[this.head] as number;
  }

  after(entry: number): number {
    return this.next[entry] as number;
  }

  /** Takes both events of an operation out. */
  take(operation: number): void {
    this.unlink(2 * operation);
    if (this.isPending[operation] === true) return;
    this.unlink(2 * operation + 1);
    this.responses--;
  }

  /** Puts back what was taken last. */
  putBack(operation: number): void {
    if (this.isPending[operation] !== true) {
      this.link(2 * operation + 1);
      this.responses++;
    }
    this.link(2 * operation);
  }

  private unlink(entry: number): void {
    const [before, after] = [this.previous[entry] as number, this.next[entry] as number];
    this.next[before] = after;
    if (after !== NONE) this.previous[after] = before;
  }

  private link(entry: number): void {
    const [before, after] = [this.previous[entry] as number, this.next[entry] as number];
    this.next[before] = entry;
    if (after !== NONE) this.previous[after] = entry;
  }
}

/** A set of operations, and all the sets that it has been, with the values that they led to. */
class TriedSets {
  private readonly bits: Int32Array;
  private hash = 0;
  private readonly known = new Map<number, { readonly bits: Int32Array; readonly state: number }[]>();

  constructor(size: number) {
    this.bits = new Int32Array(Math.ceil(size / 32));
  }

  /** Adds an operation, unless that has been tried with the value. @returns whether it was added */
  add(operation: number, state: number): boolean {
    this.flip(operation);
    const key = (this.hash ^ Math.imul(state + 1, 0x9e3779b1)) | 0;
    const before = this.known.get(key);
    if (before?.some((one) => one.state === state && isSame(one.bits, this.bits)) === true) {
      this.flip(operation);
      return false;
    }
    const kept = { bits: this.bits.slice(), state };
    if (before === undefined) this.known.set(key, [kept]);
    else before.push(kept);
    return true;
  }

  remove(operation: number): void {
    this.flip(operation);
  }

  private flip(operation: number): void {
    this.bits[operation >> 5] = (this.bits[operation >> 5] as number) ^ (1 << (operation & 31));
    this.hash ^= scrambled(operation + 1);
  }
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A number that looks drawn by lot, for each number. */
function scrambled(number: number): number {
  const mixed = Math.imul(number ^ (number >>> 16), 0x45d9f3b);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) ^ (mixed >>> 13);
}
