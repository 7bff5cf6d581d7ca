/** Random numbers of the oracle's own, so that it needs nothing of what it judges. */

/** Dice that fall the same for the same seed. */
export interface Dice {
  /** A number from 0 on, below `bound`. */
  below(bound: number): number;
  /** True once in so many times. */
  oneIn(times: number): boolean;
  /** One of a list. */
  pick<T>(list: readonly T[]): T;
}

/** Dice for a seed (Mulberry32, by T. Ettinger). */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z = (z + Math.imul(z ^ (z >>> 7), z | 61)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick: <T>(list: readonly T[]): T => list[below(list.length)] as T,
  };
}
