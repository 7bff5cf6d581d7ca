import { expect, test } from "vitest";
import { bytes, counted, duration } from "./amounts.ts";

test("amounts read well", () => {
  expect([0, 999, 1_024, 1_500_000, 2 ** 31].map(bytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 KB",
    "1.4 MB",
    "2.0 GB",
  ]);
  expect([1, 2, 1_234_567].map((number) => counted(number, "step"))).toEqual([
    "1 step",
    "2 steps",
    "1,234,567 steps",
  ]);
  expect([0.014, 12.34, 59.99, 185, 7_260].map(duration)).toEqual([
    "0.01 s",
    "12.3 s",
    "60.0 s",
    "3 min 5 s",
    "2 h 1 min",
  ]);
});
