/**
 * The visited set: keys of a few 32-bit words each, numbered in the order in which they were added, with
 * the number of the configuration that each was first reached from. The keys lie in chunks that are
 * never copied; a table of numbers, found by hashing, points into them.
 *
 * An entry of the table is the key's number plus 1 in its lower bits and, above, as many bits of the
 * key's hash as there is room for; an entry whose upper bits differ need not be followed.
 */
import { hashOf } from "./hash.ts";
import { endlessRoom, NoRoom, type HasRoom } from "./room.ts";

/** 2^17 keys a chunk. */
const CHUNK_LOG2 = 17;
const CHUNK_MASK = (1 << CHUNK_LOG2) - 1;

/** The first chunk begins with room for so many keys, so that small systems take little memory, and grows. */
const FIRST_LOG2 = 9;

/** The table grows when it would be fuller than this. */
const LOAD_MAX = 0.75;

/** Tables grow in large steps up to here, and then by doubling, so that little time goes into growing. */
const LARGE_STEPS_LOG2 = 24;

/** The first size of a table. */
const TABLE_LOG2 = 16;

/** A table that is full takes about this many times its bytes, with what it points to. */
const FULL = 4;

/** The first configurations were reached from nowhere. */
export const NOWHERE = -1;

/** A batch of keys that are looked for. */
interface SoughtBatch {
  /** The keys, `width` words each. */
  readonly keys: Int32Array;
  /** The hash of each key, as `hashOf` makes it. */
  readonly hashes: Int32Array;
  readonly length: number;
}

/** A batch of keys that may be new. */
export interface Batch extends SoughtBatch {
  /** The number of the configuration that the key was reached from. */
  readonly parents: Int32Array;
  /** The positions of the keys that were new, in order; filled by `Visited.add`. */
  readonly fresh: Int32Array;
}

/** The result of adding a batch. */
interface BatchResult {
  /** The number of positions in `batch.fresh`. */
  readonly fresh: number;
  /** Whether there was no room for all. */
  readonly full: boolean;
  /** The lowest number of a key that was there before; Infinity if there was none. */
  readonly lowestKnown: number;
}

/** A numbered set of keys. */
export class Visited {
  /** The number of words of a key. */
  width: number;
  /** The number of keys. */
  count = 0;
  /** Each entry: the key's words, then its parent. */
  private readonly chunks: Int32Array[] = [];
  /** The number of keys in a chunk. Less than in the others only where there is one. */
  private chunkLog2 = FIRST_LOG2;
  private stride: number;
  private table: Int32Array;
  private tableLog2: number;
  /** The number of each key of the batch that was added last, by its position; of those that found room. */
  readonly numbers: Int32Array;
  private readonly open: Int32Array;
  private lowestKnown = Infinity;
  private readonly hasRoom: HasRoom;

  /** @param batchMax the length of the longest batch. */
  constructor(
    width: number,
    batchMax: number,
    { hasRoom = endlessRoom, tableLog2 = TABLE_LOG2 }: { hasRoom?: HasRoom; tableLog2?: number } = {},
  ) {
    this.hasRoom = hasRoom;
    this.width = width;
    this.stride = width + 1;
    this.tableLog2 = tableLog2;
    this.table = new Int32Array(1 << tableLog2);
    this.numbers = new Int32Array(batchMax);
    this.open = new Int32Array(batchMax);
  }

  /** Bytes of memory that have been written to. */
  get bytes(): number {
    return this.table.byteLength + this.count * this.stride * 4;
  }

  /** The number of the configuration from which this one was first reached, or NOWHERE. */
  parent(number: number): number {
    const chunk = this.chunks[number >>> CHUNK_LOG2] as Int32Array;
    return chunk[(number & CHUNK_MASK) * this.stride + this.width] as number;
  }

  /** Copies a key to `to`, from its beginning. */
  read(number: number, to: Int32Array): void {
    const chunk = this.chunks[number >>> CHUNK_LOG2] as Int32Array;
    const start = (number & CHUNK_MASK) * this.stride;
    for (let i = 0; i < this.width; i++) to[i] = chunk[start + i] as number;
  }

