/**
 * Values by number. Values may be long texts, of which most are new and go on an earlier one, as where
 * something is appended: its hash is gone on with, too, so that only what is new of a text is looked at.
 */
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";

/** Different values, in canonical form, found by open addressing with linear probing, at most half full. */
export class NumberedValues {
  /** The values by their numbers, from 0. */
  readonly values: Plain[] = [];
  /** For each, the text that tells it from the others of its sort, and the hash of that. */
  private readonly names: string[] = [];
  private hashes = new Int32Array(SIZE_AT_FIRST);
  /** Numbers, plus 1, where hashes say, or the next place that was free. */
  private places = new Int32Array(2 * SIZE_AT_FIRST);

  /** The number of a value. @param before that of a text which it may go on; default none */
  numberOf(value: Plain, before?: number): number {
    if (this.values.length === this.hashes.length) this.grow();
    const isText = typeof value === "string";
    const name = isText ? value : format(value);
    const hash = isText ? this.hashAfter(before, name) : hashed(name, 0, OTHERS);
    for (let place = placeOf(hash, this.places); ; place = (place + 1) & (this.places.length - 1)) {
      const number = (this.places[place] as number) - 1;
      if (number < 0) {
        this.hashes[this.values.length] = hash;
        this.names.push(name);
        this.places[place] = this.values.push(value);
        return this.values.length - 1;
      }
      if (this.hashes[number] !== hash || this.names[number] !== name) continue;
      if ((typeof this.values[number] === "string") === isText) return number;
    }
  }

  /** The hash of a text, that of an earlier one gone on with where it begins with that. */
  private hashAfter(before: number | undefined, text: string): number {
    const earlier = before === undefined ? undefined : this.values[before];
    if (typeof earlier !== "string" || text.slice(0, earlier.length) !== earlier)
      return hashed(text, 0, TEXTS);
    return hashed(text, earlier.length, this.hashes[before as number] as number);
  }

  private grow(): void {
    const { hashes } = this;
    this.hashes = new Int32Array(2 * hashes.length);
    this.hashes.set(hashes);
    this.places = new Int32Array(4 * hashes.length);
    for (const [number, hash] of hashes.entries()) {
      let place = placeOf(hash, this.places);
      while (this.places[place] !== 0) place = (place + 1) & (this.places.length - 1);
      this.places[place] = number + 1;
    }
  }
}

/** The number of values that there is room for at first. */
const SIZE_AT_FIRST = 256;

/** The hashes of nothing: of texts, and of values of other sorts. */
const TEXTS = 0x11c9dc5;
const OTHERS = 0x2f0b4c7;

/** The hash of a text from a position, after that of what is before (FNV-1a, of code units). */
function hashed(text: string, from: number, before: number): number {
  let hash = before;
  for (let i = from; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** The place of a hash: its upper bits, in which all others are. */
function placeOf(hash: number, places: Int32Array): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (Math.clz32(places.length) + 1);
}
