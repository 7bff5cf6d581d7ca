/** Places in a search that are known: a set of lists of so many integers each, in two typed arrays. */
export class TriedPlaces {
  private readonly width: number;
  /** The number of lists: they are numbered from 0. */
  size = 0;
  /** The lists, one behind the other. */
  private lists: Int32Array;
  /** The numbers of lists, from 1, where their hashes say, or the next that was free. */
  private numbers: Int32Array;

  constructor(width: number) {
    this.width = width;
    this.lists = new Int32Array(SIZE_AT_FIRST * width);
    this.numbers = new Int32Array(2 * SIZE_AT_FIRST);
  }

  /** Adds a list of two numbers and others. @returns whether it was not there */
  add(first: number, second: number, others: Int32Array): boolean {
    if ((this.size + 1) * this.width > this.lists.length) this.grow();
    const { lists, width } = this;
    const own = this.size * width;
    lists[own] = first;
    lists[own + 1] = second;
    for (let i = 0; i < others.length; i++) lists[own + 2 + i] = others[i] as number;
    const place = this.placeOf(own);
    if (this.numbers[place] !== 0) return false;
    this.numbers[place] = ++this.size;
    return true;
  }

  /** The first number of a list. */
  first(number: number): number {
    return this.lists[number * this.width] as number;
  }

  /** The second number of a list. */
  second(number: number): number {
    return this.lists[number * this.width + 1] as number;
  }

  /** Reads the other numbers of a list. */
  readOthers(number: number, others: Int32Array): void {
    const from = number * this.width + 2;
    for (let i = 0; i < others.length; i++) others[i] = this.lists[from + i] as number;
  }

  /** The place of a list, or where it would be. */
  private placeOf(own: number): number {
    const { lists, numbers, width } = this;
    let hash = 0;
    for (let i = own; i < own + width; i++) {
      hash = Math.imul(hash ^ (lists[i] as number), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    for (let place = hash & (numbers.length - 1); ; place = (place + 1) & (numbers.length - 1)) {
      const number = numbers[place] as number;
      if (number === 0 || this.isSame(own, (number - 1) * width)) return place;
    }
  }

  private isSame(one: number, other: number): boolean {
    for (let i = 0; i < this.width; i++) if (this.lists[one + i] !== this.lists[other + i]) return false;
    return true;
  }

  private grow(): void {
    const { lists } = this;
    this.lists = new Int32Array(2 * lists.length);
    this.lists.set(lists);
    this.numbers = new Int32Array(2 * this.numbers.length);
    for (let number = 1; number <= this.size; number++)
      this.numbers[this.placeOf((number - 1) * this.width)] = number;
  }
}

/** The number of places that there is room for at first. */
const SIZE_AT_FIRST = 256;