  /** Adds the keys of a batch that are new, up to `max` keys in all. @throws NoRoom before any is added */
  add(batch: Batch, max: number): BatchResult {
    while (this.count + batch.length > LOAD_MAX * this.table.length) this.grow();
    while (this.count + batch.length > this.chunks.length * 2 ** this.chunkLog2) this.addChunk();
    this.look(batch);
    const open = this.sift(batch);
    let fresh = 0;
    for (let i = 0; i < open; i++) {
      const at = this.open[i] as number;
      const slot = this.probe(batch.keys, at, batch.hashes[at] as number);
      if (slot < 0) {
        this.numbers[at] = -1 - slot;
        if (-1 - slot < this.lowestKnown) this.lowestKnown = -1 - slot;
        continue;
      }
      if (this.count >= max) return { fresh, full: true, lowestKnown: this.lowestKnown };
      this.numbers[at] = this.count;
      this.insert(batch, at, slot);
      batch.fresh[fresh++] = at;
    }
    return { fresh, full: false, lowestKnown: this.lowestKnown };
  }

  /** The number of a key, or -1. */
  find(key: Int32Array): number {
    return this.findAt(key, 0, hashOf(key, 0, this.width));
  }

  /** Finds all keys of a batch: `numbers` has the number of each then, or -1. */
  findAll(batch: SoughtBatch): void {
    this.look(batch);
    for (let i = 0, open = this.sift(batch); i < open; i++) {
      const at = this.open[i] as number;
      this.numbers[at] = this.findAt(batch.keys, at, batch.hashes[at] as number);
    }
  }

  private findAt(keys: Int32Array, at: number, hash: number): number {
    const slot = this.probe(keys, at, hash);
    return slot >= 0 ? -1 : -1 - slot;
  }

  /** First look at every key's place in the table: independent reads, which the memory overlaps. */
  private look({ hashes, length }: SoughtBatch): void {
    const { table, numbers } = this;
    const right = 32 - this.tableLog2;
    for (let i = 0; i < length; i++) numbers[i] = table[(hashes[i] as number) >>> right] as number;
  }

  /** Drops the keys that stand where the first look found them; the rest is `open`. */
  private sift({ keys, hashes, length }: SoughtBatch): number {
    const { numbers, open, chunks, stride, width, tableLog2 } = this;
    const numberMask = (1 << tableLog2) - 1;
    let count = 0;
    let lowest = Infinity;
    for (let i = 0; i < length; i++) {
      const entry = numbers[i] as number;
      if (entry !== 0 && (entry ^ ((hashes[i] as number) << tableLog2)) >>> tableLog2 === 0) {
        const number = (entry & numberMask) - 1;
        const chunk = chunks[number >>> CHUNK_LOG2] as Int32Array;
        let at = (number & CHUNK_MASK) * stride;
        let key = i * width;
        const end = key + width;
        while (key < end && chunk[at] === keys[key]) {
          key++;
          at++;
        }
        if (key === end) {
          numbers[i] = number;
          if (number < lowest) lowest = number;
          continue;
        }
      }
      open[count++] = i;
    }
    this.lowestKnown = lowest;
    return count;
  }

  /** The empty place for the key at position `at` of `keys`, or, if it is there, -1 - its number. */
  private probe(keys: Int32Array, at: number, hash: number): number {
    const { table, tableLog2, chunks, stride, width } = this;
    const numberMask = (1 << tableLog2) - 1;
    const tag = hash << tableLog2;
    let slot = hash >>> (32 - tableLog2);
    for (;;) {
      const entry = table[slot] as number;
      if (entry === 0) return slot;
      if ((entry ^ tag) >>> tableLog2 === 0) {
        const number = (entry & numberMask) - 1;
        const chunk = chunks[number >>> CHUNK_LOG2] as Int32Array;
        const start = (number & CHUNK_MASK) * stride;
        let i = 0;
        while (i < width && chunk[start + i] === keys[at * width + i]) i++;
        if (i === width) return -1 - number;
      }
      slot = (slot + 1) & numberMask;
    }
  }

