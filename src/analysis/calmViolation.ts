/**
 * The calmest of the shortest ways into a set of configurations: of all with the fewest steps, those in which
 * nothing fails for as long as possible, and of these one with the fewest switches between processes. It is
 * found level by level: of all ways to a configuration that end with a step of the same process, only the
 * best can be the beginning of the best.
 */
import type { GraphWalk } from "./longestPaths.ts";
import type { Digraph } from "../base/digraph.ts";

/** The steps of a graph, as far as calm depends on them. */
export interface MovedGraph extends Digraph {
  /** The number of configurations that are initial, which come first. */
  readonly initial: number;
  /** The process that an edge is a step of; undefined for what is none of one process. */
  moverOf(edge: number, from: number): number | undefined;
  isFault(edge: number, from: number): boolean;
}

/** A way to a configuration, the best of its length that ends with a step of the same process. */
interface CalmLead {
  readonly node: number;
  readonly mover: number | undefined;
  readonly edge: number;
  readonly from: CalmLead | undefined;
  /** The number of steps before the first that is a failure. */
  readonly calm: number;
  readonly switches: number;
}

/** A way that was found. */
export interface CalmWay {
  readonly walk: GraphWalk;
  /** The number of steps before the first in which something fails; all of them if nothing does. */
  readonly calm: number;
  readonly switches: number;
}

/** The number of steps from an initial configuration to each. */
function depthsOf({ size, initial, first, to }: Digraph & { readonly initial: number }): Int32Array {
  const depth = new Int32Array(size).fill(-1).fill(0, 0, initial);
  const queue = Int32Array.from({ length: size }, (_, node) => node);
  for (let next = 0, end = initial; next < end; next++) {
    const node = queue[next] as number;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const there = to[edge] as number;
      if (depth[there] !== -1) continue;
      depth[there] = (depth[node] as number) + 1;
      queue[end++] = there;
    }
  }
  return depth;
}

/** The calmest of the shortest ways to a configuration in a set; undefined if none leads there. */
export function calmestWay(graph: MovedGraph, targets: Uint8Array): CalmWay | undefined {
  const depth = depthsOf(graph);
  let length = Infinity;
  for (const [node, d] of depth.entries()) if (targets[node] === 1 && d !== -1) length = Math.min(length, d);
  if (length === Infinity) return undefined;
  const isOnTheWay = leadingTo(graph, depth, (node) => targets[node] === 1 && depth[node] === length);
  let leads: CalmLead[] = [];
  for (let node = 0; node < graph.initial; node++)
    if (isOnTheWay(node))
      leads.push({ node, mover: undefined, edge: -1, from: undefined, calm: Infinity, switches: 0 });
  for (let step = 0; step < length; step++) {
    const best = new Map<string, CalmLead>();
    for (const lead of leads)
      for (const next of goingOn(graph, lead, step)) {
        if (depth[next.node] !== step + 1 || !isOnTheWay(next.node)) continue;
        const key = `${next.node} ${next.mover}`;
        const known = best.get(key);
        if (known === undefined || isCalmer(next, known)) best.set(key, next);
      }
    leads = [...best.values()];
  }
  const found = leads.reduce((one, other) => (isCalmer(other, one) ? other : one));
  const { switches, calm } = found;
  return { walk: walkOf(found), calm: Math.min(calm, length), switches };
}

/** Whether a configuration lies on a shortest way to one of some. */
function leadingTo(
  { size, first, to }: Digraph,
  depth: Int32Array,
  isTarget: (node: number) => boolean,
): (node: number) => boolean {
  const byDepth = Int32Array.from({ length: size }, (_, node) => node).sort(
    (a, b) => (depth[b] as number) - (depth[a] as number),
  );
  const marks = new Uint8Array(size);
  for (const node of byDepth) {
    let leads = isTarget(node);
    for (let edge = first[node] as number; !leads && edge < (first[node + 1] as number); edge++)
      leads = marks[to[edge] as number] === 1 && depth[to[edge] as number] === (depth[node] as number) + 1;
    if (leads) marks[node] = 1;
  }
  return (node) => marks[node] === 1;
}

function* goingOn(graph: MovedGraph, lead: CalmLead, step: number): Generator<CalmLead> {
  const { first, to } = graph;
  for (let edge = first[lead.node] as number; edge < (first[lead.node + 1] as number); edge++) {
    const mover = graph.moverOf(edge, lead.node);
    const calm = graph.isFault(edge, lead.node) ? Math.min(lead.calm, step) : lead.calm;
    const switches = lead.switches + (lead.from === undefined || lead.mover === mover ? 0 : 1);
    yield { node: to[edge] as number, mover, edge, from: lead, calm, switches };
  }
}

function isCalmer(a: CalmLead, b: CalmLead): boolean {
  return a.calm === b.calm ? a.switches < b.switches : a.calm > b.calm;
}

function walkOf(end: CalmLead): GraphWalk {
  const [nodes, edges] = [[end.node], [] as number[]];
  for (let here = end; here.from !== undefined; here = here.from) {
    nodes.unshift(here.from.node);
    edges.unshift(here.edge);
  }
  return { nodes, edges };
}
