/** A stream of pseudo-random 32-bit integers, the same for the same seed on every machine. */
export interface Random {
  /** The next integer, from 0 to 2³² - 1. */
  next(): number;
  /** An integer from 0 to `bound` - 1 (1 ≤ bound ≤ 2³²); the bias is below bound / 2³². */
  below(bound: number): number;
}

/**
 * SplitMix32: a Weyl sequence whose terms are mixed by a 32-bit variant of the finalizer of
 * MurmurHash3 (Steele, Lea, Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014).
 */
export function seeded(seed: number): Random {
  let weyl = seed | 0;
  const next = (): number => {
    weyl = (weyl + 0x9e3779b9) | 0;
    let z = Math.imul(weyl ^ (weyl >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  return { next, below: (bound) => Math.floor((next() / 0x1_0000_0000) * bound) };
}
