import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { REARRANGEMENTS } from "./rearranged.ts";
import { canonical, equal } from "./value.ts";

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, 1, -0, 2n, "x"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie("value"), { maxKeys: 4, noNullPrototype: true }),
    fc.uniqueArray(fc.integer(), { maxLength: 4 }).map((list) => new Set(list)),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }).map((record) => new Map(Object.entries(record))),
  ),
})).value;

const [displaced, backwards] = REARRANGEMENTS;

property.prop([plain])("what is rearranged is equal to what it was", (value) => {
  const before = canonical(value);
  for (const arrangement of REARRANGEMENTS)
    expect(equal(canonical(arrangement()(before)), before)).toBe(true);
});

property.prop([fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 6 })])(
  "in the first, no element stands where it stood",
  (list) => {
    const before = canonical(new Set(list)) as Set<number>;
    const after = [...displaced()(before)];
    for (const [i, element] of [...before].entries()) expect(after[i]).not.toBe(element);
  },
);

test("keys and entries change places, at every depth, and elements of arrays do not", () => {
  const before = canonical({
    a: [1, 2],
    b: new Map([
      ["x", new Set([1, 2])],
      ["y", new Set([3])],
    ]),
    c: { d: 1, e: 2 },
  });
  const after = displaced()(before) as { a: number[]; b: Map<string, Set<number>>; c: object };
  expect(Object.keys(after)).toEqual(["b", "c", "a"]);
  expect([after.a, [...after.b.keys()], [...(after.b.get("x") ?? [])], Object.keys(after.c)]).toEqual([
    [1, 2],
    ["y", "x"],
    [2, 1],
    ["e", "d"],
  ]);
});

test("in the second, of any two elements the other comes first", () => {
  expect([...backwards()(canonical(new Set([1, 2, 3])) as Set<number>)]).toEqual([3, 2, 1]);
});

test("what has no other order is the very same", () => {
  const before = canonical({ a: [1, [2, "x"], new Set([3]), { d: null }] });
  const parts = canonical({ a: [1], b: new Map([["x", 1]]) }) as { a: object };
  for (const arrangement of REARRANGEMENTS) {
    expect(arrangement()(before)).toBe(before);
    expect(arrangement()(parts)).not.toBe(parts);
    expect(arrangement()(parts).a).toBe(parts.a);
  }
});

test("a record that nobody can change is known to show what it shows, wherever it stands", () => {
  const record = canonical({ b: 1, a: { d: null, c: 2 } });
  for (const arrangement of REARRANGEMENTS) {
    const shown = arrangement()(record) as { a: object };
    expect(Object.keys(shown)).toEqual(["b", "a"]);
    expect([Object.isFrozen(shown), Object.isFrozen(shown.a)]).toEqual([true, true]);
    expect(canonical(shown)).toBe(record);
    expect(canonical([shown])).toEqual([record]);
    expect(canonical({ ...shown, b: 2 })).toEqual(canonical({ a: { c: 2, d: null }, b: 2 }));
  }
});

test("what holds something that can be changed is looked at again", () => {
  const before = canonical({ list: [{ a: 1, b: 2 }], map: new Map([[1, 2]]), name: "x" });
  for (const arrangement of REARRANGEMENTS) {
    const shown = arrangement()(before) as { list: unknown[]; map: Map<number, number> };
    shown.list.push(3);
    shown.map.set(4, 5);
    const after = {
      list: [{ a: 1, b: 2 }, 3],
      map: new Map([
        [1, 2],
        [4, 5],
      ]),
      name: "x",
    };
    expect(canonical(shown)).toEqual(canonical(after));
  }
});
