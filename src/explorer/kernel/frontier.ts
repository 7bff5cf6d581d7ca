/**
 * A queue of packed configurations, in chunks: what hashed storage keeps besides fingerprints, because a
 * fingerprint does not tell the configuration that it stands for.
 */

/** 2^14 configurations a chunk. */
const CHUNK_LOG2 = 14;
const CHUNK_MASK = (1 << CHUNK_LOG2) - 1;

/** First in, first out. */
export class Frontier {
  private words: number;
  private readonly chunks: Int32Array[] = [];
  /** The numbers of configurations that have ever been taken out, and put in. */
  private taken = 0;
  private put = 0;
  /** The number of the first configuration in `chunks[0]`. */
  private first = 0;

  constructor(words: number) {
    this.words = words;
  }

  get bytes(): number {
    return this.chunks.length * (this.words << CHUNK_LOG2) * 4;
  }

  /** Appends the configuration packed in `from` at `offset`. */
  push(from: Int32Array, offset: number): void {
    const at = this.put++ - this.first;
    if (at >>> CHUNK_LOG2 === this.chunks.length) this.chunks.push(new Int32Array(this.words << CHUNK_LOG2));
    const chunk = this.chunks[at >>> CHUNK_LOG2] as Int32Array;
    const start = (at & CHUNK_MASK) * this.words;
    for (let i = 0; i < this.words; i++) chunk[start + i] = from[offset + i] as number;
  }

  /** Copies the first configuration to `to`. */
  peek(to: Int32Array): void {
    const at = this.taken - this.first;
    const chunk = this.chunks[at >>> CHUNK_LOG2] as Int32Array;
    const start = (at & CHUNK_MASK) * this.words;
    for (let i = 0; i < this.words; i++) to[i] = chunk[start + i] as number;
  }

  /** Drops the first configuration. */
  drop(): void {
    this.taken++;
    if (this.taken - this.first <= CHUNK_MASK) return;
    this.chunks.shift();
    this.first += CHUNK_MASK + 1;
  }

  /** Writes every configuration anew, with another number of words. */
  rewrite(
    words: number,
    convert: (from: Int32Array, start: number, to: Int32Array, at: number) => void,
  ): void {
    for (const [i, old] of this.chunks.entries()) {
      const chunk = new Int32Array(words << CHUNK_LOG2);
      const length = Math.min(this.put - this.first - (i << CHUNK_LOG2), 1 << CHUNK_LOG2);
      for (let at = 0; at < length; at++) convert(old, at * this.words, chunk, at * words);
      this.chunks[i] = chunk;
    }
    this.words = words;
  }
}
