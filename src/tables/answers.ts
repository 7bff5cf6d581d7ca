/**
 * Answers by *signature*: the ids of everything that some predicates have ever read, packed into one small
 * integer, which is the sum of one part for each slot. Where signatures fit a table, judging a configuration
 * takes one addition for each slot that is read, and one look-up.
 */
import { ABSENT, IntList, ListInterner, resized } from "./integers.ts";

/** Signatures have at most so many bits: the table takes four mebibytes. */
const BITS_MAX = 22;

/** The entries of the table: the answer for a signature, if it is known. */
const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** The part of one slot that is read, and its field in signatures. */
interface Aspect {
  readonly slot: number;
  /** Lists of the ids that the lenses give; the ids of these lists stand in signatures. */
  readonly distinct: ListInterner;
  /** The id of the list for each value of the slot, as far as it was asked for. */
  readonly known: IntList;
  bits: number;
  shift: number;
}

/** A table of answers. It forgets them all when something new is read. */
export class Signatures {
  private readonly aspects: Aspect[] = [];
  private readonly ids: (slot: number, value: number) => number[];
  private answers = new Uint8Array(1);
  private tooWide = false;
  /**
   * The slot of each aspect, and the part that each value of the slot has in signatures, as arrays for speed.
   */
  private slots = new Int32Array(0);
  private parts: Int32Array[] = [];

  /** @param ids what the lenses on a slot give for a value, lens by lens. */
  constructor(ids: (slot: number, value: number) => number[]) {
    this.ids = ids;
  }

  get bytes(): number {
    const known = this.aspects.reduce((sum, aspect) => sum + aspect.known.bytes, this.answers.byteLength);
    return this.parts.reduce((sum, { byteLength }) => sum + byteLength, known);
  }

  /** Extends the signature when a slot is read in a new way. */
  extend(slot: number): void {
    const fresh: Aspect = { slot, distinct: new ListInterner(), known: new IntList(), bits: 1, shift: 0 };
    const known = this.aspects.findIndex((aspect) => aspect.slot === slot);
    if (known === -1) this.aspects.push(fresh);
    else this.aspects[known] = fresh;
    this.reset();
  }

  /** The signature of a configuration; ABSENT if there is none. */
  of(values: Int32Array): number {
    const { slots, parts } = this;
    if (this.tooWide) return ABSENT;
    let signature = 0;
    for (let i = 0; i < slots.length; i++) {
      const partsOfSlot = parts[i] as Int32Array;
      const value = values[slots[i] as number] as number;
      if (value >= partsOfSlot.length) return this.learn(values);
      const part = partsOfSlot[value] as number;
      if (part === ABSENT) return this.learn(values);
      signature += part;
    }
    return signature;
  }

  /** The answer for a signature: true, false, or undefined if it is not known. */
  answer(signature: number): boolean | undefined {
    const answer = this.answers[signature];
    return answer === UNKNOWN ? undefined : answer === YES;
  }

  /** Notes the answer for a configuration. */
  note(values: Int32Array, answer: boolean): void {
    const signature = this.of(values);
    if (signature !== ABSENT) this.answers[signature] = answer ? YES : NO;
  }

  /** Finds the parts of values that are new; widens the fields until they fit. */
  private learn(values: Int32Array): number {
    let signature = 0;
    for (const [i, aspect] of this.aspects.entries()) {
      const value = values[aspect.slot] as number;
      const id = this.idOf(aspect, value);
      if (id >= 2 ** aspect.bits) {
        aspect.bits++;
        this.reset();
        return this.of(values);
      }
      const part = id * 2 ** aspect.shift;
      const { length } = this.parts[i] as Int32Array;
      if (value >= length) {
        this.parts[i] = resized(this.parts[i] as Int32Array, Math.max(value + 1, 2 * length), ABSENT);
      }
      (this.parts[i] as Int32Array)[value] = part;
      signature += part;
    }
    return signature;
  }

  private idOf({ slot, known, distinct }: Aspect, value: number): number {
    const before = value < known.length ? known.at(value) : ABSENT;
    if (before !== ABSENT) return before;
    const id = distinct.id(this.ids(slot, value));
    known.put(value, id, ABSENT);
    return id;
  }

  /** Lays the fields out anew and forgets all answers. */
  private reset(): void {
    let shift = 0;
    for (const aspect of this.aspects) {
      aspect.shift = shift;
      shift += aspect.bits;
    }
    this.tooWide = shift > BITS_MAX;
    this.slots = Int32Array.from(this.aspects, ({ slot }) => slot);
    this.parts = this.aspects.map(() => new Int32Array(0));
    this.answers = new Uint8Array(this.tooWide ? 0 : 2 ** shift);
  }
}
