/** Growing tables of integers: what the kernel is made of. All grow by doubling and never shrink. */

/**
 * The function, taken once: where the language is closed, looking it up each time would cost more than it
 * does.
 */
const { imul } = Math;

/** A list of 32-bit integers. */
export class IntList {
  /** The integers, and room for more; only the first `length` count. Changes identity when it grows. */
  data: Int32Array;
  length = 0;

  constructor(capacity = 16) {
    this.data = new Int32Array(capacity);
  }

  get bytes(): number {
    return this.data.byteLength;
  }

  push(value: number): void {
    if (this.length === this.data.length) this.data = resized(this.data, this.length * 2, 0);
    this.data[this.length++] = value;
  }

  at(index: number): number {
    return this.data[index] as number;
  }

  /** Sets the element at any index; the elements between the end and it become `fill`. */
  put(index: number, value: number, fill: number): void {
    while (this.length <= index) this.push(fill);
    this.data[index] = value;
  }
}

/** A copy of `data` with room for `capacity` integers, the new ones `fill`. */
export function resized(data: Int32Array, capacity: number, fill: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  if (fill !== 0) larger.fill(fill, data.length);
  larger.set(data);
  return larger;
}

/** The answer of `PairTable.get` for a pair that is not there. */
export const ABSENT = -1;

/**
 * A map from pairs of non-negative integers, the first less than 2³¹ - 1, to integers other than ABSENT: open
 * addressing with linear probing, at most half full. An entry is three integers, the first plus 1, so that
 * 0 means empty.
 */
export class PairTable {
  private entries: Int32Array;
  private shift: number;
  private count = 0;

  constructor(capacityLog2 = 4) {
    this.entries = new Int32Array(3 << capacityLog2);
    this.shift = 32 - capacityLog2;
  }

  get bytes(): number {
    return this.entries.byteLength;
  }

  /** The value of a pair, or ABSENT. */
  get(a: number, b: number): number {
    const entries = this.entries;
    const size = entries.length;
    let i = 3 * (spread(a, b) >>> this.shift);
    for (;;) {
      const first = entries[i] as number;
      if (first === 0) return ABSENT;
      if (first === a + 1 && entries[i + 1] === b) return entries[i + 2] as number;
      i += 3;
      if (i === size) i = 0;
    }
  }

  /** Adds a pair that is not there yet. */
  add(a: number, b: number, value: number): void {
    if (6 * (this.count + 1) > this.entries.length) this.grow();
    this.insert(a, b, value);
    this.count++;
  }

  private insert(a: number, b: number, value: number): void {
    const entries = this.entries;
    let i = 3 * (spread(a, b) >>> this.shift);
    while (entries[i] !== 0) {
      i += 3;
      if (i === entries.length) i = 0;
    }
    entries[i] = a + 1;
    entries[i + 1] = b;
    entries[i + 2] = value;
  }

  private grow(): void {
    const old = this.entries;
    this.entries = new Int32Array(old.length * 2);
    this.shift--;
    for (let i = 0; i < old.length; i += 3) {
      const first = old[i] as number;
      if (first !== 0) this.insert(first - 1, old[i + 1] as number, old[i + 2] as number);
    }
  }
}

/** Spreads a pair over 32 bits (multiplicative hashing; Knuth, TAOCP 3, section 6.4). */
function spread(a: number, b: number): number {
  const x = imul(a, 0x9e3779b1) ^ imul(b, 0x85ebca6b);
  return imul(x ^ (x >>> 15), 0x2c1b3c6d);
}

/** Growing chains of integers, each with a number from 0. A chain may grow while it is walked. */
export class IntChains {
  private readonly heads = new IntList();
  /** Two integers for each link: what it holds, and where the one added before it is, or ABSENT. */
  private readonly links = new IntList();

  get bytes(): number {
    return this.heads.bytes + this.links.bytes;
  }

  /** Adds an integer to a chain. */
  add(chain: number, value: number): void {
    const before = this.last(chain);
    this.heads.put(chain, this.links.length, ABSENT);
    this.links.push(value);
    this.links.push(before);
  }

