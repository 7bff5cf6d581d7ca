/**
 * The packing of configurations: each slot's value has a field of bits in one of several 32-bit words.
 * Changing one value adds a constant to one word, so a successor costs a few additions.
 */
import type { Network } from "../../tables/network.ts";
import type { Slot } from "../../tables/slot.ts";

/** The place of each slot's field. All arrays but `words` are indexed by slot. */
export interface RowLayout {
  /** The number of words of a packed configuration. */
  readonly words: number;
  readonly word: Int32Array;
  readonly shift: Int32Array;
  readonly bits: Int32Array;
  /** 2^bits - 1: the largest value that fits. */
  readonly mask: Int32Array;
}

const WORD_BITS = 32;

/** Packed configurations have at least so many words: the commonest width, which has a loop of its own. */
const WORDS_MIN = 2;

/** The maximum number of bits of a field: values are non-negative 32-bit integers. */
const FIELD_BITS_MAX = 31;

/**
 * A layout in which a slot holds at least `counts[slot]` values. Fields are placed widest first where
 * they fit, and the bits left over in each word go to its fields, so that layouts seldom change.
 */
export function layoutFor(counts: readonly number[]): RowLayout {
  const slots = counts.length;
  const bits = Int32Array.from(counts, bitsFor);
  const word = new Int32Array(slots);
  const free: number[] = new Array<number>(WORDS_MIN).fill(WORD_BITS);
  for (const slot of Array.from(bits.keys()).sort(
    (a, b) => (bits[b] as number) - (bits[a] as number) || a - b,
  )) {
    const needed = bits[slot] as number;
    const fits = free.findIndex((left) => left >= needed);
    const chosen = fits === -1 ? free.push(WORD_BITS) - 1 : fits;
    word[slot] = chosen;
    free[chosen] = (free[chosen] as number) - needed;
  }
  spreadFreeBits(bits, word, free);
  const shift = new Int32Array(slots);
  const used = free.map(() => 0);
  for (let slot = 0; slot < slots; slot++) {
    const at = word[slot] as number;
    shift[slot] = used[at] as number;
    used[at] = (used[at] as number) + (bits[slot] as number);
  }
  return { words: free.length, word, shift, bits, mask: bits.map((width) => 2 ** width - 1) };
}

function bitsFor(count: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(2, count))));
}

/** Gives each word's spare bits to its fields, one at a time, the widest field first. */
function spreadFreeBits(bits: Int32Array, word: Int32Array, free: number[]): void {
  const widestFirst = Array.from(bits.keys()).sort(
    (a, b) => (bits[b] as number) - (bits[a] as number) || a - b,
  );
  for (let given = true; given;) {
    given = false;
    for (const slot of widestFirst) {
      const at = word[slot] as number;
      if (free[at] === 0 || (bits[slot] as number) >= FIELD_BITS_MAX) continue;
      bits[slot] = (bits[slot] as number) + 1;
      free[at] = (free[at] as number) - 1;
      given = true;
    }
  }
}

/** Writes the values of all slots to `words`, from `offset`. */
export function pack(
  { words, word, shift }: RowLayout,
  values: Int32Array,
  to: Int32Array,
  offset: number,
): void {
  to.fill(0, offset, offset + words);
  for (let slot = 0; slot < values.length; slot++) {
    const at = offset + (word[slot] as number);
    to[at] = (to[at] as number) | ((values[slot] as number) << (shift[slot] as number));
  }
}

/** Reads the values of all slots from `words`, from `offset`. */
export function unpack(
  { word, shift, mask }: RowLayout,
  words: Int32Array,
  offset: number,
  to: Int32Array,
): void {
  for (let slot = 0; slot < to.length; slot++) {
    to[slot] =
      ((words[offset + (word[slot] as number)] as number) >>> (shift[slot] as number)) &
      (mask[slot] as number);
  }
}

/** Whether some slot has more values than its field in the layout holds. */
export function outgrown({ slots }: Network, { mask }: RowLayout): boolean {
  for (let i = 0; i < slots.length; i++) if ((slots[i] as Slot).count - 1 > (mask[i] as number)) return true;
  return false;
}