  private insert({ keys, hashes, parents }: Batch, at: number, slot: number): void {
    const number = this.count++;
    const chunk = this.chunks[number >>> CHUNK_LOG2] as Int32Array;
    const start = (number & CHUNK_MASK) * this.stride;
    for (let i = 0; i < this.width; i++) chunk[start + i] = keys[at * this.width + i] as number;
    chunk[start + this.width] = parents[at] as number;
    this.table[slot] = ((hashes[at] as number) << this.tableLog2) | (number + 1);
  }

  /**
   * Writes every key anew, with another width. `convert` reads a key from `from` at an offset and writes
   * the new one to `to` at an offset, perhaps over the old one.
   * @throws NoRoom before anything is written
   */
  rekey(width: number, convert: (from: Int32Array, start: number, to: Int32Array, at: number) => void): void {
    const { stride: oldStride, width: oldWidth, chunkLog2 } = this;
    const stride = width + 1;
    const chunkBytes = stride << (chunkLog2 + 2);
    const more = Math.max(0, stride - oldStride) * this.chunks.length * 2 ** (chunkLog2 + 2);
    if (more > 0 && !this.hasRoom(more + chunkBytes)) throw new NoRoom();
    for (const [i, old] of this.chunks.entries()) {
      // To ask for room is what makes that of old chunks free.
      if (stride !== oldStride) this.hasRoom(chunkBytes);
      const chunk = stride === oldStride ? old : new Int32Array(stride << chunkLog2);
      const keys = Math.min(this.count - i * 2 ** chunkLog2, 1 << chunkLog2);
      for (let key = 0; key < keys; key++) {
        const parent = old[key * oldStride + oldWidth] as number;
        convert(old, key * oldStride, chunk, key * stride);
        chunk[key * stride + width] = parent;
      }
      this.chunks[i] = chunk;
    }
    this.width = width;
    this.stride = stride;
    this.index();
  }

  /** Adds a chunk, or makes the first one longer. */
  private addChunk(): void {
    const [first] = this.chunks;
    const isShort = first !== undefined && this.chunkLog2 < CHUNK_LOG2;
    const log2 = isShort ? Math.min(this.chunkLog2 + 2, CHUNK_LOG2) : this.chunkLog2;
    if (!this.hasRoom(this.stride << (log2 + 2))) throw new NoRoom();
    const chunk = new Int32Array(this.stride << log2);
    if (isShort) chunk.set(first);
    this.chunkLog2 = log2;
    this.chunks[isShort ? 0 : this.chunks.length] = chunk;
  }

  /**
   * Makes the table larger, in a large step if what then fills it has room, too. The old one is let go first:
   * all that it says can be found again.
   */
  private grow(): void {
    const doubled = this.tableLog2 + 1;
    const large = nextLog2(this.tableLog2);
    const next = large > doubled && this.hasRoom(FULL * 4 * 2 ** large) ? large : doubled;
    if (!this.hasRoom(4 * 2 ** next)) throw new NoRoom();
    this.tableLog2 = next;
    this.table = new Int32Array(0);
    this.table = new Int32Array(2 ** this.tableLog2);
    this.index();
  }

  /** Enters all keys into the table. */
  private index(): void {
    this.table.fill(0);
    const { table, tableLog2, width, stride } = this;
    const mask = table.length - 1;
    for (let number = 0; number < this.count; number++) {
      const chunk = this.chunks[number >>> CHUNK_LOG2] as Int32Array;
      const hash = hashOf(chunk, (number & CHUNK_MASK) * stride, width);
      let slot = hash >>> (32 - tableLog2);
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (hash << tableLog2) | (number + 1);
    }
  }
}

function nextLog2(tableLog2: number): number {
  return tableLog2 < LARGE_STEPS_LOG2 ? Math.min(LARGE_STEPS_LOG2, tableLog2 + 4) : tableLog2 + 1;
}