  private last(chain: number): number {
    return chain < this.heads.length ? this.heads.at(chain) : ABSENT;
  }

  /** Calls `visit` with the integers of a chain, the newest first. */
  forEach(chain: number, visit: (value: number) => void): void {
    for (let link = this.last(chain); link !== ABSENT; link = this.links.at(link + 1))
      visit(this.links.at(link));
  }

  /** Whether one of the integers of a chain is as wanted. */
  some(chain: number, isWanted: (value: number) => boolean): boolean {
    for (let link = this.last(chain); link !== ABSENT; link = this.links.at(link + 1))
      if (isWanted(this.links.at(link))) return true;
    return false;
  }
}

/** Gives equal lists of integers equal ids, counted from 0. The lists lie one behind the other. */
export class ListInterner {
  private readonly items = new IntList();
  private readonly starts = new IntList();
  private buckets = new Int32Array(16);

  constructor() {
    this.starts.push(0);
  }

  get bytes(): number {
    return this.items.bytes + this.starts.bytes + this.buckets.byteLength;
  }

  /** The number of lists. */
  get count(): number {
    return this.starts.length - 1;
  }

  /** The list with an id. */
  list(id: number): number[] {
    const { data } = this.items;
    const end = this.starts.at(id + 1);
    const list: number[] = [];
    // To make a list of a part of an array takes several times as long.
    for (let i = this.starts.at(id); i < end; i++) list.push(data[i] as number);
    return list;
  }

  /** The id of a list; ABSENT if it has none. */
  find(list: readonly number[]): number {
    return (this.buckets[this.placeOf(list)] as number) - 1;
  }

  /** The id of a list. */
  id(list: readonly number[]): number {
    const i = this.placeOf(list);
    const known = this.buckets[i] as number;
    if (known !== 0) return known - 1;
    for (const item of list) this.items.push(item);
    this.starts.push(this.items.length);
    this.buckets[i] = this.count;
    if (2 * this.count > this.buckets.length) this.grow();
    return this.count - 1;
  }

  /** The bucket in which a list is, or may be put. */
  private placeOf(list: readonly number[]): number {
    let i = this.bucketOf(list, 0, list.length);
    for (let entry = this.buckets[i] as number; entry !== 0; entry = this.buckets[i] as number) {
      if (this.isAt(entry - 1, list)) break;
      i = (i + 1) & (this.buckets.length - 1);
    }
    return i;
  }

  /** The bucket in which to look first for a list: the integers from `begin` to before `end`. */
  private bucketOf(integers: ArrayLike<number>, begin: number, end: number): number {
    let hash = end - begin;
    for (let i = begin; i < end; i++) hash = spread(hash, integers[i] as number);
    return (hash >>> 1) & (this.buckets.length - 1);
  }

  private isAt(id: number, list: readonly number[]): boolean {
    const start = this.starts.at(id);
    if (this.starts.at(id + 1) - start !== list.length) return false;
    for (let i = 0; i < list.length; i++) if (this.items.at(start + i) !== list[i]) return false;
    return true;
  }

  private grow(): void {
    this.buckets = new Int32Array(this.buckets.length * 2);
    for (let id = 0; id < this.count; id++) {
      let i = this.bucketOf(this.items.data, this.starts.at(id), this.starts.at(id + 1));
      while (this.buckets[i] !== 0) i = (i + 1) & (this.buckets.length - 1);
      this.buckets[i] = id + 1;
    }
  }
}

/** Gives values of the author's code ids, counted from 0, by their text. */
export class Interner<T> {
  private readonly ids = new Map<string, number>();
  readonly values: T[] = [];
  /** About what the values and their texts take. */
  bytes = 0;

  /** The id of the value with `text`; `value` is kept if it is new. */
  id(text: string, value: T): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    this.ids.set(text, this.values.length);
    this.values.push(value);
    this.bytes += 4 * text.length + 200;
    return this.values.length - 1;
  }

  /** The value with an id. */
  value(id: number): T {
    return this.values[id] as T;
  }
}
