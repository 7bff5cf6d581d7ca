/**
 * The nearest good execution to a bad one. Two executions are the nearer the more steps they have in common
 * at the beginning, and among those with as many, the fewer steps have to be struck out of the rest of the
 * bad one and put in to make the good one of it (the distance of insertions and deletions). So the good one
 * is a *closest possible world* in which the effect is absent, by which counterfactuals are judged (D. Lewis,
 * *Counterfactuals*, 1973), and what differs explains the bad one (A. Groce, *Error Explanation with Distance
 * Metrics*, TACAS 2004, there with the fewest changes alone).
 *
 * The beginning is told by the *turning point*: the last configuration of the bad one from which it could
 * still have come out well. From there a search by cost (A*; P. Hart, N. Nilsson, B. Raphael 1968)
 * goes through pairs of a configuration and how much of the rest is behind: a step of the rest is struck out,
 * another step is put in, or the same step is taken in both.
 */
import type { GraphWalk } from "./longestPaths.ts";
import { at } from "../base/assert.ts";
import type { Digraph } from "../base/digraph.ts";
import { turned } from "../base/predecessors.ts";

/** A graph whose edges say what happens, in texts: the same step has the same text. */
export interface ToldGraph extends Digraph {
  readonly initial: number;
  /** The texts of the edges from a node, in order. */
  textsFrom(node: number): readonly string[];
}

/** The good outcomes: configurations, and those that a way to them may pass. */
export interface GoodOutcomes {
  isGood(node: number): boolean;
  isAllowed(node: number): boolean;
  /** Whether a good outcome leaves open what comes after it: the rest of the bad one may follow, too. */
  readonly isOpen?: boolean;
}

/** A turning point, and the nearest good execution. */
export interface TurningPoint {
  /** The number of steps up to it; absent if it lies before the first: what is good begins otherwise. */
  readonly common?: number;
  /** The walk from the beginning to it, and on to a good outcome. */
  readonly walk: GraphWalk;
  /** The numbers of steps of the bad one, after the common ones, that it does without, and of its others. */
  readonly struck: number;
  readonly put: number;
}

/**
 * The turning point of a walk, which stays where that is allowed until it comes to its last node, and the
 * nearest walk to a good outcome; undefined if nothing good can come of any beginning.
 */
export function turningPoint(
  graph: ToldGraph,
  bad: GraphWalk,
  outcomes: GoodOutcomes,
): TurningPoint | undefined {
  const distance = distancesTo(graph, outcomes);
  const common = bad.nodes.findLastIndex((node) => distance[node] !== -1);
  const begun = Math.max(0, common);
  const rest = bad.edges.slice(begun).map((edge, i) => {
    const from = at(bad.nodes, begun + i);
    return at(graph.textsFrom(from), edge - (graph.first[from] as number));
  });
  const initial = Array.from({ length: graph.initial }, (_, node) => node);
  const starts = common === -1 ? initial.filter((node) => distance[node] !== -1) : [at(bad.nodes, common)];
  if (starts.length === 0) return undefined;
  const { nodes, edges, struck, put } = nearestWalk(graph, { starts, rest, distance }, outcomes);
  const counts = { struck, put };
  if (common === -1) return { walk: { nodes, edges }, ...counts };
  const walk = {
    nodes: [...bad.nodes.slice(0, common), ...nodes],
    edges: [...bad.edges.slice(0, common), ...edges],
  };
  return { common, walk, ...counts };
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

/** The question for the walk from one of some nodes to a good one, nearest to the rest of a bad one. */
interface NearestQuestion {
  readonly starts: readonly number[];
  readonly rest: readonly string[];
  /** The number of steps from each configuration to a good one. */
  readonly distance: Int32Array;
}

/** A configuration with how many steps of the rest are behind it, and how that was come to. */
interface EditLead {
  readonly node: number;
  readonly behind: number;
  readonly from: EditLead | undefined;
  /** The edge that was taken; -1 if a step of the rest was struck out. */
  readonly edge: number;
  readonly struck: number;
  readonly put: number;
}

/** A walk, and how many steps of the rest it does without, and how many others it has. */
type EditedWalk = GraphWalk & Pick<EditLead, "struck" | "put">;

/**
 * The nearest walk. Leads are followed in the order of what they cost with what has to be put in besides: of
 * the steps to the nearest good outcome no more than those that are left of the rest are the same.
 */
function nearestWalk(
  graph: ToldGraph,
  { starts, rest, distance }: NearestQuestion,
  { isGood, isOpen = false }: GoodOutcomes,
): EditedWalk {
  const known = new Set<number>();
  const byCost: EditLead[][] = [];
  const follow = (lead: EditLead): void => {
    const { node, behind, struck, put } = lead;
    const further = Math.max(0, (distance[node] as number) - (rest.length - behind));
    (byCost[struck + put + further] ??= []).push(lead);
  };
  for (const node of starts) follow({ node, behind: 0, from: undefined, edge: -1, struck: 0, put: 0 });
  for (let cost = 0; cost < byCost.length; cost++) {
    // What costs nothing comes behind what led to it, in the same list.
    for (const here of byCost[cost] ?? []) {
      const { node, behind, struck, put } = here;
      const key = node * (rest.length + 1) + behind;
      if (known.has(key)) continue;
      known.add(key);
      const isLeft = behind < rest.length;
      if (isGood(node) && (isOpen || !isLeft)) return walkTo(here);
      if (isLeft) follow({ node, behind: behind + 1, from: here, edge: -1, struck: struck + 1, put });
      const texts = isLeft ? graph.textsFrom(node) : [];
      const first = graph.first[node] as number;
      for (let edge = first; edge < (graph.first[node + 1] as number); edge++) {
        const to = graph.to[edge] as number;
        if (distance[to] === -1) continue;
        const isSame = isLeft && texts[edge - first] === rest[behind];
        if (isSame) follow({ node: to, behind: behind + 1, from: here, edge, struck, put });
        follow({ node: to, behind, from: here, edge, struck, put: put + 1 });
      }
    }
  }
  throw new Error("a good outcome is reached step by step");
}

function walkTo(end: EditLead): EditedWalk {
  const [nodes, edges] = [[end.node], [] as number[]];
  for (let here: EditLead = end; here.from !== undefined; here = here.from) {
    if (here.edge === -1) continue;
    nodes.unshift(here.from.node);
    edges.unshift(here.edge);
  }
  return { nodes, edges, struck: end.struck, put: end.put };
}
