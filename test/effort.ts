/**
 * How much a run of the tests tries. The usual run tries a little of everything; the thorough run
 * (`npm run test:thorough`) tries what that leaves out: large claims, and many more generated systems.
 * Seeds are the same in every run, unless FUZZ_SEED says otherwise.
 */

import { test } from "vitest";

/** Whether this is the thorough run. */
export const isThorough = process.env["EFFORT"] === "thorough";

/** The seed of all that is drawn: a number, 1 unless told. */
export const fuzzSeed = Number(process.env["FUZZ_SEED"] ?? 1);

/** The seeds of so many generated systems: in the usual run the first few, in the thorough run the others. */
export function seeds(few: number, all: number): number[] {
  const drawn = Array.from({ length: all }, (_, i) => 1000 * (fuzzSeed - 1) + i);
  return isThorough ? drawn.slice(few) : drawn.slice(0, few);
}

/**
 * Of combinations of three things: in the usual run a Latin square, in which each two of them meet once; in
 * the thorough run all.
 * @param combinations each with the sum of the places of its three in their lists
 * @param shortest how long the shortest of these lists is
 */
export function everyTwo<T extends { readonly turn: number }>(
  combinations: readonly T[],
  shortest: number,
): T[] {
  return combinations.filter(({ turn }) => isThorough || turn % shortest === 0);
}

/**
 * A share of what could be tried: in the usual run one in so many, in turn; in the thorough run the others.
 */
export function share<T>(list: readonly T[], oneIn: number, turn: number): T[] {
  return list.filter((_, i) => (i % oneIn === turn % oneIn) !== isThorough);
}

/** Whether golden files are to be written anew: then all is tried that has one. */
export const isUpdate = process.env["UPDATE_GOLDEN"] !== undefined;

/** A share of what has a golden file. */
export function goldenShare<T>(list: readonly T[], oneIn: number): T[] {
  return isUpdate ? [...list] : share(list, oneIn, 0);
}

/** Declares tests of which the usual run makes one in so many, in turn, and the thorough run the others. */
export function inTurn(oneIn: number): (title: string, body: () => Promise<void>) => void {
  let turn = 0;
  return (title, body) => {
    const isOfUsualRun = turn++ % oneIn === 0;
    test.skipIf(isOfUsualRun === isThorough && !isUpdate)(title, body);
  };
}
