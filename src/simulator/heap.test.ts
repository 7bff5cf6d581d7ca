import fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "./heap.ts";

test("a heap gives items back in the order of their moments, and of their arrival", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (moments) => {
      const heap = new Heap();
      for (const [item, moment] of moments.entries()) heap.push(item, moment);
      const order: number[] = [];
      for (let first = heap.first(); first !== undefined; first = heap.first()) {
        order.push(first.item);
        heap.pop();
      }
      const expected = [...moments.keys()].sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0) || a - b);
      expect(order).toEqual(expected);
      expect(heap.size).toBe(0);
    }),
  );
});
