/** Graphs that an adversary and coins play on, and what an adversary can bring about in them for sure. */
import type { Digraph } from "../base/digraph.ts";
import type { Pulse } from "../base/pulse.ts";
import { closeUnder, turned } from "../base/predecessors.ts";

/** A graph of which some nodes are left to chance; in the others the adversary chooses an edge. */
export interface ChancyGraph extends Digraph {
  readonly isChance: Uint8Array;
  /** The probability of each edge of a node of chance. */
  readonly probability: Float64Array;
  /** The pulse of the work on it. */
  readonly pulse: Pulse;
}

/** The nodes from which a way leads to one of some nodes. */
export function leadingTo(graph: ChancyGraph, goal: Uint8Array): Uint8Array {
  const marks = Uint8Array.from(goal);
  closeUnder(turned(graph), marks, 1);
  return marks;
}

/**
 * The nodes from which an adversary can come to one of some nodes with probability 1: the greatest set that
 * coins need not leave before, and from all of which a way leads there within the set (L. de Alfaro, *Formal
 * Verification of Probabilistic Systems*, 1997, section 3.2; C. Baier and J.-P. Katoen, algorithm 45).
 */
export function surelyLeadingTo(graph: ChancyGraph, goal: Uint8Array): Uint8Array {
  const back = turned(graph);
  let inside = leadingTo(graph, goal);
  for (;;) {
    const isSafe = (node: number): boolean => graph.isChance[node] === 0 || staysIn(graph, node, inside);
    const found = Uint8Array.from(goal);
    const todo: number[] = [];
    for (let node = 0; node < graph.size; node++) if (goal[node] === 1) todo.push(node);
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      for (let edge = back.first[node] as number; edge < (back.first[node + 1] as number); edge++) {
        const before = back.to[edge] as number;
        graph.pulse();
        if (found[before] === 1 || inside[before] === 0 || !isSafe(before)) continue;
        found[before] = 1;
        todo.push(before);
      }
    }
    if (found.every((one, node) => one === inside[node])) return found;
    inside = found;
  }
}

function staysIn({ first, to }: Digraph, node: number, inside: Uint8Array): boolean {
  for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
    if (inside[to[edge] as number] === 0) return false;
  return true;
}

/** The parts of a graph, also if it is of a class that has more. */
export function parts({ size, first, to, isChance, probability, pulse }: ChancyGraph): ChancyGraph {
  return { size, first, to, isChance, probability, pulse };
}
