/**
 * The keys that were met last, as far as there is room: one place for each value of some bits of the
 * hash. Most successors have just been met, as the successor of a neighbour; looking here first spares
 * most look-ups in the visited set, which is too large for the processor's caches.
 */

/** 2^14 keys: a few words each, they stay in the second-level cache. */
const PLACES_LOG2 = 14;

/** The number of places. */
export const PLACES = 1 << PLACES_LOG2;

/** The place of a key, by its hash. */
export function placeOf(hash: number): number {
  return hash & (PLACES - 1);
}

/** A small, forgetful set of keys. What it says it has met, it has. */
export class Recent {
  private readonly width: number;
  /** Each place: the epoch in which it was taken, then a key. */
  private readonly places: Int32Array;
  private epoch = 1;

  constructor(width: number) {
    this.width = width;
    this.places = new Int32Array((width + 1) * PLACES);
  }

  get bytes(): number {
    return this.places.byteLength;
  }

  /** Whether the key at `start` was met lately. If not, it has been now. */
  meet(keys: Int32Array, start: number, hash: number): boolean {
    const { places, width, epoch } = this;
    const at = placeOf(hash) * (width + 1);
    let known = places[at] === epoch;
    for (let i = 0; known && i < width; i++) known = places[at + 1 + i] === keys[start + i];
    if (known) return true;
    places[at] = epoch;
    for (let i = 0; i < width; i++) places[at + 1 + i] = keys[start + i] as number;
    return false;
  }

  /** Does as `meet`, for a key of two words. */
  meetTwo(first: number, second: number, hash: number): boolean {
    const { places, epoch } = this;
    const at = placeOf(hash) * 3;
    if (places[at + 1] === first && places[at + 2] === second && places[at] === epoch) return true;
    places[at] = epoch;
    places[at + 1] = first;
    places[at + 2] = second;
    return false;
  }

  /** Forgets everything. */
  forget(): void {
    this.epoch++;
  }
}
