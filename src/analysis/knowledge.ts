/**
 * Knowledge: a process knows what is true in all configurations that it cannot tell from the one that it is
 * in. Here it remembers its state, and nothing else: it cannot tell two configurations apart if it is in the
 * same state in both. Everybody of a group knows something (E); together they know it, if nobody but who sees
 * all their states could (D); it is common knowledge (C) if everybody knows it, and that everybody knows, and
 * so on (J. Halpern and Y. Moses, *Knowledge and Common Knowledge in a Distributed Environment*, JACM 1990;
 * R. Fagin, J. Halpern, Y. Moses and M. Vardi, *Reasoning about Knowledge*, 1995, chapters 2 and 4).
 */
import { at } from "../base/assert.ts";
import type { ExploredGraph } from "../explorer/index.ts";

/** A fact: for each configuration whether it is true there, 1 or 0. */
export type FactTable = Uint8Array;

/** The knowledge of the processes of a system, about facts. */
export class Knowledge {
  private readonly graph: ExploredGraph;
  /** By process, and configuration, the number of its local state. */
  private readonly states: readonly Int32Array[];

  constructor(graph: ExploredGraph) {
    this.graph = graph;
    const { processes } = graph.network;
    this.states = processes.map(() => new Int32Array(graph.size));
    for (let node = 0; node < graph.size; node++) {
      const values = graph.valuesOf(node);
      for (const [process, slot] of processes.entries())
        at(this.states, process)[node] = slot.localOf.at(values[process] as number);
    }
  }

  /** K: the process knows the fact. */
  knows(process: number, fact: FactTable): FactTable {
    return trueInAll(at(this.states, process), fact);
  }

  /** E: every process of a group knows it. */
  everyone(group: readonly number[], fact: FactTable): FactTable {
    return group.map((process) => this.knows(process, fact)).reduce(and, new Uint8Array(fact.length).fill(1));
  }

  /** D: the processes of a group know it together: it is true wherever all of them are in the same states. */
  distributed(group: readonly number[], fact: FactTable): FactTable {
    const numbers = new Map<string, number>();
    const classes = new Int32Array(fact.length);
    for (const node of fact.keys()) {
      const key = group.map((process) => at(this.states, process)[node]).join();
      const number = numbers.get(key) ?? numbers.size;
      numbers.set(key, number);
      classes[node] = number;
    }
    return trueInAll(classes, fact);
  }

  /** C: it is common knowledge of a group: true in all that is connected by processes that cannot tell. */
  common(group: readonly number[], fact: FactTable): FactTable {
    const root = Int32Array.from({ length: this.graph.size }, (_, node) => node);
    const find = (node: number): number => {
      let top = node;
      while (root[top] !== top) {
        root[top] = root[root[top] as number] as number;
        top = root[top] as number;
      }
      return top;
    };
    for (const process of group) {
      const states = at(this.states, process);
      const first = new Map<number, number>();
      for (const [node, state] of states.entries()) {
        const other = first.get(state);
        if (other === undefined) first.set(state, node);
        else root[find(node)] = find(other);
      }
    }
    return trueInAll(
      root.map((_, node) => find(node)),
      fact,
    );
  }
}

/** The configurations in whose whole class a fact is true. */
function trueInAll(classes: Int32Array, fact: FactTable): FactTable {
  const size = classes.reduce((most, one) => Math.max(most, one + 1), 0);
  const isTrue = new Uint8Array(size).fill(1);
  for (const [node, truth] of fact.entries()) if (truth === 0) isTrue[classes[node] as number] = 0;
  return fact.map((_, node) => isTrue[classes[node] as number] as number);
}

/** Both facts. */
export function and(a: FactTable, b: FactTable): FactTable {
  return a.map((truth, node) => truth & (b[node] as number));
}

/** The opposite of a fact. */
export function not(fact: FactTable): FactTable {
  return fact.map((truth) => 1 - truth);
}
