/** A set of small numbers that finds the next one after a given number in a few reads. */

const BITS = 32;
const SHIFT = 5;

/**
 * Numbers from 0 to `size` - 1, as a tree of words: a bit of a word says that the word below it is not
 * zero; the lowest level has a bit for each number.
 */
export class NumberSet {
  private readonly levels: Int32Array[] = [];

  constructor(size: number) {
    let length = Math.max(1, size);
    do {
      length = Math.ceil(length / BITS);
      this.levels.push(new Int32Array(length));
    } while (length > 1);
  }

  /** Puts a number in. */
  add(number: number): void {
    let at = number;
    for (const words of this.levels) {
      const word = words[at >> SHIFT] as number;
      words[at >> SHIFT] = word | (1 << (at & (BITS - 1)));
      if (word !== 0) return;
      at >>= SHIFT;
    }
  }

  /** Takes a number out. */
  delete(number: number): void {
    let at = number;
    for (const words of this.levels) {
      const word = (words[at >> SHIFT] as number) & ~(1 << (at & (BITS - 1)));
      words[at >> SHIFT] = word;
      if (word !== 0) return;
      at >>= SHIFT;
    }
  }

  /** The least number that is at least `number`, or undefined. */
  from(number: number): number | undefined {
    let at = number;
    for (let level = 0; level < this.levels.length; level++) {
      const words = this.levels[level] as Int32Array;
      if (at >> SHIFT >= words.length) return undefined;
      const rest = (words[at >> SHIFT] as number) & (-1 << (at & (BITS - 1)));
      if (rest !== 0) return this.leastBelow(level, (at & ~(BITS - 1)) + lowestBit(rest));
      at = (at >> SHIFT) + 1;
    }
    return undefined;
  }

  /** The least number below the bit `at` of a level. */
  private leastBelow(level: number, at: number): number {
    let found = at;
    for (let below = level - 1; below >= 0; below--) {
      found = found * BITS + lowestBit(this.levels[below]?.[found] as number);
    }
    return found;
  }
}

function lowestBit(word: number): number {
  return BITS - 1 - Math.clz32(word & -word);
}
