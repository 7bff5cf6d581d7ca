/**
 * The orbits of slot values: all that permutations make of a value. When one is first met its whole orbit is,
 * and there it is verified that processes are alike: that the moves of what a value becomes are what its
 * moves become. So nothing is ever built on symmetry that has not been verified.
 */
import { at } from "../../base/assert.ts";
import { ABSENT, IntList, ListInterner, PairTable } from "../integers.ts";
import type { Network } from "../network.ts";
import { HEADER, idleIn, SUMMARY, type ProcessSlot } from "../slot.ts";
import type { Permutation } from "./permutation.ts";
import { ToldApart, tellingStep, type Telling } from "./toldApart.ts";

const { imul } = Math;

/** The values of one orbit, and for each generator the place in the list of what each becomes. */
interface Orbit {
  readonly slots: readonly number[];
  readonly values: readonly number[];
  readonly images: readonly (readonly number[])[];
  /** The places, and generators by number, by which all but the first were found. */
  readonly found: readonly (readonly [place: number, generator: number])[];
}

/** A group of permutations, given by generators. */
export interface GeneratedGroup {
  readonly generators: readonly Permutation[];
  /** The processes that change places. */
  readonly members: readonly number[];
  /** The number of permutations in it. */
  readonly order: number;
  /** The number of those that some of the generators generate: those at which `isOne` is true. */
  orderWith(isOne: readonly boolean[]): number;
}

/** The orbits under a group. */
export class Orbits {
  readonly network: Network;
  readonly group: GeneratedGroup;
  /**
   * By slot: for each value, and each member, a number that says how the member is mentioned in the value. It
   * is the same for what they become under any permutation. ABSENT where a value has not been met.
   */
  readonly marks: readonly IntList[];
  /** For each generator: the position, among the members, of the one that takes the place of each. */
  private readonly changes: readonly (readonly number[])[];
  private pairs = 0;
  private readonly moves = new ListInterner();
  /** By slot: the parcel in which the letters of each stand in one order, if their order means nothing. */
  private readonly plainParcels: readonly IntList[];
  private readonly row: Int32Array;

  constructor(network: Network, group: GeneratedGroup) {
    this.network = network;
    this.group = group;
    const { generators, members } = group;
    this.changes = generators.map(({ to }) => members.map((member) => members.indexOf(at(to, member))));
    this.marks = network.processes.map(() => new IntList());
    this.plainParcels = network.processes.map(() => new IntList());
    this.row = new Int32Array(network.slots.length);
  }

