/**
 * Canonical rows: of all configurations that processes make of each other by changing places, the same one.
 *
 * Every member of a group gets a colour, which says how it is mentioned in all slots and goes with it when it
 * changes places. The row in which members stand in the order of their colours is canonical, unless some have
 * the same. If exchanging those changes nothing, it is too. Otherwise colours are refined by the colours of
 * those that mention a member (B. Weisfeiler and A. Leman, 1968); and where this does not tell all apart,
 * each of those that are tied is put first in turn, and the least row that comes of it is the canonical one
 * (B. McKay, *Practical graph isomorphism*, 1981, without pruning). Nothing is approximate: colours that are
 * the same by chance only make more to do.
 */
import { at } from "../../base/assert.ts";
import type { Orbits } from "./orbits.ts";
import type { Permutation } from "./permutation.ts";

const { imul } = Math;

/** The canonical rows under some group. */
export interface CanonicalRows {
  /** The number of permutations in the group. */
  readonly order: number;
  readonly bytes: number;
  /**
   * Puts the canonical row in the place of the values of all slots.
   * @returns the size of the orbit: how many rows have it. @throws ToldApart, Unsettled, ProtocolError
   */
  settle(values: Int32Array): number;
}

/** Canonical rows where all processes of a block may change places. */
export class SortedRows implements CanonicalRows {
  readonly order: number;
  private readonly orbits: Orbits;
  /** The members, block after block. A process is a member by its place in this list. */
  private readonly members: readonly number[];
  /** For each place in it, whether the next member is of the same block. */
  private readonly goesOn: readonly boolean[];
  /** For each such place, the exchange of the two. */
  private readonly exchanges: readonly (Permutation | undefined)[];
  private readonly colours: Float64Array;

  constructor(orbits: Orbits) {
    const { members, order, generators } = orbits.group;
    this.orbits = orbits;
    this.members = members;
    this.order = order;
    this.exchanges = members.map((one, place) => generators.find(({ to }) => to[one] === members[place + 1]));
    this.goesOn = this.exchanges.map((exchange) => exchange !== undefined);
    this.colours = new Float64Array(this.members.length);
  }

  get bytes(): number {
    return this.orbits.bytes;
  }

  settle(values: Int32Array): number {
    const { colours } = this;
    this.colour(values);
    this.sort(values, colours, (place) => this.goesOn[place] === true);
    if (!this.hasTies) return this.order;
    const tied = this.goesOn.map((goesOn, place) => goesOn && colours[place] === colours[place + 1]);
    if (this.isFixed(values, tied)) return this.order / arrangements(tied);
    const leaves = new Leaves();
    this.refine(values, tied, leaves);
    values.set(leaves.least);
    return this.order / leaves.count;
  }

  /** Gives every member its colour. */
  private colour(values: Int32Array): void {
    const { colours, orbits } = this;
    const count = colours.length;
    colours.fill(0);
    for (let slot = 0; slot < orbits.marks.length; slot++) {
      const first = this.marksAt(slot, values[slot] as number);
      const marks = (orbits.marks[slot] as { data: Int32Array }).data;
      for (let i = 0; i < count; i++) colours[i] = (colours[i] as number) + (marks[first + i] as number);
    }
  }

  /** The place of the marks of a value, which has been met. */
  private marksAt(slot: number, value: number): number {
    const { orbits } = this;
    const marks = orbits.marks[slot] as (typeof orbits.marks)[number];
    const place = value * this.members.length;
    if (place >= marks.length || (marks.data[place] as number) < 0) orbits.meet(slot, value);
    return place;
  }

  /** Sorts members by colour by insertion, as far as neighbours may change places. */
  private sort(values: Int32Array, colours: Float64Array, mayPass: (place: number) => boolean): void {
    for (let next = 1; next < colours.length; next++) {
      for (let place = next - 1; place >= 0 && mayPass(place); place--) {
        const [one, other] = [colours[place] as number, colours[place + 1] as number];
        if (one <= other) break;
        colours[place] = other;
        colours[place + 1] = one;
        this.exchange(values, place);
      }
    }
  }

  /** Lets the member at a place and the next one change places. */
  private exchange(values: Int32Array, place: number): void {
    const { exchanges, members } = this;
    const exchange = exchanges[place] as Permutation;
    const [one, other] = [members[place] as number, members[place + 1] as number];
    const [first, second] = [
      exchange.value(one, values[one] as number),
      exchange.value(other, values[other] as number),
    ];
    for (let slot = 0; slot < this.orbits.marks.length; slot++)
      values[slot] = exchange.value(slot, values[slot] as number);
    values[other] = first;
    values[one] = second;
  }

  /** Whether two members of one block have the same colour. */
  private get hasTies(): boolean {
    const { goesOn, colours } = this;
    for (let place = 0; place < goesOn.length; place++)
      if (goesOn[place] === true && colours[place] === colours[place + 1]) return true;
    return false;
  }

  /** Whether it changes nothing if those that are tied change places. */
  private isFixed(values: Int32Array, tied: readonly boolean[]): boolean {
    return tied.every((isTied, place) => !isTied || this.isFixedAt(values, place));
  }

