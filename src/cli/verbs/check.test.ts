import { expect, test } from "vitest";
import { limitsOf, parseLimit } from "./check.ts";

const limit = parseLimit;

test("limits have units", () => {
  expect(limit("configurations=1e6")).toEqual({ kind: "configurations", count: 1_000_000 });
  expect(limit("configurations=1_000")).toEqual({ kind: "configurations", count: 1_000 });
  expect(limit("memory=1.5GB")).toEqual({ kind: "memory", bytes: 1.5 * 2 ** 30 });
  expect(limit("memory=500mb")).toEqual({ kind: "memory", bytes: 500 * 2 ** 20 });
  expect(limit("time=90s")).toEqual({ kind: "time", ms: 90_000 });
  expect(limit("time=5m")).toEqual({ kind: "time", ms: 300_000 });
});

test.each([
  "",
  "memory",
  "memory=",
  "memory=-1GB",
  "memory=2XB",
  "time=30",
  "time=0s",
  "configurations=1.5",
  "depth=3",
])("%j is no limit", (text) => {
  expect(() => limit(text)).toThrow(/limit|amount|length of time|number of configurations/);
});

test("of several limits of one kind the last counts", () => {
  expect(limitsOf([limit("time=1s"), limit("memory=1MB"), limit("time=2s")])).toEqual({
    memoryBytes: 2 ** 20,
    timeMs: 2_000,
  });
});
