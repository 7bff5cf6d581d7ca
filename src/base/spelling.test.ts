import { expect, test } from "vitest";
import { editDistance, nearest } from "./spelling.ts";

test.each([
  ["", "", 0],
  ["ring", "ring", 0],
  ["rnig", "ring", 1],
  ["rng", "ring", 1],
  ["ring", "king", 1],
  ["ring", "star", 4],
  ["", "ring", 4],
])("from %j to %j it takes %i slips", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test("the nearest word is suggested if it can be meant", () => {
  const words = ["agreement", "validity", "termination"];
  expect(nearest("agreemnet", words)).toBe("agreement");
  expect(nearest("Validity", words)).toBe("validity");
  expect(nearest("ring", words)).toBeUndefined();
  expect(nearest("x", ["y", "yes"])).toBe("y");
});
