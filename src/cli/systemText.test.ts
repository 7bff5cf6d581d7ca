/** The texts of lengths and cycles: one is not told as many. */
import { expect, test } from "vitest";
import { cycleOf } from "./systemText.ts";

const report = {
  processes: { p: 2 },
  topology: "complete",
  channels: "unordered",
  timing: "asynchronous",
  rounds: false,
  failures: [],
};

test.each([
  [1, false, "its last step happens again and again"],
  [5, false, "its last 5 steps happen again and again"],
  [1, true, "its last round happens again and again"],
  [2, true, "its last 2 rounds happen again and again"],
])("a cycle of %i (in rounds: %s)", (steps, rounds, text) => {
  expect(cycleOf(steps, { ...report, rounds }).again).toBe(text);
});
