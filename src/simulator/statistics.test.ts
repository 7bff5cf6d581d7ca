import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { histogram, studentT, summarize, wilson } from "./statistics.ts";

const numbers = fc.array(fc.integer({ min: -1_000, max: 100_000 }), { minLength: 1, maxLength: 50 });

describe("a summary", () => {
  test("of a small sample, by hand", () => {
    const { mean95, ...summary } = summarize([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(summary).toEqual({
      count: 8,
      mean: 5,
      deviation: Math.sqrt(32 / 7),
      min: 2,
      max: 9,
      median: 4,
      p95: 9,
    });
    // t with 7 degrees of freedom is 2.3646.
    expect(mean95?.low).toBeCloseTo(5 - (2.3646 * Math.sqrt(32 / 7)) / Math.sqrt(8), 10);
  });

  test("of one number has no interval", () => {
    expect(summarize([3])).toEqual({ count: 1, mean: 3, deviation: 0, min: 3, max: 3, median: 3, p95: 3 });
  });

  property.prop([numbers])("lies within the sample", (sample) => {
    const { min, max, mean, median, p95 } = summarize(sample);
    for (const between of [mean, median, p95]) {
      expect(between).toBeGreaterThanOrEqual(min - 1e-9);
      expect(between).toBeLessThanOrEqual(max + 1e-9);
    }
    expect(sample).toContain(median);
  });
});

test.each([
  [1, 12.706],
  [5, 2.571],
  [10, 2.228],
  [11, 2.201],
  [20, 2.086],
  [30, 2.042],
  [120, 1.98],
  [1_000_000, 1.96],
])("Student's t with %i degrees of freedom is %f, as tables have it", (degrees, value) => {
  expect(studentT(degrees)).toBeCloseTo(value, 3);
});

test.each([
  [0, 10, 0, 0.2775],
  [5, 10, 0.2366, 0.7634],
  [10, 10, 0.7225, 1],
])("Wilson's interval for %i of %i is from %f to %f", (hits, count, low, high) => {
  expect(wilson(hits, count).low).toBeCloseTo(low, 4);
  expect(wilson(hits, count).high).toBeCloseTo(high, 4);
});

describe("a histogram", () => {
  property.prop([numbers, fc.integer({ min: 2, max: 20 })])("has every number in its bar", (sample, most) => {
    const bins = histogram(sample, most);
    expect(bins.length).toBeLessThanOrEqual(most + 1);
    for (const { from, to, count } of bins)
      expect(sample.filter((number) => from <= number && number <= to).length).toBe(count);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(sample.length);
    for (const [i, { from }] of bins.entries()) if (i > 0) expect(from).toBe((bins[i - 1]?.to ?? 0) + 1);
  });

  test("has bars of round width", () => {
    expect(histogram([1, 12, 13, 39], 4)).toEqual([
      { from: 0, to: 9, count: 1 },
      { from: 10, to: 19, count: 2 },
      { from: 20, to: 29, count: 0 },
      { from: 30, to: 39, count: 1 },
    ]);
  });
});
