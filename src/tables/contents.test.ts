import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { format } from "../base/text.ts";
import { canonical, type Plain } from "../base/value.ts";
import { Contents } from "./contents.ts";

const plain = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, true, 0, -0, 1, NaN, 1n, "1", "x", "null"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "1"), tie("value"), { maxKeys: 3 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }).map((list) => new Set(list)),
      fc
        .dictionary(fc.constantFrom("a", "b"), tie("value"), { maxKeys: 2 })
        .map((record) => new Map(Object.entries(record))),
    ),
  }))
  .value.map((value) => canonical(value));

property.prop([fc.array(plain, { maxLength: 20 })])(
  "values have the same number if and only if they have the same text",
  (values) => {
    const [contents, other] = [new Contents(), new Contents()];
    const numberOf = new Map<string, number>();
    for (const value of [...values, ...values]) {
      const known = numberOf.get(format(value)) ?? numberOf.size;
      numberOf.set(format(value), known);
      expect(contents.number(value)).toBe(known);
      expect(other.number(canonical([value]))).toBe(known);
      expect(format(contents.value(known))).toBe(format(value));
    }
  },
);

test("what stands in a value and by itself is one value, counted when it is asked for", () => {
  const contents = new Contents();
  const part = canonical({ log: [1, 2], at: new Map([["p", [1, 2]]]) });
  expect(contents.number(canonical([part, part, "p"]))).toBe(0);
  expect(contents.number(part)).toBe(1);
  expect(contents.number((part as { log: Plain }).log)).toBe(2);
  expect(contents.number(canonical([1, 2]))).toBe(2);
  expect(contents.number("p")).toBe(3);
});
