/** Mixes `width` words from `start` into 32 bits (the steps of MurmurHash3, Appleby 2011). */
export function hashOf(words: Int32Array, start: number, width: number): number {
  let hash = width;
  for (let i = 0; i < width; i++) {
    let word = Math.imul(words[start + i] as number, 0xcc9e2d51);
    word = (word << 15) | (word >>> 17);
    hash ^= Math.imul(word, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
