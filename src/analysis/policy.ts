/**
 * Policies: what an adversary chooses that attains the best value. One choice for each node is enough, though
 * an adversary may remember more. Of the best edges of each node one is taken on which the goal comes nearer:
 * among those that are as good, some go round.
 */
import type { ChancyGraph } from "./chancyGraph.ts";
import type { Best } from "./intervalIteration.ts";
import { turned } from "../base/predecessors.ts";

/** A graph with the values of its nodes. */
interface ValuedGraph {
  readonly graph: ChancyGraph;
  readonly values: Float64Array;
  /** The cost of each edge; absent: 0. */
  readonly cost?: Float64Array;
  /** The nodes that the adversary wants to come to. */
  readonly isGoal: (node: number) => boolean;
  readonly best: Best;
}

/** The edge that leads nearer to the goal from each node; -1 where none does, and in the goal. */
export type Policy = Int32Array;

/** The difference of values that is taken for none. */
const TOLERANCE = 1e-7;

/** A policy that attains the values. Of a coin, it has the side that leads nearest to the goal. */
export function policyOf({ graph, values, cost, isGoal, best }: ValuedGraph): Policy {
  const { size, first, to, isChance } = graph;
  const back = turned(graph);
  const policy = new Int32Array(size).fill(-1);
  const isMet = new Uint8Array(size);
  const queue: number[] = [];
  for (let node = 0; node < size; node++) {
    if (!isGoal(node)) continue;
    isMet[node] = 1;
    queue.push(node);
  }
  const isBest = (node: number, edge: number): boolean => {
    if (isChance[node] === 1) return true;
    const value = (cost?.[edge] ?? 0) + (values[to[edge] as number] as number);
    const worse = ((values[node] as number) - value) * (best === "greatest" ? 1 : -1);
    return worse <= TOLERANCE * Math.max(1, Math.abs(value));
  };
  const edgeTo = (node: number, next: number): number => {
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      if (to[edge] === next && isBest(node, edge)) return edge;
    return -1;
  };
  for (const next of queue) {
    for (let edge = back.first[next] as number; edge < (back.first[next + 1] as number); edge++) {
      const node = back.to[edge] as number;
      if (isMet[node] === 1) continue;
      const found = edgeTo(node, next);
      if (found === -1) continue;
      isMet[node] = 1;
      policy[node] = found;
      queue.push(node);
    }
  }
  return policy;
}
