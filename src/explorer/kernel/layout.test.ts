import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutFor, pack, unpack } from "./rowLayout.ts";

const slots = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 2 ** 20 }), fc.double({ min: 0, max: 0.999, noNaN: true })),
  { minLength: 1, maxLength: 40 },
);

it("packs and unpacks all values that it has room for", () => {
  fc.assert(
    fc.property(slots, (drawn) => {
      const layout = layoutFor(drawn.map(([count]) => count));
      const values = Int32Array.from(drawn, ([count, part]) => Math.floor(count * part));
      const packed = new Int32Array(layout.words + 1).fill(-1);
      pack(layout, values, packed, 1);
      const back = new Int32Array(values.length);
      unpack(layout, packed, 1, back);
      expect(back).toEqual(values);
      expect(packed[0]).toBe(-1);
    }),
  );
});

it("gives every slot disjoint bits, and every spare bit to a slot that can use it", () => {
  fc.assert(
    fc.property(slots, (drawn) => {
      const layout = layoutFor(drawn.map(([count]) => count));
      const used = Array.from({ length: layout.words }, () => 0n);
      for (const [slot] of drawn.entries()) {
        const word = layout.word[slot] as number;
        const field =
          ((1n << BigInt(layout.bits[slot] as number)) - 1n) << BigInt(layout.shift[slot] as number);
        expect((used[word] as bigint) & field).toBe(0n);
        expect(field < 1n << 32n).toBe(true);
        used[word] = (used[word] as bigint) | field;
      }
    }),
  );
});

it("changes a configuration by adding to one word", () => {
  const layout = layoutFor([5, 300, 70_000, 3]);
  const before = Int32Array.of(4, 17, 69_999, 0);
  const after = Int32Array.of(4, 299, 69_999, 0);
  const [packed, wanted] = [new Int32Array(layout.words), new Int32Array(layout.words)];
  pack(layout, before, packed, 0);
  pack(layout, after, wanted, 0);
  const word = layout.word[1] as number;
  packed[word] = (packed[word] as number) + ((299 - 17) << (layout.shift[1] as number));
  expect(packed).toEqual(wanted);
});
