/**
 * The turning point of a bad execution: the last of its configurations from which it could still have come
 * out well, and the shortest way from there on which it does. So many steps two executions have in common
 * of which one violates a property and the other does not, and no more.
 */
import type { GraphWalk } from "./longestPaths.ts";
import type { Digraph } from "../base/digraph.ts";
import { turned } from "../base/predecessors.ts";

/** The good outcomes: configurations, and those that a way to them may pass. */
export interface GoodOutcomes {
  isGood(node: number): boolean;
  isAllowed(node: number): boolean;
}

/** A turning point. */
export interface TurningPoint {
  /** The number of steps up to it; absent if it lies before the first: what is good begins otherwise. */
  readonly common?: number;
  /** The walk from the beginning to it, and on to a good outcome. */
  readonly walk: GraphWalk;
}

/**
 * The turning point of a walk, which stays where that is allowed until it comes to its last node; undefined
 * if nothing good can come of any beginning.
 */
export function turningPoint(
  graph: Digraph & { readonly initial: number },
  bad: GraphWalk,
  outcomes: GoodOutcomes,
): TurningPoint | undefined {
  const distance = distancesTo(graph, outcomes);
  const common = bad.nodes.findLastIndex((node) => distance[node] !== -1);
  if (common !== -1) {
    const stem = { nodes: bad.nodes.slice(0, common + 1), edges: bad.edges.slice(0, common) };
    return { common, walk: continued(graph, distance, stem) };
  }
  let start = -1;
  for (let node = 0; node < graph.initial; node++) {
    const isNearer = start === -1 || (distance[node] as number) < (distance[start] as number);
    if (distance[node] !== -1 && isNearer) start = node;
  }
  return start === -1 ? undefined : { walk: continued(graph, distance, { nodes: [start], edges: [] }) };
}

/** A walk that goes on to the nearest good outcome. */
function continued(graph: Digraph, distance: Int32Array, stem: GraphWalk): GraphWalk {
  const [nodes, edges] = [[...stem.nodes], [...stem.edges]];
  for (let node = nodes.at(-1) as number; distance[node] !== 0;) {
    const edge = nearer(graph, distance, node);
    edges.push(edge);
    nodes.push((node = graph.to[edge] as number));
  }
  return { nodes, edges };
}

/** The number of steps from each configuration to a good one, over allowed ones; -1 where there is no way. */
function distancesTo(graph: Digraph, { isGood, isAllowed }: GoodOutcomes): Int32Array {
  const { first, to } = turned(graph);
  const distance = new Int32Array(graph.size).fill(-1);
  const queue: number[] = [];
  const reach = (node: number, steps: number): void => {
    if (distance[node] !== -1 || !isAllowed(node)) return;
    distance[node] = steps;
    queue.push(node);
  };
  for (let node = 0; node < graph.size; node++) if (isGood(node)) reach(node, 0);
  for (const node of queue)
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      reach(to[edge] as number, (distance[node] as number) + 1);
  return distance;
}

/** An edge that leads nearer to what is good. */
function nearer({ first, to }: Digraph, distance: Int32Array, node: number): number {
  for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
    if ((distance[to[edge] as number] as number) === (distance[node] as number) - 1) return edge;
  throw new Error("a good outcome is reached step by step");
}
