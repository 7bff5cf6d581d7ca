/**
 * End components: parts of a graph in which an adversary can stay for ever, however coins fall. Each is
 * strongly connected, and all sides of its coins lead into it. With probability 1 an execution comes to just
 * an end component again and again; and in each of them the adversary can take every step again and again,
 * with probability 1 (L. de Alfaro, *Formal Verification of Probabilistic Systems*, 1997, section 3.3; C.
 * Baier and J.-P. Katoen, *Principles of Model Checking*, 2008, algorithm 47). So they are to games against
 * chance what strongly connected components are to executions, and what is owed is judged on them in the same
 * way.
 */
import type { ChanceGraph } from "./chanceGraph.ts";
import { Components, type Regions } from "../../base/components.ts";
import type { Nodes } from "../../base/digraph.ts";

/** A graph of which some nodes are left to chance. */
type TossedGraph = Pick<ChanceGraph, "size" | "first" | "to" | "isChance">;

/** The maximal end components of parts of a graph. */
export class EndComponents implements Regions {
  private readonly graph: TossedGraph;
  private readonly components: Components;

  constructor(graph: TossedGraph) {
    this.graph = graph;
    this.components = new Components(graph);
  }

  get region(): Int32Array {
    return this.components.region;
  }

  /** The maximal end components of a region. */
  of(region: Nodes): Int32Array[] {
    const found: Int32Array[] = [];
    this.each(region, (nodes) => found.push(nodes));
    return found;
  }

  /** Shows them. */
  each(region: Nodes, show: (nodes: Int32Array) => void): void {
    const open = [region];
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      for (const component of this.components.of(part)) {
        const closed = component.filter((node) => !this.mayLeave(node, this.region[component[0] as number]));
        if (closed.length === component.length) show(component);
        else open.push(closed);
      }
    }
  }

  /** Whether chance may lead out of a region. */
  private mayLeave(node: number, region: number | undefined): boolean {
    const { first, to, isChance } = this.graph;
    if (isChance[node] === 0) return false;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      if (this.region[to[edge] as number] !== region) return true;
    return false;
  }
}
