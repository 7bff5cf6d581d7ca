/**
 * Expected costs: what an execution costs on average until it comes to a goal, if the adversary wants much,
 * or little (D. Bertsekas and J. Tsitsiklis, *An Analysis of Stochastic Shortest Path Problems*, 1991; L. de
 * Alfaro, *Computing Minimum and Maximum Reachability Times in Probabilistic Systems*, 1999).
 */
import { EndComponents } from "../explorer/endless/endComponents.ts";
import { parts, surelyLeadingTo, type ChancyGraph } from "./chancyGraph.ts";
import { valuesOf } from "./collapsed.ts";
import type { Best, ValueBounds } from "./intervalIteration.ts";

/** A graph with costs, and where what costs comes to its end. */
interface CostlyGraph extends ChancyGraph {
  readonly cost: Float64Array;
  /** The nodes that are the goal. */
  readonly goal: Uint8Array;
  /** Whether an execution may go on when it has come to the goal, and cost more. */
  readonly goesOn: boolean;
}

/**
 * The greatest expected cost from each node. Every admissible execution has to come to the goal with
 * probability 1. @returns undefined if there is none: an adversary can go round and let it cost more and more
 */
export function greatestCost(graph: CostlyGraph): ValueBounds | undefined {
  const { size, first, to, isChance, cost, goal, goesOn } = graph;
  const settled = Float64Array.from(goal, (one) => (one === 1 && !goesOn ? 0 : Number.NaN));
  const open = Int32Array.from(settled.keys()).filter((node) => Number.isNaN(settled[node]));
  const regions = new EndComponents(graph);
  const components = regions.of(open);
  const partOf = new Int32Array(size).fill(-1);
  for (const [number, nodes] of components.entries()) for (const node of nodes) partOf[node] = number;
  for (const nodes of components)
    for (const node of nodes)
      for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
        if (partOf[to[edge] as number] === partOf[node] && (cost[edge] as number) > 0) return undefined;
  const isStuck = (node: number): boolean => first[node] === first[node + 1] && isChance[node] === 0;
  const mayEnd = (node: number): boolean => goal[node] === 1 || isStuck(node);
  return valuesOf({ ...parts(graph), cost, settled, components, mayEnd }, "greatest");
}

/** The least expected cost from each node; Infinity where it does not come to the goal with probability 1. */
export function leastCost(graph: CostlyGraph): ValueBounds {
  const { goal, isChance, first, size } = graph;
  const sure = surelyLeadingTo(graph, goal);
  const settled = Float64Array.from(goal, (one, node) => {
    if (one === 1) return 0;
    return sure[node] === 1 ? Number.NaN : Infinity;
  });
  const open = Int32Array.from(settled.keys()).filter((node) => Number.isNaN(settled[node]));
  // What costs something leads away: to go round for nothing is another matter.
  const free = graph.to.map((node, edge) => ((graph.cost[edge] as number) > 0 ? size : node));
  const ends = Int32Array.from([...first, first[size] as number]);
  const components = new EndComponents({
    size: size + 1,
    first: ends,
    to: free,
    isChance: Uint8Array.from([...isChance, 0]),
  }).of(open);
  return valuesOf({ ...parts(graph), cost: graph.cost, settled, components }, "least");
}

/** The bounds on the best value of some nodes, of which the adversary chooses one; and that one. */
export function bestOf(
  { lower, upper }: ValueBounds,
  nodes: readonly number[],
  best: Best,
): { readonly node: number; readonly lower: number; readonly upper: number } {
  const value = (node: number): number => (best === "greatest" ? lower : upper)[node] as number;
  const isBetter = (one: number, other: number): boolean =>
    best === "greatest" ? value(one) > value(other) : value(one) < value(other);
  const node = nodes.reduce((found, one) => (isBetter(one, found) ? one : found));
  const all = (values: Float64Array): number[] => nodes.map((one) => values[one] as number);
  const pick = best === "greatest" ? Math.max : Math.min;
  return { node, lower: pick(...all(lower)), upper: pick(...all(upper)) };
}
