/** Marks on the local graph, whatever the order in which edges and items come. */
import { expect, test } from "vitest";
import { LocalGraph, type LocalEdge } from "./localGraph.ts";

/** A graph in which item 8 acts in state 3 alone, and does not outlast a move by process 5. */
function graph(...edges: readonly (readonly [from: number, to: number, by?: number])[]): LocalGraph {
  const lasts = (_: number, { by }: LocalEdge): boolean => by !== 5;
  const made = new LocalGraph({ isIdle: (local) => local !== 3, lasts, untold: () => [] });
  for (const [from, to, by = 1] of edges) made.learn({ from, to, by });
  return made;
}

test("an item matters where it acts, and nowhere else by itself", () => {
  const made = graph();
  expect([1, 2, 3, 4].map((local) => made.matters(local, 8))).toEqual([false, false, true, false]);
});

test("an item matters in all states that lead to one where it acts", () => {
  const made = graph([1, 2], [2, 3], [3, 4]);
  expect(made.matters(3, 8)).toBe(true);
  expect([1, 2, 4].map((local) => made.matters(local, 8))).toEqual([true, true, false]);
});

test("an edge that is learnt later takes it there, too", () => {
  const made = graph([1, 2]);
  expect(made.matters(3, 8)).toBe(true);
  expect(made.matters(1, 8)).toBe(false);
  made.learn({ from: 2, to: 3, by: 1 });
  expect(made.matters(1, 8)).toBe(true);
});

test("what is left out is asked about in all later states, along known edges", () => {
  const made = graph([1, 2], [2, 3]);
  made.leaveOut(1, 8);
  expect(made.wrong).toBeGreaterThan(0);
});

test("and along edges that are learnt later", () => {
  const made = graph([1, 2]);
  made.leaveOut(1, 8);
  expect(made.wrong).toBe(0);
  made.learn({ from: 2, to: 3, by: 1 });
  expect(made.wrong).toBeGreaterThan(0);
});

test("to leave out what is known to matter is wrong", () => {
  const made = graph([1, 2]);
  made.matters(3, 8);
  made.learn({ from: 2, to: 3, by: 1 });
  made.leaveOut(2, 8);
  expect(made.wrong).toBeGreaterThan(0);
});

test("what a move ends is not carried along it", () => {
  const made = graph([1, 2], [2, 3, 5]);
  made.leaveOut(1, 8);
  expect(made.wrong).toBe(0);
  expect(made.matters(3, 8)).toBe(true);
  expect(made.matters(2, 8)).toBe(false);
});

test("unless another move with the same ends carries it", () => {
  const made = graph([1, 2], [2, 3, 5]);
  made.leaveOut(1, 8);
  made.learn({ from: 2, to: 3, by: 1 });
  expect(made.wrong).toBeGreaterThan(0);
});

test("to begin again forgets what was left out, and not what matters", () => {
  const made = graph([1, 2], [2, 3]);
  made.leaveOut(1, 8);
  made.beginAgain();
  expect(made.wrong).toBe(0);
  expect(made.matters(1, 8)).toBe(true);
});

test("where an item is known to act is told when it is first doubted, and counts from then on", () => {
  const asked: number[] = [];
  const untold = (item: number): number[] => (asked.push(item), [4]);
  const made = new LocalGraph({ isIdle: (local) => local !== 3, lasts: () => true, untold });
  made.learn({ from: 1, to: 2, by: 1 });
  made.learn({ from: 2, to: 4, by: 1 });
  expect(made.matters(3, 8)).toBe(true);
  expect(asked).toEqual([]);
  expect(made.matters(1, 8)).toBe(true);
  expect(made.matters(1, 8)).toBe(true);
  expect(asked).toEqual([8]);
});
