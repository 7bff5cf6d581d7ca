/** Drawing lots by weight. */
import type { Random } from "../base/random.ts";

/** A position from 0 to count - 1, each as likely as its weight says; no weight is 0. */
export function drawn(chance: Random, count: number, weights: readonly number[] | undefined): number {
  if (weights === undefined) return chance.below(count);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let left = (chance.next() / 2 ** 32) * sum;
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found === -1 ? count - 1 : found;
}
