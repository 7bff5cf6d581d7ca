/**
 * Mixes `width` words from `start` into 32 bits: a multiplication and a shift for each word, and two of
 * each at the end (the finalizer of MurmurHash3, Appleby 2011).
 */
export function hashOf(words: Int32Array, start: number, width: number): number {
  let hash = width;
  for (let i = 0; i < width; i++) {
    hash = Math.imul(hash ^ (words[start + i] as number), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
