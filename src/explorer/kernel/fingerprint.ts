/**
 * Fingerprints of 64 bits, as two 32-bit words: the sums, modulo 2³², of two numbers for each slot and
 * value. A successor's fingerprint is its parent's plus a few differences (additive hashing, as Zobrist
 * 1970 does with exclusive or). Two different configurations have equal fingerprints with probability 2⁻⁶⁴,
 * as far as the numbers are independent and uniform.
 */

/**
 * The function, taken once: where the language is closed, looking it up each time would cost more than it
 * does.
 */
const { imul } = Math;

/** The number of words of a fingerprint. */
export const FINGERPRINT_WORDS = 2;

/** The number that a slot's value contributes to one word, 0 or 1, of the fingerprint. */
export function contribution(slot: number, value: number, word: number): number {
  let x = imul(value + 1, 0x9e3779b1) + imul(2 * slot + word + 1, 0x7feb352d);
  x = imul(x ^ (x >>> 16), 0x85ebca6b);
  x = imul(x ^ (x >>> 13) ^ imul(slot + 1, 0x27d4eb2f), 0xc2b2ae35);
  x = imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}

/** Writes the fingerprint of a configuration to `to`, from `offset`. */
export function fingerprint(values: Int32Array, to: Int32Array, offset: number): void {
  for (let word = 0; word < FINGERPRINT_WORDS; word++) {
    let sum = 0;
    for (let slot = 0; slot < values.length; slot++)
      sum = (sum + contribution(slot, values[slot] as number, word)) | 0;
    to[offset + word] = sum;
  }
}

/** An upper bound on the probability that some two of `count` configurations have equal fingerprints. */
export function omissionProbability(count: number): number {
  return Math.min(1, ((count / 2) * Math.max(0, count - 1)) / 2 ** 64);
}
