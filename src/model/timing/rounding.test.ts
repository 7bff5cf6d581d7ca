import { expect, test } from "vitest";
import { roundedTicks } from "./rounding.ts";

test("a few ticks with a small drift are rounded by more than the drift, and finer ticks are not", () => {
  const finer = { ticks: 6, drift: 0.1, earliest: 5, latest: 7 };
  const three = { ticks: 3, drift: 0.1, earliest: 2, latest: 4, finer };
  expect(roundedTicks(new Set([30, 3, 0]), 0.1)).toEqual([three]);
});

test("ticks that a drift leaves whole are not rounded", () => {
  expect(roundedTicks([1, 2, 3], 0)).toEqual([]);
  expect(roundedTicks([3], 0.5)).toEqual([]);
  expect(roundedTicks([10], 1)).toEqual([]);
});
