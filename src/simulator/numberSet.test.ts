import { fc, test as property } from "@fast-check/vitest";
import { expect } from "vitest";
import { NumberSet } from "./numberSet.ts";

property.prop([
  fc.array(fc.tuple(fc.boolean(), fc.nat(40_000))),
  fc.array(fc.nat(40_001), { minLength: 1, maxLength: 20 }),
])("a set of numbers finds the next one, as a plain set does", (changes, questions) => {
  const set = new NumberSet(40_001);
  const plain = new Set<number>();
  for (const [isAdded, number] of changes) {
    if (isAdded) {
      set.add(number);
      plain.add(number);
    } else {
      set.delete(number);
      plain.delete(number);
    }
  }
  const sorted = [...plain].toSorted((a, b) => a - b);
  for (const number of [...questions, ...sorted, ...sorted.map((one) => one + 1)])
    expect(set.from(number)).toBe(sorted.find((one) => one >= number));
});
