import { describe, expect, test } from "vitest";
import { seeded } from "../base/random.ts";
import { distinct } from "./distinct.ts";

describe("inputs that are drawn to be different", () => {
  const random = seeded(3);
  const below = (bound: number): number => random.below(bound);

  test.each([
    ["the same list", [1, 2, 3]],
    ["a list that says some values twice", [1, 2, 2, 3, 1]],
  ])("from %s are in every order with the same probability", (_name, list) => {
    const COUNT = 12_000;
    const found = new Map<string, number>();
    for (let i = 0; i < COUNT; i++) {
      const order = distinct.draw?.([list, list, list], below)?.join("") ?? "";
      found.set(order, (found.get(order) ?? 0) + 1);
    }
    expect([...found.keys()].sort()).toEqual(["123", "132", "213", "231", "312", "321"]);
    // Five standard deviations.
    for (const count of found.values()) expect(Math.abs(count - COUNT / 6)).toBeLessThan(5 * 41);
  });

  test("are not if there are too few", () => {
    const list = [1, 1];
    expect(distinct.draw?.([list, list], below)).toBeUndefined();
    expect(distinct.draw?.([[1], [1]], below)).toBeUndefined();
  });

  test("come from the list of each process", () => {
    for (let i = 0; i < 50; i++) expect(distinct.draw?.([[2], [1, 2], [3, 2, 1]], below)).toEqual([2, 1, 3]);
  });
});
