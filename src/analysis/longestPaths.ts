/**
 * Longest paths: the greatest cost of any walk through a graph, exactly. Where a cycle costs something there
 * is none, and the cycle is shown. Otherwise whatever lies on a cycle together costs nothing among itself,
 * and is one node of a graph without cycles, in which longest paths are found from the ends backwards.
 */
import type { Digraph } from "../base/digraph.ts";
import { Components, type ComponentList } from "../base/components.ts";

/** The components that are reached, and the component of each node; -1: it is not reached. */
interface ReachedPart extends ComponentList {
  readonly of: Int32Array;
}

/** The edges of a walk, and the nodes between them: one more. */
export interface GraphWalk {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/** The costs of the edges of a graph. */
export interface CostedGraph extends Digraph {
  /** The cost of each edge, at least 0. */
  readonly cost: Int32Array | Float64Array;
  /** The nodes where walks may begin, and what each has cost already. */
  readonly starts: readonly { readonly node: number; readonly cost: number }[];
  /** Whether a walk may come to a node; all by default. */
  readonly isInside?: (node: number) => boolean;
}

/** The answer: a walk of the greatest cost, or one that goes round a cycle which costs something. */
export type Longest =
  | {
      readonly kind: "bounded";
      readonly cost: number;
      readonly walk: GraphWalk;
      /** The greatest cost of a walk from each start, by its node, with what it has cost already. */
      readonly costs: ReadonlyMap<number, number>;
    }
  | { readonly kind: "unbounded"; readonly stem: GraphWalk; readonly cycle: GraphWalk };

/** The longest walk from one of the starts; undefined if there is no start. */
export function longestWalk(graph: CostedGraph): Longest | undefined {
  const { starts, isInside = () => true } = graph;
  const inside = starts.filter(({ node }) => isInside(node));
  if (inside.length === 0) return undefined;
  const starting = inside.map(({ node }) => node);
  const reached = componentsOf(graph, reachableFrom(graph, starting, isInside));
  return costlyCycle(graph, inside, reached) ?? boundedWalk(graph, inside, reached);
}

/** The components of a part of a graph. */
function componentsOf(graph: Digraph, isReached: Uint8Array): ReachedPart {
  const part = Int32Array.from({ length: graph.size }, (_, node) => node).filter(
    (node) => isReached[node] === 1,
  );
  const { nodes, first } = new Components(graph).all(part);
  const of = new Int32Array(graph.size).fill(-1);
  for (let i = 0; i + 1 < first.length; i++)
    for (const node of nodes.subarray(first[i], first[i + 1]).sort()) of[node] = i;
  return { nodes, first, of };
}

function reachableFrom(
  { size, first, to }: Digraph,
  starts: readonly number[],
  isInside: (node: number) => boolean,
): Uint8Array {
  const reached = new Uint8Array(size);
  const stack = new Int32Array(size);
  let height = 0;
  const reach = (node: number): void => {
    if (reached[node] === 1 || !isInside(node)) return;
    reached[node] = 1;
    stack[height++] = node;
  };
  for (const node of starts) reach(node);
  while (height > 0) {
    const node = stack[--height] as number;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      reach(to[edge] as number);
  }
  return reached;
}

type WalkStarts = CostedGraph["starts"];

/** A cycle that costs something, and a way to it; undefined if there is none. */
function costlyCycle(graph: CostedGraph, starts: WalkStarts, { of }: ReachedPart): Longest | undefined {
  const { size, first, to, cost } = graph;
  for (let node = 0; node < size; node++) {
    if (of[node] === -1) continue;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const next = to[edge] as number;
      if (of[next] !== of[node] || (cost[edge] as number) === 0) continue;
      const isAround = (other: number): boolean => of[other] === of[node];
      const back = shortestWalk(graph, [next], { target: node, isInside: isAround });
      const cycle = { nodes: [node, ...back.nodes], edges: [edge, ...back.edges] };
      const isInside = (other: number): boolean => of[other] !== -1;
      const stem = shortestWalk(
        graph,
        starts.map((one) => one.node),
        { target: node, isInside },
      );
      return { kind: "unbounded", stem, cycle };
    }
  }
  return undefined;
}

/** A walk with the fewest edges from one of some nodes to another. */
function shortestWalk(
  { size, first, to }: Digraph,
  starts: readonly number[],
  { target, isInside }: { readonly target: number; readonly isInside: (node: number) => boolean },
): GraphWalk {
  const by = new Map<number, { readonly edge: number; readonly from: number } | undefined>();
  for (const node of starts) by.set(node, undefined);
  const queue = [...starts];
  for (let i = 0; i < queue.length && i <= size && !by.has(target); i++) {
    const from = queue[i] as number;
    for (let edge = first[from] as number; edge < (first[from + 1] as number); edge++) {
      const next = to[edge] as number;
      if (by.has(next) || !isInside(next)) continue;
      by.set(next, { edge, from });
      queue.push(next);
    }
  }
  const [nodes, edges] = [[target], [] as number[]];
  for (let last = by.get(target); last !== undefined; last = by.get(last.from)) {
    nodes.unshift(last.from);
    edges.unshift(last.edge);
  }
  return { nodes, edges };
}

/** A longest walk where no cycle costs anything. */
function boundedWalk(graph: CostedGraph, starts: WalkStarts, reached: ReachedPart): Longest {
  const { first, to, cost } = graph;
  const { of, nodes } = reached;
  const count = reached.first.length - 1;
  /** The greatest cost from each component on, and the edge with which a walk of that cost leaves it. */
  const best = new Float64Array(count);
  const leave = new Int32Array(count).fill(-1);
  const leaver = new Int32Array(count).fill(-1);
  for (let component = 0; component < count; component++) {
    for (const node of nodes.subarray(reached.first[component], reached.first[component + 1])) {
      for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
        const there = of[to[edge] as number] as number;
        if (there === -1 || there === component) continue;
        const whole = (cost[edge] as number) + (best[there] as number);
        if (whole <= (best[component] as number)) continue;
        best[component] = whole;
        leave[component] = edge;
        leaver[component] = node;
      }
    }
  }
  const whole = ({ node, cost: before }: WalkStarts[number]): number =>
    before + (best[of[node] as number] as number);
  const start = starts.reduce((one, other) => (whole(other) > whole(one) ? other : one));
  const costs = new Map(starts.map((one) => [one.node, whole(one)]));
  const walk = { nodes: [start.node], edges: [] as number[] };
  for (let here = start.node; ;) {
    const component = of[here] as number;
    const edge = leave[component] as number;
    if (edge === -1) return { kind: "bounded", cost: whole(start), walk, costs };
    const isAround = (other: number): boolean => of[other] === component;
    const across = shortestWalk(graph, [here], { target: leaver[component] as number, isInside: isAround });
    here = to[edge] as number;
    walk.nodes.push(...across.nodes.slice(1), here);
    walk.edges.push(...across.edges, edge);
  }
}
