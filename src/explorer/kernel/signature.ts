/**
 * Answers of a predicate by *signature*: the ids of everything that it has ever read, packed into one
 * small integer, which is the sum of one part for each slot. Where signatures fit a table, judging a
 * configuration takes one addition for each slot that the predicate reads, and one look-up.
 */
import { ABSENT, IntList, ListInterner } from "./integers.ts";

/** Signatures have at most so many bits: the table takes a mebibyte. */
const BITS_MAX = 20;

/** What the table says of a signature. */
const UNKNOWN = 0;
const NO = 1;
const YES = 2;

/** What a predicate reads of one slot, and the part that each value of the slot has in signatures. */
class Aspect {
  readonly slot: number;
  /** By value of the slot. */
  readonly parts = new IntList();
  /** Lists of the ids that the predicate's lenses give; their ids stand in signatures. */
  readonly distinct = new ListInterner();
  shift = 0;
  bits = 1;

  constructor(slot: number) {
    this.slot = slot;
  }
}

/** A table of answers. It forgets them all when the predicate reads something new. */
export class Signatures {
  private readonly aspects: Aspect[] = [];
  private readonly ids: (slot: number, value: number) => number[];
  private answers = new Uint8Array(1);
  private tooWide = false;

  /** @param ids what the predicate's lenses on a slot give for a value, lens by lens. */
  constructor(ids: (slot: number, value: number) => number[]) {
    this.ids = ids;
  }

  get bytes(): number {
    return this.aspects.reduce((sum, { parts }) => sum + parts.bytes, this.answers.byteLength);
  }

  /** The predicate reads something of a slot that it did not read before. */
  extend(slot: number): void {
    const known = this.aspects.findIndex((aspect) => aspect.slot === slot);
    this.aspects.splice(known === -1 ? this.aspects.length : known, known === -1 ? 0 : 1, new Aspect(slot));
    this.reset();
  }

  /** The signature of a configuration; ABSENT if there is none. */
  of(values: Int32Array): number {
    if (this.tooWide) return ABSENT;
    const { aspects } = this;
    let signature = 0;
    for (let i = 0; i < aspects.length; i++) {
      const { parts, slot } = aspects[i] as Aspect;
      const value = values[slot] as number;
      const part = value < parts.length ? parts.at(value) : ABSENT;
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
    for (const aspect of this.aspects) {
      const value = values[aspect.slot] as number;
      const id = aspect.distinct.id(this.ids(aspect.slot, value));
      if (id >= 2 ** aspect.bits) {
        aspect.bits++;
        this.reset();
        return this.of(values);
      }
      const part = id * 2 ** aspect.shift;
      aspect.parts.put(value, part, ABSENT);
      signature += part;
    }
    return signature;
  }

  /** Lays the fields out anew and forgets all answers. */
  private reset(): void {
    let shift = 0;
    for (const aspect of this.aspects) {
      aspect.shift = shift;
      shift += aspect.bits;
      aspect.parts.length = 0;
    }
    this.tooWide = shift > BITS_MAX;
    this.answers = new Uint8Array(this.tooWide ? 0 : 2 ** shift);
  }
}
