import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { format } from "../base/text.ts";
import { REARRANGEMENTS } from "../base/rearranged.ts";
import { canonical, mutableCopy, NotPlain, type Plain } from "../base/value.ts";
import { Contents } from "./contents.ts";

const plain = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, true, 0, -0, 1, NaN, 1n, "1", "x", "null"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "1"), tie("value"), { maxKeys: 3, noNullPrototype: true }),
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

/** A copy in which records have got their fields in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null || value instanceof Set || value instanceof Map)
    return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, turned(part)]),
  );
}

property.prop([fc.array(plain, { maxLength: 20 })])(
  "of equal values there is one, whoever has made them, and in whatever order",
  (values) => {
    const contents = new Contents();
    const known = new Map<string, Plain>();
    const shown = values.flatMap((value) => REARRANGEMENTS.map((arrangement) => arrangement()(value)));
    for (const value of [...values, ...shown, ...values.map((one) => turned(mutableCopy(one)))]) {
      const unique = contents.unique(value);
      const text = format(unique);
      expect(text).toBe(format(canonical(value)));
      expect(unique).toBe(known.get(text) ?? unique);
      known.set(text, unique);
      if (typeof unique === "object" && unique !== null) expect(Object.isFrozen(unique)).toBe(true);
      expect(contents.number(unique)).toBe(contents.number(canonical(mutableCopy(unique))));
    }
    expect(new Set([...known.values()].map((one) => contents.number(one))).size).toBe(known.size);
  },
);

test("parts of one value are the very same as equal ones, and as those that stand by themselves", () => {
  const contents = new Contents();
  const [one, other] = [[{ a: [1] }, { a: [1] }], { list: [1] }].map((value) => contents.unique(value)) as [
    [{ a: Plain }, { a: Plain }],
    { list: Plain },
  ];
  expect(one[0]).toBe(one[1]);
  expect(other.list).toBe(one[0].a);
  expect(contents.unique([1])).toBe(other.list);
});

test("what is not plain is refused as ever, also where all that can be seen of it is known", () => {
  const contents = new Contents();
  const own = { a: 1 };
  for (const value of [own, [1], new Map(), new Set([1])]) contents.unique(value);
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const hidden = Object.defineProperty({ a: 1 }, "b", { value: 2, enumerable: false });
  const odd: readonly unknown[] = [
    {
      get a() {
        return 1;
      },
    },
    Object.assign([1], { last: 1 }),
    Object.assign(new Map(), { last: 1 }),
    new (class Point {
      a = 1;
    })(),
    { a: 1, [Symbol("b")]: 2 },
    new Array(1),
    { a: undefined },
    hidden,
    cycle,
  ];
  for (const value of odd) {
    const told = (make: (value: unknown) => Plain): string => {
      try {
        return format(make(value));
      } catch (error) {
        return (error as NotPlain).message;
      }
    };
    expect(() => contents.unique(value)).toThrow(NotPlain);
    expect(told((one) => contents.unique(one))).toBe(told(canonical));
  }
});

property.prop([plain, plain])("reads as another only where they are equal", (a, b) => {
  const contents = new Contents();
  const [one, other] = [contents.unique(a), contents.unique(b)];
  for (const value of [a, mutableCopy(a), turned(mutableCopy(a)), REARRANGEMENTS[0]()(a)])
    if (contents.readsAs(value, other)) expect(one).toBe(other);
});

test("reads as another in whatever order it lists its fields; of Maps and Sets it is not told", () => {
  const contents = new Contents();
  const known = contents.unique({ a: [1, { c: -0, b: null }], d: 1n });
  const [empty, list, set] = [{}, [], new Set([1])].map((value) => contents.unique(value));
  contents.unique([0, { toString: 1, e: 1 }]);
  expect(contents.readsAs({ d: 1n, a: [1, { b: null, c: -0 }] }, known)).toBe(true);
  expect(contents.readsAs({ d: 1n, a: [1, { b: null, c: 0 }] }, known)).toBe(false);
  expect(contents.readsAs({ d: 1n, a: [1, { b: null }] }, known)).toBe(false);
  expect(contents.readsAs({ d: 1n, a: [1] }, known)).toBe(false);
  expect(contents.readsAs({ d: 1n, a: [1, { b: null, e: -0 }] }, known)).toBe(false);
  expect(contents.readsAs({ toString: 1 }, contents.unique({ e: 1 }))).toBe(false);
  expect([contents.readsAs({}, empty), contents.readsAs([], list)]).toEqual([true, true]);
  expect([contents.readsAs({}, list), contents.readsAs(new Map(), empty)]).toEqual([false, false]);
  expect([contents.readsAs(new Set([1]), set), contents.readsAs(undefined, undefined)]).toEqual([
    false,
    true,
  ]);
  expect([contents.readsAs(undefined, known), contents.readsAs(7, undefined)]).toEqual([false, false]);
});
