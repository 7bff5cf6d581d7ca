/** Places are known exactly if they have been added. */
import { expect, test } from "vitest";
import { seeded } from "../base/random.ts";
import { TriedPlaces } from "./triedPlaces.ts";

test("lists are read by their numbers", () => {
  const places = new TriedPlaces(4);
  for (let i = 0; i < 1000; i++) places.add(i, 7 - i, Int32Array.of(i >> 1, 3));
  const others = new Int32Array(2);
  for (let i = 0; i < places.size; i++) {
    places.readOthers(i, others);
    expect([places.first(i), places.second(i), ...others]).toEqual([i, 7 - i, i >> 1, 3]);
  }
  expect(places.size).toBe(1000);
});

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
