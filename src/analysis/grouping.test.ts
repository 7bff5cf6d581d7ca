/** Groups against their definition, on drawn graphs. */
import { describe, expect, test } from "vitest";
import type { Digraph } from "../base/digraph.ts";
import { seeded, type Random } from "../base/random.ts";
import { alikeIn, chainsIn, type Grouping } from "./grouping.ts";

/** A graph in which each node but the first is found from a smaller one, with some further steps. */
function drawn(random: Random): {
  graph: Digraph;
  steps: [number, number][];
  lookOf: (node: number) => number;
} {
  const size = 1 + random.below(12);
  const steps: [number, number][] = [];
  for (let node = 1; node < size; node++)
    steps.push([random.below(2) === 0 ? node - 1 : random.below(node), node]);
  for (let i = random.below(5); i > 0; i--) steps.push([random.below(size), random.below(size)]);
  const sorted = steps.toSorted(([a], [b]) => a - b);
  const first = Int32Array.from(
    { length: size + 1 },
    (_, node) => sorted.filter(([from]) => from < node).length,
  );
  const looks = Array.from({ length: size }, () => random.below(2));
  const lookOf = (node: number): number => looks[node] ?? 0;
  return { graph: { size, first, to: Int32Array.from(sorted, ([, to]) => to) }, steps: sorted, lookOf };
}

/** The nodes of each group, and the numbers of groups in the order of their first nodes. */
function membersOf({ of, count }: Grouping): number[][] {
  const members = Array.from({ length: count }, (): number[] => []);
  for (const [node, group] of of.entries()) members[group]?.push(node);
  expect(members.map(([first]) => first)).toEqual(
    members.map(([first]) => first).toSorted((a = 0, b = 0) => a - b),
  );
  return members;
}

/** All that some steps lead to from a node, in either direction. */
function joined(node: number, steps: readonly (readonly [number, number])[]): number[] {
  const found = new Set([node]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const [a, b] of steps) if (found.has(a) || found.has(b)) found.add(a).add(b);
  }
  return [...found].sort((a, b) => a - b);
}

describe("Groups of nodes", () => {
  test("what looks alike and is joined by steps that keep the look is one", () => {
    const random = seeded(1);
    for (let i = 0; i < 300; i++) {
      const { graph, steps, lookOf } = drawn(random);
      const kept = steps.filter(([a, b]) => lookOf(a) === lookOf(b));
      for (const members of membersOf(alikeIn(graph, lookOf)))
        expect(members).toEqual(joined(members[0] ?? -1, kept));
    }
  });

  test("what is one of a chain has one step to it and one from it, and nothing is lost between", () => {
    const random = seeded(2);
    let merged = 0;
    for (let i = 0; i < 300; i++) {
      const { graph, steps, lookOf } = drawn(random);
      const proper = steps.filter(([a, b]) => a !== b);
      const distinct = (list: number[]): number[] => [...new Set(list)];
      const before = (node: number): number[] =>
        distinct(proper.filter(([, b]) => b === node).map(([a]) => a));
      const after = (node: number): number[] =>
        distinct(proper.filter(([a]) => a === node).map(([, b]) => b));
      for (const [first = -1, ...rest] of membersOf(chainsIn(graph, lookOf, (node) => node === 0))) {
        let last = first;
        for (const node of rest) {
          expect([before(node), after(last), after(node).length, lookOf(node)]).toEqual([
            [last],
            [node],
            1,
            lookOf(last),
          ]);
          last = node;
          merged++;
        }
        // It could not be longer.
        const [next = -1, ...others] = after(last);
        const goesOn =
          next > last && others.length === 0 && before(next).length === 1 && after(next).length === 1;
        expect(goesOn && next !== 0 && lookOf(next) === lookOf(last)).toBe(false);
      }
    }
    expect(merged).toBeGreaterThan(100);
  });
});
