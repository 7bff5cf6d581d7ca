/** Hashes of packed configurations. */

/**
 * The function, taken once: where the language is closed, looking it up each time would cost more than it
 * does.
 */
const { imul } = Math;

/**
 * Mixes `width` words from `start` into 32 bits: a multiplication and a shift for each word, and two of
 * each at the end (the finalizer of MurmurHash3, Appleby 2011).
 */
export function hashOf(words: Int32Array, start: number, width: number): number {
  let hash = 0;
  for (let i = 0; i < width; i++) hash = mix(hash, words[start + i] as number);
  return finish(hash);
}

/** The hash of a key of two words, as `hashOf` makes it. */
export function hashOfTwo(first: number, second: number): number {
  return finish(mix(mix(0, first), second));
}

function mix(hash: number, word: number): number {
  const mixed = imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function finish(mixed: number): number {
  let hash = imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  hash = imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