  private isFixedAt(values: Int32Array, place: number): boolean {
    const { exchanges, members, orbits } = this;
    const exchange = exchanges[place] as Permutation;
    const [one, other] = [members[place] as number, members[place + 1] as number];
    if (exchange.value(one, values[one] as number) !== values[other]) return false;
    for (let slot = 0; slot < orbits.marks.length; slot++) {
      if (slot === one || slot === other) continue;
      if (exchange.value(slot, values[slot] as number) !== values[slot]) return false;
    }
    return true;
  }

  /** Finds all leaves of the tree of choices between those that are tied; `values` may be changed. */
  private refine(values: Int32Array, before: readonly boolean[], leaves: Leaves): void {
    const tied = this.refined(values, before);
    if (this.isFixed(values, tied)) {
      leaves.add(values, arrangements(tied));
      return;
    }
    const first = tied.findIndex((isTied, place) => isTied && !this.isFixedAt(values, place));
    let begin = first;
    while (begin > 0 && tied[begin - 1] === true) begin--;
    let end = first;
    while (tied[end] === true) end++;
    const apart = tied.with(begin, false);
    for (let chosen = begin; chosen <= end; chosen++) {
      const row = values.slice();
      for (let place = chosen - 1; place >= begin; place--) this.exchange(row, place);
      this.refine(row, apart, leaves);
    }
  }

  /** Sorts those that are tied by how members of each colour mention them, until that tells no more apart. */
  private refined(values: Int32Array, before: readonly boolean[]): boolean[] {
    let tied = [...before];
    for (;;) {
      const ranks = ranksOf(tied);
      const sums = Float64Array.from(this.members, (_, i) =>
        this.members.reduce((sum, slot, j) => {
          const mark = at(this.orbits.marks, slot).at(this.marksAt(slot, values[slot] as number) + i);
          return sum + mixed(mark, at(ranks, j));
        }, 0),
      );
      this.sort(values, sums, (place) => tied[place] === true);
      const after = tied.map((isTied, place) => isTied && sums[place] === sums[place + 1]);
      if (after.every((isTied, place) => isTied === tied[place])) return after;
      tied = after;
    }
  }
}

/** Canonical rows where processes in a ring may move on by one place: the least of all. */
export class TurnedRows implements CanonicalRows {
  readonly order: number;
  private readonly orbits: Orbits;
  private readonly turn: Permutation;
  private readonly least: Int32Array;
  private readonly turned: Int32Array;

  /** @param orbits those under one permutation, which moves every process */
  constructor(orbits: Orbits) {
    this.orbits = orbits;
    this.least = new Int32Array(orbits.network.slots.length);
    this.turned = new Int32Array(orbits.network.slots.length);
    this.turn = at(orbits.group.generators, 0);
    this.order = orbits.group.order;
  }

  get bytes(): number {
    return this.orbits.bytes;
  }

  settle(values: Int32Array): number {
    const { order, orbits, turn, least, turned } = this;
    for (let slot = 0; slot < order; slot++) orbits.meet(slot, values[slot] as number);
    least.set(values);
    let count = 1;
    for (let turns = 1; turns < order; turns++) {
      turned.set(values);
      for (let slot = 0; slot < order; slot++)
        values[turn.slot(slot)] = turn.value(slot, turned[slot] as number);
      const compares = compared(values, least);
      if (compares < 0) least.set(values);
      if (compares <= 0) count = compares < 0 ? 1 : count + 1;
    }
    values.set(least);
    return order / count;
  }
}

/** The rows that choices lead to: the least of them, and how many choices lead to it. */
class Leaves {
  least: Int32Array = new Int32Array(0);
  count = 0;

  add(row: Int32Array, count: number): void {
    const order = this.count === 0 ? -1 : compared(row, this.least);
    if (order > 0) return;
    if (order === 0) this.count += count;
    else {
      this.least = row.slice();
      this.count = count;
    }
  }
}

/** Negative, 0 or positive, as one row is less than another, equal or greater. */
function compared(one: Int32Array, other: Int32Array): number {
  for (let slot = 0; slot < one.length; slot++)
    if (one[slot] !== other[slot]) return (one[slot] as number) - (other[slot] as number);
  return 0;
}

/** The number of ways to arrange those that are tied, each with the next. */
export function arrangements(tied: readonly boolean[]): number {
  let product = 1;
  let length = 1;
  for (const isTied of tied) {
    length = isTied ? length + 1 : 1;
    product *= length;
  }
  return product;
}

/** For each place, that of the first of those that it is tied with. */
function ranksOf(tied: readonly boolean[]): number[] {
  const ranks: number[] = [];
  for (let place = 0; place < tied.length; place++)
    ranks.push(place > 0 && tied[place - 1] === true ? at(ranks, place - 1) : place);
  return ranks;
}

function mixed(mark: number, rank: number): number {
  const x = imul(mark ^ imul(rank + 1, 0x85ebca6b), 0x9e3779b1);
  return (x ^ (x >>> 15)) >>> 0;
}
