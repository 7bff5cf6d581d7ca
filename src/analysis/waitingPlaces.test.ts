/** Places come out by how late they are, and of those as late the last that was added. */
import { expect, test } from "vitest";
import { seeded } from "../base/random.ts";
import { WaitingPlaces } from "./waitingPlaces.ts";

test("the least late comes first, and of those the last that was added", () => {
  const random = seeded(1);
  const waiting = new WaitingPlaces();
  const added: (readonly [place: number, lateness: number])[] = [];
  for (let place = 0; place < 3000; place++) {
    const lateness = random.below(9);
    waiting.add(place, lateness);
    added.push([place, lateness]);
    if (random.below(3) === 0) continue;
    const [first = -1] = added.toSorted(([a, aLate], [b, bLate]) => aLate - bLate || b - a)[0] ?? [];
    expect(waiting.take()).toBe(first);
    const taken = added.findIndex(([one]) => one === first);
    added.splice(taken, 1);
  }
  while (added.length > 0) {
    expect(waiting.take()).not.toBe(undefined);
    added.pop();
  }
  expect(waiting.take()).toBe(undefined);
});
