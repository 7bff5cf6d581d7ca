/**
 * Chains of executions: α₀ ~p₁ α₁ ~p₂ … αₖ, in which some process that has not failed cannot tell each from
 * the next, because it is in the same state. It decides the same in both; so if all of an execution decide
 * alike, all executions of a chain decide alike, and a chain from one that has to decide 0 to one that has to
 * decide 1 is a contradiction. That is how it is shown that f + 1 rounds are needed (M. Fischer and N. Lynch,
 * *A Lower Bound for the Time to Assure Interactive Consistency*, 1982; H. Attiya and J. Welch, *Distributed
 * Computing*, section 5.1.4; N. Lynch, *Distributed Algorithms*, section 6.7), and that two generals cannot
 * agree (Lynch, section 5.1).
 */
import { at } from "../base/assert.ts";
import type { ExploredGraph } from "../explorer/index.ts";

/**
 * The configurations that executions come to after so many steps, or rounds, those included that have ended
 * before; without a number, those in which executions end.
 */
export function endsAfter(graph: ExploredGraph, steps?: number): number[] {
  if (steps === undefined) return [...graph.ends];
  const { first, to, size, initial } = graph;
  let layer = new Set(Array.from({ length: initial }, (_, node) => node));
  for (let i = 0; i < steps; i++) {
    const next = new Set<number>();
    for (const node of layer) {
      const [begin, end] = [first[node] as number, first[node + 1] as number];
      if (begin === end) next.add(node);
      for (let edge = begin; edge < end; edge++) next.add(to[edge] as number);
    }
    layer = next;
    if (layer.size === size) break;
  }
  return [...layer].sort((a, b) => a - b);
}

/** Configurations that are similar if some process that has not failed is in the same state in both. */
export class Similarity {
  /** The configurations, as numbers in the graph. Here they are called by their positions. */
  readonly nodes: readonly number[];
  /** The classes that each is in: one for each process that has not failed, and the process. */
  private readonly classesOf: { readonly process: number; readonly of: number }[][];
  private readonly members: number[][] = [];

  constructor(graph: ExploredGraph, nodes: readonly number[]) {
    const { processes } = graph.network;
    this.nodes = nodes;
    const classes = processes.map(() => new Map<number, number>());
    this.classesOf = nodes.map((node, position) => {
      const values = graph.valuesOf(node);
      return processes.flatMap((slot, process) => {
        const value = values[process] as number;
        const { down, faults } = slot.local(value);
        if (down !== undefined || faults !== undefined) return [];
        const local = slot.localOf.at(value);
        const own = at(classes, process);
        const of = own.get(local) ?? this.members.push([]) - 1;
        own.set(local, of);
        at(this.members, of).push(position);
        return [{ process, of }];
      });
    });
  }

  /**
   * The component of each configuration, numbered in the order of their first ones, and how many there are.
   */
  components(): { readonly of: Int32Array; readonly count: number } {
    const of = new Int32Array(this.nodes.length).fill(-1);
    let count = 0;
    for (const start of this.nodes.keys()) {
      if (of[start] !== -1) continue;
      for (const { position } of this.walk([start])) of[position] = count;
      count++;
    }
    return { of, count };
  }

  /** A shortest chain from some configurations to others; undefined if there is none. */
  chain(
    starts: readonly number[],
    isTarget: (position: number) => boolean,
  ): { readonly positions: readonly number[]; readonly processes: readonly number[] } | undefined {
    for (const found of this.walk(starts)) {
      if (!isTarget(found.position)) continue;
      const [positions, processes] = [[found.position], [] as number[]];
      for (let here: ChainLink = found; here.from !== undefined; here = here.from.link) {
        positions.unshift(here.from.link.position);
        processes.unshift(here.from.process);
      }
      return { positions, processes };
    }
    return undefined;
  }

  /** All that is connected with some configurations, breadth first. */
  private *walk(starts: readonly number[]): Generator<ChainLink> {
    const met = new Uint8Array(this.nodes.length);
    const classMet = new Uint8Array(this.members.length);
    const queue: ChainLink[] = starts.map((position) => ({ position, from: undefined }));
    for (const position of starts) met[position] = 1;
    for (const link of queue) {
      yield link;
      for (const { process, of } of at(this.classesOf, link.position)) {
        if (classMet[of] === 1) continue;
        classMet[of] = 1;
        for (const position of at(this.members, of)) {
          if (met[position] === 1) continue;
          met[position] = 1;
          queue.push({ position, from: { link, process } });
        }
      }
    }
  }
}

/** A configuration, and by whom it was come to from another. */
interface ChainLink {
  readonly position: number;
  readonly from: { readonly link: ChainLink; readonly process: number } | undefined;
}
