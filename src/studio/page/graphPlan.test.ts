import { expect, test } from "vitest";
import { planOfGraph } from "./graphPlan.ts";

/** A graph of which the depths and the edges alone matter. */
function planOf(depths: readonly number[], edges: readonly (readonly [number, number])[]) {
  const nodes = depths.map((depth) => ({ depth, isEnd: false, refuted: [], decided: [], events: [] }));
  return planOfGraph({ nodes, edges, values: [], isCut: false, path: [] });
}

test("configurations stand in layers by their steps, and apart from each other", () => {
  const depths = [0, 1, 1, 2, 2, 2, 3];
  const { nodes, height } = planOf(depths, [
    [0, 1],
    [0, 2],
    [1, 3],
    [1, 4],
    [2, 4],
    [2, 5],
    [4, 6],
  ]);
  const heights = [...new Set(nodes.map(({ y }) => y))];
  expect(heights).toHaveLength(4);
  expect(depths.map((depth) => heights[depth])).toEqual(nodes.map(({ y }) => y));
  expect(Math.max(...heights)).toBeLessThan(height);
  for (const y of heights) {
    const layer = nodes.filter((node) => node.y === y).map(({ x }) => x);
    const sorted = layer.toSorted((a, b) => a - b);
    for (const [i, x] of sorted.entries()) if (i > 0) expect(x - (sorted[i - 1] ?? 0)).toBeGreaterThan(30);
  }
});

test("who has one neighbour stands on its line, and ways do not cross without need", () => {
  // Found in an order in which both ways would cross.
  const { nodes } = planOf(
    [0, 1, 1, 2, 2],
    [
      [0, 1],
      [0, 2],
      [1, 4],
      [2, 3],
    ],
  );
  const [root, left, right, belowRight, belowLeft] = nodes.map(({ x }) => x);
  expect([belowLeft, belowRight]).toEqual([left, right]);
  expect((left ?? 0) < (right ?? 0)).toBe((belowLeft ?? 0) < (belowRight ?? 0));
  expect(root).toBeCloseTo(((left ?? 0) + (right ?? 0)) / 2);
});

test("a way that leads back is told from one that leads on", () => {
  const { edges } = planOf(
    [0, 1, 1],
    [
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 2],
    ],
  );
  expect(edges.map(({ isBack }) => isBack)).toEqual([false, false, true, true]);
});

test("layers without a configuration take no room, as where a history comes back to where it was", () => {
  const { nodes } = planOf(
    [2, 5],
    [
      [0, 1],
      [1, 0],
    ],
  );
  expect((nodes[1]?.y ?? 0) - (nodes[0]?.y ?? 0)).toBe(84);
});