  get bytes(): number {
    const tables = [...this.group.generators, ...this.marks, ...this.plainParcels, this.moves];
    return tables.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Meets a value of a slot, if it has not been met. @throws ToldApart, Unsettled, ProtocolError */
  meet(slot: number, value: number): void {
    const marks = at(this.marks, slot);
    const place = value * this.group.members.length;
    if (place < marks.length && marks.at(place) !== ABSENT) return;
    const orbit = this.orbitOf(slot, value);
    this.verify(orbit);
    this.mark(orbit);
  }

  private orbitOf(slot: number, value: number): Orbit {
    const { generators } = this.group;
    const places = new PairTable();
    const [slots, values] = [[slot], [value]];
    const images = generators.map((): number[] => []);
    const found: [number, number][] = [];
    places.add(slot, value, 0);
    for (let i = 0; i < slots.length; i++) {
      for (const [j, generator] of generators.entries()) {
        const [here, before] = [at(slots, i), at(values, i)];
        const [there, after] = [generator.slot(here), generator.value(here, before)];
        let place = places.get(there, after);
        if (place === ABSENT) {
          place = slots.push(there) - 1;
          values.push(after);
          places.add(there, after, place);
          found.push([i, j]);
        }
        at(images, j).push(place);
      }
    }
    return { slots, values, images, found };
  }

  /**
   * Compares the moves of all values of an orbit. If they agree along the ways by which values were found,
   * and under permutations that generate all under which one of the values stays as it is, they do
   * everywhere: whatever leads from one value to another goes along such ways to that one, stays there, and
   * goes on along such ways (O. Schreier, 1927).
   * @throws ToldApart
   */
  private verify(orbit: Orbit): void {
    const { slots, values, images, found } = orbit;
    const own = slots.map((slot, i) => this.movesOf(slot, at(values, i), undefined));
    const agrees = (place: number, j: number): boolean => {
      const becoming = this.movesOf(at(slots, place), at(values, place), at(this.group.generators, j));
      const there = at(own, at(at(images, j), place));
      return becoming.length === there.length && becoming.every((move, k) => move === there[k]);
    };
    const all = [...this.group.generators.keys()];
    const staying = this.stayingAt(orbit);
    const isVerified =
      staying !== undefined &&
      found.every(([place, j]) => agrees(place, j)) &&
      all.every((j) => at(at(images, j), staying) !== staying || agrees(staying, j));
    if (isVerified) return;
    const tellings = new Map<Permutation, Telling>();
    for (const j of all) {
      const place = slots.findIndex((_, i) => !agrees(i, j));
      if (place !== -1) tellings.set(at(this.group.generators, j), this.telling(orbit, place, j));
    }
    if (tellings.size > 0) throw new ToldApart(tellings);
  }

  /** The place of a value that stays as it is under nothing but what some of the generators generate. */
  private stayingAt({ slots, images }: Orbit): number | undefined {
    const order = this.group.order / slots.length;
    const staying = slots.findIndex(
      (_, i) => this.group.orderWith(images.map((list) => list[i] === i)) === order,
    );
    return staying === -1 ? undefined : staying;
  }

  private telling({ slots, values, images }: Orbit, place: number, j: number): Telling {
    const valueAt = (i: number): { slot: ProcessSlot; value: number } => {
      return { slot: at(this.network.processes, at(slots, i)), value: at(values, i) };
    };
    const generator = at(this.group.generators, j);
    return tellingStep(generator, valueAt(place), valueAt(at(at(images, j), place)));
  }

  /** The moves of a value, or what a permutation makes of them, as sorted integers. */
  private movesOf(number: number, value: number, permutation: Permutation | undefined): number[] {
    const slot = at(this.network.processes, number);
    this.row[number] = value;
    const begin = this.network.movesOf(slot, this.row);
    const list: number[] = [];
    let item = begin + HEADER;
    for (let left = slot.moves.at(begin) + idleIn(slot.moves.at(begin + SUMMARY)); left > 0; left--) {
      const after = slot.moves.at(item + 1);
      const move = [
        Number(slot.isOptionalAt(item)),
        permutation === undefined ? after : permutation.value(number, after),
      ];
      const count = slot.moves.at(item + 2);
      if (count > 0) move.push(...this.parcelsAt(slot, item + 3, { count, permutation }));
      list.push(this.moves.id(move));
      item += 3 + 2 * slot.moves.at(item + 2);
    }
    return list.sort((a, b) => a - b);
  }

  /** The receivers and parcels of a move, or what a permutation makes of them, in the order of receivers. */
  private parcelsAt(
    { moves }: ProcessSlot,
    first: number,
    { count, permutation }: { readonly count: number; readonly permutation: Permutation | undefined },
  ): number[] {
    const there: number[] = [];
    for (let i = 0; i < count; i++) {
      const [to, parcel] = [moves.at(first + 2 * i), moves.at(first + 2 * i + 1)];
      const receiver = permutation === undefined ? to : permutation.slot(to);
      const received = permutation === undefined ? parcel : permutation.parcel(to, parcel);
      // Each receiver once, after those that come before it.
      let place = there.length;
      for (; place > 0 && (there[place - 2] as number) > receiver; place -= 2) {
        there[place] = there[place - 2] as number;
        there[place + 1] = there[place - 1] as number;
      }
      there[place] = receiver;
      there[place + 1] = this.plainParcel(receiver, received);
    }
    return there;
  }

  private plainParcel(number: number, parcel: number): number {
    const table = this.plainParcels[number];
    const slot = this.network.processes[number];
    if (table === undefined || slot === undefined || this.network.system.channel.order !== "any")
      return parcel;
    const known = parcel < table.length ? table.at(parcel) : ABSENT;
    if (known !== ABSENT) return known;
    const plain = slot.parcels.id(slot.parcels.list(parcel).sort((a, b) => a - b));
    table.put(parcel, plain, ABSENT);
    return plain;
  }

  /** Marks each pair of a value and a member with the orbit of the pair. */
  private mark({ slots, values, images }: Orbit): void {
    const { members } = this.group;
    const count = members.length;
    const changes = this.changes.map((list, j) => ({ places: at(images, j), members: list }));
    const marked = new Int32Array(slots.length * count).fill(ABSENT);
    const waiting: number[] = [];
    for (let first = 0; first < marked.length; first++) {
      if (marked[first] !== ABSENT) continue;
      const mark = scattered(++this.pairs);
      marked[first] = mark;
      waiting.push(first);
      for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
        const member = pair % count;
        const place = (pair - member) / count;
        for (const change of changes) {
          const other = (change.places[place] as number) * count + (change.members[member] as number);
          if (marked[other] !== ABSENT) continue;
          marked[other] = mark;
          waiting.push(other);
        }
      }
    }
    for (let place = 0; place < slots.length; place++) {
      const [marks, begin] = [at(this.marks, at(slots, place)), at(values, place) * count];
      for (let member = 0; member < count; member++)
        marks.put(begin + member, marked[place * count + member] as number, ABSENT);
    }
  }
}

/** An integer from the whole range for each of the first, never ABSENT (Knuth, TAOCP 3, section 6.4). */
function scattered(number: number): number {
  const x = imul(number, 0x9e3779b1);
  return imul(x ^ (x >>> 15), 0x2c1b3c6d) & 0x7fffffff;
}
