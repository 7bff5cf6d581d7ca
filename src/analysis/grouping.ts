/**
 * Groups of nodes of a graph that are looked at as one, so that a graph of thousands becomes a picture. Each
 * node is in one group, and groups are numbered as their first nodes are. Steps within a group are not seen;
 * each other step is one from group to group.
 */
import type { Digraph } from "../base/digraph.ts";

/** The group of each node, and the number of groups. */
export interface Grouping {
  readonly of: Int32Array;
  readonly count: number;
}

/** The groups in which each node is alone. */
export function singles({ size }: Digraph): Grouping {
  return { of: Int32Array.from({ length: size }, (_, node) => node), count: size };
}

/**
 * The groups in which ways without a fork are one: a node to which one step leads, and from which one leads
 * on, is in the group of the node before it, if both look the same.
 * @param graph whose nodes are numbered so that each but the first ones has a smaller one before it
 * @param lookOf the look of a node, as a number
 * @param isInitial whether executions begin in a node: such a node begins a group
 */
export function chainsIn(
  graph: Digraph,
  lookOf: (node: number) => number,
  isInitial: (node: number) => boolean,
): Grouping {
  const { size, first, to } = graph;
  const before = new Int32Array(size).fill(NONE);
  const after = new Int32Array(size).fill(NONE);
  const noted = (other: number, known: number): number =>
    known === NONE || known === other ? other : SEVERAL;
  for (let node = 0; node < size; node++) {
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const next = to[edge] as number;
      if (next === node) continue;
      after[node] = noted(next, after[node] as number);
      before[next] = noted(node, before[next] as number);
    }
  }
  const parents = singles(graph).of;
  for (let node = 0; node < size; node++) {
    const parent = before[node] as number;
    if (isInitial(node) || parent < 0 || parent > node || (after[node] as number) < 0) continue;
    if (lookOf(parent) === lookOf(node) && after[parent] !== SEVERAL) parents[node] = parent;
  }
  return numbered(parents);
}

/** The groups in which all that looks the same, and is joined by steps that keep the look, is one. */
export function alikeIn(graph: Digraph, lookOf: (node: number) => number): Grouping {
  const { size, first, to } = graph;
  const parents = singles(graph).of;
  for (let node = 0; node < size; node++) {
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const next = to[edge] as number;
      if (lookOf(next) === lookOf(node)) join(parents, node, next);
    }
  }
  return numbered(parents);
}

/** No node, and several. */
const NONE = -1;
const SEVERAL = -2;

/** The first node of the group of a node, so far. */
function rootOf(parents: Int32Array, node: number): number {
  let root = node;
  while (parents[root] !== root) root = parents[root] as number;
  // Whoever was passed is nearer from now on (R. Tarjan, Efficiency of a good but not linear set union
  // algorithm, JACM 1975).
  for (let one = node; one !== root;) {
    const next = parents[one] as number;
    parents[one] = root;
    one = next;
  }
  return root;
}

function join(parents: Int32Array, a: number, b: number): void {
  const [one, other] = [rootOf(parents, a), rootOf(parents, b)];
  parents[Math.max(one, other)] = Math.min(one, other);
}

/** The groups of nodes with one root, which is the first of them. */
function numbered(parents: Int32Array): Grouping {
  const of = new Int32Array(parents.length);
  let count = 0;
  for (let node = 0; node < parents.length; node++) {
    const root = rootOf(parents, node);
    of[node] = root === node ? count++ : (of[root] as number);
  }
  return { of, count };
}
