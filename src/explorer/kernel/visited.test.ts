import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf, hashOfTwo } from "./hash.ts";
import { Recent } from "./recent.ts";
import { NoRoom } from "./room.ts";
import { Visited } from "./visited.ts";

/** Adds keys in one batch; returns which positions were new. */
function add(
  visited: Visited,
  keys: readonly (readonly number[])[],
  max = Infinity,
  hash = hashOf,
): { fresh: number[]; full: boolean; lowestKnown: number } {
  const { width } = visited;
  const flat = Int32Array.from(keys.flat());
  const hashes = Int32Array.from(keys, (_key, i) => hash(flat, i * width, width));
  const fresh = new Int32Array(keys.length);
  const parents = Int32Array.from(keys, (_key, i) => i * 7);
  const added = visited.add({ keys: flat, hashes, parents, fresh, length: keys.length }, max);
  return {
    fresh: Array.from(fresh.subarray(0, added.fresh)),
    full: added.full,
    lowestKnown: added.lowestKnown,
  };
}

const batches = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.tuple(
    fc.constant(width),
    fc.array(
      fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: width, maxLength: width }), {
        maxLength: 30,
      }),
      { maxLength: 20 },
    ),
  ),
);

describe("Visited", () => {
  it("is a set that numbers its keys in order and keeps their parents, whatever its size", () => {
    fc.assert(
      fc.property(batches, ([width, drawn]) => {
        const visited = new Visited(width, 64, { tableLog2: 2 });
        const model = new Map<string, number>();
        for (const keys of drawn) {
          const known = keys.map((key) => model.get(key.join())).filter((number) => number !== undefined);
          const fresh = keys.flatMap((key, i) =>
            model.has(key.join()) ? [] : (model.set(key.join(), model.size), [i]),
          );
          const added = add(visited, keys);
          expect(added.fresh).toEqual(fresh);
          if (known.length > 0) expect(added.lowestKnown).toBeLessThanOrEqual(Math.min(...known));
        }
        expect(visited.count).toBe(model.size);
        for (const [key, number] of model)
          expect(visited.find(Int32Array.from(key.split(","), Number))).toBe(number);
      }),
    );
  });

  it("tells keys apart that have the same hash", () => {
    const visited = new Visited(1, 16, { tableLog2: 3 });
    const same = (): number => 0x1234_5678;
    expect(add(visited, [[1], [2], [3], [2]], Infinity, same).fresh).toEqual([0, 1, 2]);
    expect(add(visited, [[3], [4], [1]], Infinity, same).fresh).toEqual([1]);
    expect(add(visited, [[3], [2]], Infinity, same)).toMatchObject({ fresh: [], lowestKnown: 1 });
    expect(add(visited, [[4], [5]], Infinity, same)).toMatchObject({ fresh: [1], lowestKnown: 3 });
  });

  it("compares all words of keys that have the same hash", () => {
    for (const different of [0, 1, 2]) {
      const visited = new Visited(3, 16, { tableLog2: 3 });
      const same = (): number => 0x1234_5678;
      const other = [7, 7, 7].with(different, 8);
      expect(add(visited, [[7, 7, 7]], Infinity, same).fresh).toEqual([0]);
      expect(add(visited, [other, [7, 7, 7]], Infinity, same).fresh).toEqual([0]);
      expect(add(visited, [[7, 7, 7], other, [9, 9, 9]], Infinity, same)).toMatchObject({
        fresh: [2],
        lowestKnown: 0,
      });
      const keys = Int32Array.from(other);
      visited.findAll({ keys, hashes: Int32Array.of(same()), length: 1 });
      expect(visited.numbers[0]).toBe(1);
    }
  });

  it("keeps parents, and finds everything again when its keys are written anew", () => {
    const visited = new Visited(1, 300_000, { tableLog2: 2 });
    const keys = Array.from({ length: 200_000 }, (_, i) => [i * 3]);
    add(visited, keys);
    visited.rekey(2, (from, start, to, at) => {
      to[at] = 5;
      to[at + 1] = from[start] as number;
    });
    for (const i of [0, 1, 131_071, 131_072, 199_999]) {
      expect(visited.find(Int32Array.of(5, i * 3))).toBe(i);
      expect(visited.parent(i)).toBe(i * 7);
    }
    expect(visited.find(Int32Array.of(5, 1))).toBe(-1);
    expect(
      add(visited, [
        [5, 3],
        [5, 4],
      ]).fresh,
    ).toEqual([1]);
  });

  it("is as it was where it has to grow and may not", () => {
    let isFull = false;
    const small = new Visited(1, 16, { tableLog2: 3, hasRoom: () => !isFull });
    add(small, [[1], [2], [3], [4], [5]]);
    isFull = true;
    expect(() => add(small, [[6], [7]])).toThrow(NoRoom);
    expect([1, 5, 6].map((key) => small.find(Int32Array.of(key)))).toEqual([0, 4, -1]);
    expect(add(small, [[5]]).fresh).toEqual([]);

    isFull = false;
    const wide = new Visited(1, 16, { hasRoom: () => !isFull });
    add(wide, [[1], [2]]);
    isFull = true;
    expect(() => wide.rekey(2, () => expect.unreachable())).toThrow(NoRoom);
    expect(wide.find(Int32Array.of(2))).toBe(1);
    wide.rekey(1, (from, start, to, at) => (to[at] = (from[start] as number) + 1));
    expect([wide.find(Int32Array.of(3)), wide.parent(1)]).toEqual([1, 7]);
  });

  it("grows in a large step only if what fills it has room, too", () => {
    const asked: number[] = [];
    const visited = new Visited(1, 99_000, { hasRoom: (bytes) => (asked.push(bytes), bytes < 4 * 2 ** 20) });
    add(
      visited,
      Array.from({ length: 90_000 }, (_, i) => [i]),
    );
    const chunks = [9, 11, 13, 15, 17].map((log2) => 8 * 2 ** log2);
    expect(asked).toEqual([16 * 2 ** 20, 4 * 2 ** 17, ...chunks]);
    expect(visited.count).toBe(90_000);
  });

  it("takes no more than it may", () => {
    const visited = new Visited(1, 16);
    expect(add(visited, [[1], [2], [3]], 2)).toMatchObject({ fresh: [0, 1], full: true });
    expect(visited.count).toBe(2);
    expect(add(visited, [[2], [1]], 2)).toMatchObject({ fresh: [], full: false });
  });
});

describe("Recent", () => {
  it("never says that it has met what it has not", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat({ max: 9 }), fc.nat({ max: 2 }), fc.boolean()),
        ),
        (keys) => {
          const recent = new Recent(2);
          let met = new Set<string>();
          for (const [hash, a, b, forget] of keys) {
            if (forget) {
              recent.forget();
              met = new Set();
            }
            const says =
              hash % 2 === 0 ? recent.meet(Int32Array.of(9, a, b), 1, hash) : recent.meetTwo(a, b, hash);
            if (says) expect(met.has(`${a},${b}`)).toBe(true);
            met.add(`${a},${b}`);
          }
        },
      ),
    );
  });

  it("does remember", () => {
    const recent = new Recent(2);
    expect([
      recent.meetTwo(0, 0, 5),
      recent.meetTwo(0, 0, 5),
      recent.meet(Int32Array.of(0, 0), 0, 5),
    ]).toEqual([false, true, true]);
  });
});

it("hashes keys of two words alike by both functions", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (a, b) => hashOfTwo(a, b) === hashOf(Int32Array.of(a, b), 0, 2)),
  );
});
