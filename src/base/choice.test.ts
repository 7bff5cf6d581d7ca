import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { everyChoice } from "./choice.ts";
import { seeded } from "./random.ts";

describe("every choice", () => {
  test("of a body without picks is one", () => {
    expect(everyChoice(() => "done")).toEqual(["done"]);
  });

  property.prop([fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })])(
    "is in lexicographic order",
    (counts) => {
      const all = everyChoice((pick) => counts.map(pick));
      const product = counts.reduce<number[][]>(
        (lists, count) => lists.flatMap((list) => Array.from({ length: count }, (_, i) => [...list, i])),
        [[]],
      );
      expect(all).toEqual(product);
    },
  );

  test("may pick more or less often, depending on what was picked", () => {
    const all = everyChoice((pick) => {
      const first = pick(3);
      return first === 1 ? [first, pick(2), pick(2)] : [first];
    });
    expect(all).toEqual([[0], [1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1], [2]]);
  });
});

describe("seeded random numbers", () => {
  test("are the same for the same seed, on every machine", () => {
    const random = seeded(1);
    const first = Array.from({ length: 4 }, () => random.next());
    const again = seeded(1);
    expect(Array.from({ length: 4 }, () => again.next())).toEqual(first);
    expect(seeded(2).next()).not.toBe(first[0]);
  });

  property.prop([fc.integer(), fc.integer({ min: 1, max: 1000 })])(
    "stay below their bound",
    (seed, bound) => {
      const random = seeded(seed);
      for (let i = 0; i < 20; i++) {
        const number = random.below(bound);
        expect(Number.isInteger(number) && number >= 0 && number < bound).toBe(true);
      }
    },
  );
});
