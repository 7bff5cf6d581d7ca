import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ABSENT, Interner, IntList, ListInterner, PairTable } from "./integers.ts";

const small = fc.nat({ max: 40 });

describe("IntList", () => {
  it("grows, and fills what it skips", () => {
    const list = new IntList(1);
    list.put(5, 7, ABSENT);
    list.push(9);
    expect(Array.from(list.data.subarray(0, list.length))).toEqual([-1, -1, -1, -1, -1, 7, 9]);
  });
});

describe("PairTable", () => {
  it("is a map from pairs", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 2 ** 31 - 2 }), small, small)), (entries) => {
        const table = new PairTable(1);
        const model = new Map<string, number>();
        for (const [a, b, value] of entries) {
          expect(table.get(a, b)).toBe(model.get(`${a},${b}`) ?? ABSENT);
          if (!model.has(`${a},${b}`)) table.add(a, b, value);
          model.set(`${a},${b}`, model.get(`${a},${b}`) ?? value);
        }
        for (const [key, value] of model)
          expect(table.get(...(key.split(",").map(Number) as [number, number]))).toBe(value);
      }),
    );
  });
});

describe("ListInterner", () => {
  it("gives equal lists equal ids, counted from 0, and gives the lists back", () => {
    fc.assert(
      fc.property(fc.array(fc.array(small, { maxLength: 4 }), { maxLength: 80 }), (lists) => {
        const interner = new ListInterner();
        const model = new Map<string, number>();
        for (const list of lists) {
          const id = interner.id(list);
          if (!model.has(list.join())) expect(id).toBe(model.size);
          model.set(list.join(), model.get(list.join()) ?? id);
          expect(id).toBe(model.get(list.join()));
          expect(interner.list(id)).toEqual(list);
        }
        expect(interner.count).toBe(model.size);
      }),
    );
  });
});

describe("Interner", () => {
  it("keeps the first value with a text", () => {
    const interner = new Interner<string>();
    expect([interner.id("x", "first"), interner.id("y", "other"), interner.id("x", "second")]).toEqual([
      0, 1, 0,
    ]);
    expect(interner.value(0)).toBe("first");
  });
});
