/**
 * Lassos: a way into a component and a cycle in it on which every debt is paid. The cycle goes to the nearest
 * place where something is still to be paid, again and again, and then back to where it began; among several
 * beginnings the one is taken from which all is shortest. It is short, and not always the shortest.
 */
import type { DebtGraph } from "../../model/admissible/debtGraph.ts";
import type { Endless } from "../../model/admissible/admissible.ts";

/** A walk: nodes, and the edges between them, by position. */
export interface Way {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/** The number of beginnings that are tried. */
const BEGINNINGS_MAX = 40;

/** A larger component is walked through from one beginning only. */
const TRIED_SIZE_MAX = 2_000;

/**
 * A short closed walk within a component on which every debt is paid, and a wanted node is met. It begins at
 * one of the first of `beginnings`, which are ordered by their distance from where the way to them begins.
 */
export function cycleWithin(
  graph: DebtGraph,
  { nodes, debts }: Endless,
  options: {
    /** Nodes of the component, and how many steps lead to each. */
    readonly beginnings: readonly { readonly node: number; readonly distance: number }[];
    readonly isWanted?: (node: number) => boolean;
  },
): Way {
  const inside = new Set(nodes);
  const { beginnings, isWanted = () => true } = options;
  const tried = beginnings.slice(0, nodes.length > TRIED_SIZE_MAX ? 1 : BEGINNINGS_MAX);
  let best: { readonly walk: Way; readonly length: number } | undefined;
  for (const { node, distance } of tried) {
    const walk = closedWalk(new Errand(graph, { inside, debts, isWanted }), node);
    const length = distance + walk.edges.length;
    if (best === undefined || length < best.length) best = { walk, length };
  }
  if (best === undefined) throw new Error("a component is entered somewhere");
  return best.walk;
}

function closedWalk(errand: Errand, start: number): Way {
  const nodes = [start];
  const edges: number[] = [];
  errand.visit(start);
  for (;;) {
    const here = nodes[nodes.length - 1] as number;
    const isDone = errand.isDone && edges.length > 0;
    if (isDone && here === start) return { nodes, edges };
    const found = errand.nearest(here, isDone ? start : undefined);
    for (const edge of found) {
      errand.take(edge);
      edges.push(edge);
      nodes.push(errand.graph.to[edge] as number);
    }
  }
}

/** The limits of a walk, and what is to be met on it. */
interface ErrandList {
  readonly inside: ReadonlySet<number>;
  readonly debts: readonly number[];
  readonly isWanted: (node: number) => boolean;
}

/** The errands of a walk: all that is still to be done on it. */
class Errand {
  readonly graph: DebtGraph;
  private readonly inside: ReadonlySet<number>;
  private readonly isWanted: (node: number) => boolean;
  private readonly open: Set<number>;
  private isMet = false;
  private readonly scratch: Int32Array;

  constructor(graph: DebtGraph, { inside, debts, isWanted }: ErrandList) {
    this.graph = graph;
    this.inside = inside;
    this.isWanted = isWanted;
    this.open = new Set(debts);
    this.scratch = new Int32Array(graph.scopes);
  }

  get isDone(): boolean {
    return this.isMet && this.open.size === 0;
  }

  /** The debts that are settled by coming to a node: there they are not owed, or no such letter waits. */
  private settledAt(node: number): number[] {
    const { graph, scratch } = this;
    graph.factsOf(node, scratch);
    const [owed, waiting] = [new Set<number>(), new Set<number>()];
    for (const fact of scratch) {
      for (const debt of graph.owedIn(fact)) owed.add(debt);
      for (const debt of graph.waitingIn(fact)) waiting.add(debt);
    }
    return [...this.open].filter((debt) => {
      if (!graph.isCompassionate(debt)) return !owed.has(debt);
      return graph.isSettledWhenGone(debt) && !waiting.has(debt);
    });
  }

  /** Comes to a node. */
  visit(node: number): void {
    for (const debt of this.settledAt(node)) this.open.delete(debt);
    this.isMet ||= this.isWanted(node);
  }

  /** Follows an edge. */
  take(edge: number): void {
    for (const debt of this.graph.paidBy(this.graph.move[edge] as number)) this.open.delete(debt);
    this.visit(this.graph.to[edge] as number);
  }

  /** Whether an edge does something that is still to be done. */
  private helps(edge: number): boolean {
    const { graph, open } = this;
    if (graph.paidBy(graph.move[edge] as number).some((debt) => open.has(debt))) return true;
    const node = graph.to[edge] as number;
    return (!this.isMet && this.isWanted(node)) || this.settledAt(node).length > 0;
  }

  /** The edges of a shortest way to a node; without one, to where something is done that is still to be. */
  nearest(from: number, target: number | undefined): number[] {
    const { graph, inside } = this;
    const reachedBy = new Map<number, number>();
    const before = new Map<number, number>();
    const queue = [from];
    for (const node of queue) {
      for (let edge = graph.first[node] as number; edge < (graph.first[node + 1] as number); edge++) {
        const next = graph.to[edge] as number;
        if (!inside.has(next)) continue;
        const isFound = target === undefined ? (this.isDone ? true : this.helps(edge)) : next === target;
        if (isFound) return [...wayTo(node, { reachedBy, before }), edge];
        if (reachedBy.has(next) || next === from) continue;
        reachedBy.set(next, edge);
        before.set(next, node);
        queue.push(next);
      }
    }
    throw new Error("within a component everything can be reached");
  }
}

/** The edges on the way to a node. */
function wayTo(
  node: number,
  { reachedBy, before }: { reachedBy: ReadonlyMap<number, number>; before: ReadonlyMap<number, number> },
): number[] {
  const edges: number[] = [];
  for (let at = node, edge = reachedBy.get(at); edge !== undefined; edge = reachedBy.get(at)) {
    edges.unshift(edge);
    at = before.get(at) as number;
  }
  return edges;
}
