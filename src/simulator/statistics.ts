/** Numbers that many runs gave, in a few words: where they lie, how sure that is, and a histogram. */
import { assert, at } from "../base/assert.ts";

/** An interval that contains the true value with the stated confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A sample of numbers. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** The standard deviation of the sample (with count - 1 in the denominator); 0 for a single number. */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** The least number that at least 95 % of the sample do not exceed. */
  readonly p95: number;
  /** The 95 % confidence interval of the mean by Student's t; absent for a single number. */
  readonly mean95?: Interval;
}

/** Summarizes at least one number. */
export function summarize(numbers: readonly number[]): Summary {
  assert(numbers.length > 0, "there is something to summarize");
  const sorted = Float64Array.from(numbers).sort();
  const count = sorted.length;
  const mean = sorted.reduce((sum, number) => sum + number, 0) / count;
  const squares = sorted.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  const deviation = count === 1 ? 0 : Math.sqrt(squares / (count - 1));
  const margin = count === 1 ? 0 : (studentT(count - 1) * deviation) / Math.sqrt(count);
  return {
    count,
    mean,
    deviation,
    min: sorted[0] as number,
    max: sorted[count - 1] as number,
    median: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    ...(count === 1 ? {} : { mean95: { low: mean - margin, high: mean + margin } }),
  };
}

/** The least number of a sorted sample that at least this part of it does not exceed. */
function quantile(sorted: Float64Array, part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] as number;
}

/** The 97.5 % quantile of Student's t distribution, for 1 to 10 degrees of freedom. */
const STUDENT_T = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281];

/** The 97.5 % quantile of the normal distribution. */
const NORMAL = 1.959964;

/**
 * The 97.5 % quantile of Student's t distribution: for more than ten degrees of freedom by the expansion of
 * Fisher and Cornish (Abramowitz & Stegun 26.7.5), right to three decimal places.
 */
export function studentT(degrees: number): number {
  if (degrees <= STUDENT_T.length) return at(STUDENT_T, degrees - 1);
  const z = NORMAL;
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}

/**
 * The 95 % confidence interval of a probability of which `hits` of `count` trials are known, by Wilson's
 * score (Probable inference, Journal of the American Statistical Association 22, 1927).
 */
export function wilson(hits: number, count: number): Interval {
  const z2 = NORMAL ** 2;
  const middle = (hits + z2 / 2) / (count + z2);
  const spread = (NORMAL / (count + z2)) * Math.sqrt((hits * (count - hits)) / count + z2 / 4);
  return {
    low: hits === 0 ? 0 : Math.max(0, middle - spread),
    high: hits === count ? 1 : Math.min(1, middle + spread),
  };
}

/** One bar of a histogram: how many numbers lie from `from` to `to`, both included. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * The bars of a histogram over whole numbers, at most `binsMax`, of equal, round width; none is left out in
 * between.
 */
export function histogram(numbers: readonly number[], binsMax: number): Bin[] {
  const { min, max } = summarize(numbers);
  const width = roundUp((max - min + 1) / binsMax);
  const start = Math.floor(min / width) * width;
  const counts = new Array<number>(Math.floor((max - start) / width) + 1).fill(0);
  for (const number of numbers) {
    const bin = Math.floor((number - start) / width);
    counts[bin] = at(counts, bin) + 1;
  }
  return counts.map((count, i) => ({ from: start + i * width, to: start + (i + 1) * width - 1, count }));
}

/** The next whole number of the form 1, 2 or 5 times a power of ten. */
function roundUp(width: number): number {
  for (let power = 1; ; power *= 10) {
    for (const digit of [1, 2, 5]) if (digit * power >= width) return digit * power;
  }
}
