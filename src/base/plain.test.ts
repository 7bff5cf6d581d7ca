/** Plain values: their canonical form and their text, which is equal for equal values. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { format, formatName, NotReadable, parse } from "./text.ts";
import { canonical, equal, mutableCopy, NotPlain, type Plain } from "./value.ts";

const odd = fc.constantFrom(
  "",
  "a b",
  "1st",
  'say "hi"',
  "back\\slash",
  "née",
  "日本",
  "😀",
  "line\nbreak",
  "n",
);
const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), odd);
const key = fc
  .oneof(text, fc.constantFrom("type", "constructor", "toString"))
  .filter((name) => name !== "__proto__");
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    fc.uniqueArray(tie("value"), { maxLength: 4, selector: textOf }).map((list) => new Set(list)),
    fc
      .uniqueArray(fc.tuple(tie("value"), tie("value")), { maxLength: 4, selector: ([name]) => textOf(name) })
      .map((entries) => new Map(entries)),
  ),
}));

function textOf(value: unknown): string {
  return format(canonical(value));
}

describe("canonical", () => {
  test("does not copy what is canonical, also where it stands in something else", () => {
    const part = canonical({ list: [1, { a: new Map([["x", new Set([1])]]) }] });
    expect(canonical(part)).toBe(part);
    expect((canonical({ part, more: 1 }) as { part: Plain }).part).toBe(part);
    expect(canonical({ ...(part as object) })).not.toBe(part);
  });

  test("copies what is frozen, for it may hold what is not", () => {
    const frozen = Object.freeze({ list: [1] });
    const plain = canonical(frozen) as { list: number[] };
    frozen.list.push(2);
    expect(plain).toEqual({ list: [1] });
    expect(canonical(new Proxy(plain, {}))).not.toBe(plain);
  });

  test("counts the depth of what is canonical", () => {
    let deep: Plain = [];
    for (let depth = 1; depth < 256; depth++) deep = canonical([deep]);
    expect(() => canonical([deep])).toThrow(/deeper than 256 values in each other$/);
    expect(() => canonical({ a: [new Set([deep])] })).toThrow(NotPlain);
  });

  property.prop([anything])(
    "is idempotent and frozen, and a copy of it is equal and may be changed",
    (value) => {
      const plain = canonical(value);
      expect(canonical(plain)).toEqual(plain);
      const copy = mutableCopy(plain);
      expect(equal(copy, plain)).toBe(true);
      if (typeof plain !== "object" || plain === null) return;
      expect(Object.isFrozen(plain)).toBe(true);
      expect(Object.isFrozen(copy)).toBe(false);
    },
  );

  test("knows no order of keys, entries and elements", () => {
    expect(textOf({ b: 1, a: 0 })).toBe("{a: 0, b: 1}");
    expect(
      textOf(
        new Map([
          ["b", 1],
          ["a", 2],
        ]),
      ),
    ).toBe('Map{"a": 2, "b": 1}');
    expect(textOf(new Set([3, 1, 2]))).toBe("Set{1, 2, 3}");
    expect(textOf([3, 1, 2])).toBe("[3, 1, 2]");
  });

  test("Maps and Sets refuse changes", () => {
    const map = canonical(new Map([["a", 1]])) as Map<Plain, Plain>;
    const set = canonical(new Set([1])) as Set<Plain>;
    for (const change of [
      () => map.set("b", 2),
      () => map.delete("a"),
      () => map.clear(),
      () => set.add(2),
    ]) {
      expect(change).toThrow(new TypeError("Cannot assign to read only Map or Set"));
    }
    expect([textOf(map), textOf(set)]).toEqual(['Map{"a": 1}', "Set{1}"]);
  });

  const cycle: { next?: unknown } = {};
  cycle.next = [cycle];
  class Vote {}
  const bare = Object.assign(Object.create(null) as object, { a: 1 });
  test.each([
    [undefined, "the value is undefined (say null)"],
    [{ a: [1, undefined] }, ".a[1] is undefined (say null)"],
    [{ act: function run() {} }, ".act is a function (run)"],
    [[() => 1], "[0] is a function (without a name)"],
    [{ log: [{ vote: new Vote() }] }, ".log[0].vote is an instance of Vote"],
    [{ when: new Date(0) }, ".when is an instance of Date"],
    [cycle, ".next[0] is part of itself (a cycle)"],
    [{ [Symbol("s")]: 1 }, "the value is an object with a symbol as key"],
    [{ a: Symbol("s") }, ".a is a symbol"],
    [JSON.parse('{"a":{"__proto__":1}}'), ".a is an object with the key __proto__"],
    [
      { list: Object.assign([1], { last: 0 }) },
      ".list.last is a property that is no element, which would be lost",
    ],
    [Object.assign([1], { "01": 0 }), ".01 is a property that is no element, which would be lost"],
    [
      Object.assign([1], { 4294967295: 0 }),
      ".4294967295 is a property that is no element, which would be lost",
    ],
    [
      Object.defineProperty([1], "last", { value: 0 }),
      ".last is a property that is no element, which would be lost",
    ],
    [
      Object.defineProperty(new Set(), "last", { value: 0 }),
      ".last is a property that is no element, which would be lost",
    ],
    [/(b)/.exec("abc"), ".index is a property that is no element, which would be lost"],
    [Object.assign(new Map(), { size2: 1 }), ".size2 is a property that is no element, which would be lost"],
    [
      Object.assign([], { [Symbol("s")]: 1 }),
      "[Symbol(s)] is a property that is no element, which would be lost",
    ],
    [
      {
        get now() {
          return 1;
        },
      },
      ".now is computed whenever it is read (a getter)",
    ],
    [
      Object.defineProperty({}, "hidden", { value: 1 }),
      ".hidden is a property that is not enumerable, which would be lost",
    ],
    [new (class Stack extends Array {})(), "the value is an instance of Stack"],
    [Object.setPrototypeOf([1], { top: 1 }), "the value is an instance of Object"],
    [{ by: bare }, ".by is an object without a prototype (say {} or a Map)"],
    [{ by: Object.create(Object.create(null) as object) as object }, ".by is an instance of a class"],
    [new (class Votes extends Map {})(), "the value is an instance of Votes"],
    [Array(2), "[0] is undefined (say null)"],
    [new Map([["p1", { x: undefined }]]), '.get("p1").x is undefined (say null)'],
    [new Map([[new Vote(), 1]]), ".keys() is an instance of Vote"],
    [new Set([[undefined]]), ".values()[0] is undefined (say null)"],
    [
      {
        m: new Map([
          [[1], 1],
          [[1], 2],
        ]),
      },
      ".m is a Map with two keys that are equal by value: [1]",
    ],
    [{ s: new Set([{ a: 1 }, { a: 1 }]) }, ".s is a Set with two elements that are equal by value: {a: 1}"],
  ])("refuses what is not plain: case %#", (value, message) => {
    expect(() => canonical(value)).toThrow(NotPlain);
    expect(() => canonical(value)).toThrow(new RegExp(`^${escaped(message)}$`));
  });

  test("one object in two places is no cycle", () => {
    const shared = { a: 1 };
    expect(textOf([shared, { shared }])).toBe("[{a: 1}, {shared: {a: 1}}]");
  });
});

function escaped(message: string): string {
  return message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

describe("text", () => {
  property.prop([anything])("is read back as the same value", (value) => {
    const plain = canonical(value);
    expect(canonical(parse(format(plain)))).toEqual(plain);
  });

  property.prop([anything, anything])("is equal only for equal values", (a, b) => {
    const same = textOf(a) === textOf(b);
    expect(equal(canonical(a), canonical(b))).toBe(same);
    if (same) expect(canonical(a)).toEqual(canonical(b));
  });

  test("reads like TypeScript", () => {
    const value = {
      votes: new Map([["p1", 3]]),
      seen: new Set([1, 2]),
      done: false,
      big: 10n,
      "odd key": [null],
    };
    expect(textOf(value)).toBe(
      '{big: 10n, done: false, "odd key": [null], seen: Set{1, 2}, votes: Map{"p1": 3}}',
    );
    expect([0, -0, 1.5, 1e21, -1e-7, NaN, -Infinity].map(textOf)).toEqual([
      "0",
      "-0",
      "1.5",
      "1e+21",
      "-1e-7",
      "NaN",
      "-Infinity",
    ]);
    expect(["ballot", "a-b", "1", ""].map(formatName)).toEqual(["ballot", '"a-b"', '"1"', '""']);
  });

  test("may hold strings of any length", () => {
    for (const long of ["x".repeat(9_000_000), '"\\'.repeat(1_000_000)])
      expect(parse(format([long])) as readonly string[]).toEqual([long]);
    expect(() => parse('"a\\"')).toThrow("expected a value at character 1");
  });

  test("may have white space anywhere between its parts", () => {
    expect(parse(" { a : [ 1 , 2n ] , b : Map{ 1 : Set{ } } } ")).toEqual({
      a: [1, 2n],
      b: new Map([[1, new Set()]]),
    });
  });

  test.each([
    ["", 0, "expected a value at character 1"],
    ["[1, 2", 5, "expected a comma or ] at character 6"],
    ["{a 1}", 2, "expected a colon at character 3"],
    ["{1: 2}", 1, "expected a name at character 2"],
    ["Set{1", 5, "expected a comma or } at character 6"],
    ["Map{1}", 5, "expected a colon at character 6"],
    ["1 2", 1, "expected the end at character 2"],
    ["[1,]", 3, "expected a value at character 4"],
    ["maybe", 0, "expected a value at character 1"],
  ])("that is not one says where: %s", (unreadable, offset, message) => {
    const error = errorOf(() => parse(unreadable));
    expect(error).toBeInstanceOf(NotReadable);
    expect(error).toMatchObject({ message, offset });
  });
});

function errorOf(body: () => unknown): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
