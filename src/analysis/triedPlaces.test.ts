/** Places are known exactly if they have been added. */
import { expect, test } from "vitest";
import { seeded } from "../base/random.ts";
import { TriedPlaces } from "./triedPlaces.ts";

test("a list is added once, however many there are", () => {
  const random = seeded(1);
  const places = new TriedPlaces(4);
  const known = new Set<string>();
  for (let i = 0; i < 5000; i++) {
    const [first = 0, second = 0, ...others] = Array.from({ length: 4 }, () => random.below(7) - 3);
    const text = [first, second, ...others].join();
    expect(places.add(first, second, Int32Array.from(others))).toBe(!known.has(text));
    known.add(text);
  }
});
