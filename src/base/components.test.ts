/** Components are the sets of nodes that lead to each other, in the part of a graph that is asked about. */
import { expect, test } from "vitest";
import { Components } from "./components.ts";
import { seeded } from "./random.ts";

/** A graph of so many nodes, with edges between some. */
function drawn(random: ReturnType<typeof seeded>, size: number) {
  const edges = Array.from({ length: random.below(3 * size) }, () => [
    random.below(size),
    random.below(size),
  ]);
  const ordered = edges.toSorted(([a = 0], [b = 0]) => a - b);
  const first = Array.from({ length: size + 1 }, (_, i) => ordered.filter(([from = 0]) => from < i).length);
  return { size, first: Int32Array.from(first), to: Int32Array.from(ordered, ([, to = 0]) => to) };
}

/** The nodes of a part that one comes to from a node by an edge or more. */
function after({ first, to }: ReturnType<typeof drawn>, part: ReadonlySet<number>, from: number) {
  const found = new Set<number>();
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const next of to.subarray(first[node], first[node + 1])) {
      if (!part.has(next) || found.has(next)) continue;
      found.add(next);
      open.push(next);
    }
  return found;
}

const sorted = (nodes: Iterable<number>): number[] => [...nodes].sort((a, b) => a - b);

test("components are what naive search finds, of one part after the other", () => {
  const random = seeded(1);
  for (let i = 0; i < 400; i++) {
    const graph = drawn(random, 1 + random.below(12));
    const components = new Components(graph);
    for (let round = 0; round < 3; round++) {
      const part = new Set(
        Array.from({ length: graph.size }, (_, node) => node).filter(() => random.below(4) > 0),
      );
      const reached = new Map([...part].map((node) => [node, after(graph, part, node)]));
      const { nodes, first } = components.all([...part]);
      expect(sorted(nodes)).toEqual(sorted(part));
      const known = new Set<number>();
      for (const [k, begin] of first.slice(0, -1).entries()) {
        const own = nodes.subarray(begin, first[k + 1]);
        for (const node of own) {
          const mutual = [...reached.get(node)!].filter((other) => reached.get(other)!.has(node));
          expect(sorted(own)).toEqual(sorted(new Set([node, ...mutual])));
          known.add(node);
        }
        // It comes after all that an edge leads to from it.
        for (const node of own) for (const next of reached.get(node)!) expect(known).toContain(next);
      }
      const lasting = [...part].filter((node) => reached.get(node)!.has(node));
      const shown: number[] = [];
      components.each([...part], (own) => {
        const [number] = own.map((node) => components.region[node]!);
        expect(sorted(own)).toEqual(
          sorted(components.region.keys()).filter((node) => components.region[node] === number),
        );
        shown.push(...own);
      });
      expect(sorted(shown)).toEqual(sorted(lasting));
    }
  }
});

test("a path of many nodes is followed to its end", () => {
  const size = 100_000;
  const graph = {
    size,
    first: Int32Array.from({ length: size + 1 }, (_, i) => i),
    to: Int32Array.from({ length: size }, (_, i) => (i + 1) % size),
  };
  const all = Int32Array.from({ length: size }, (_, i) => i);
  expect(new Components(graph).of(all).map(({ length }) => length)).toEqual([size]);
  expect(new Components(graph).of(all.subarray(1))).toEqual([]);
});
