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

/** The class of a process that has failed: it is similar to nothing. */
const FAILED = -1;

/**
 * Configurations that are similar if some process that has not failed is in the same state in both. A process
 * and a state are a *class*; the members of the classes lie one behind the other:
 *
 *     classes   p1 p2         first   0 2 3 5       (class 0: p1 in its first state, …)
 *       0       0  2          member  0 1 2 0 2
 *       1       0  -1         (p2 has failed in 1)
 *       2       1  2
 */
export class Similarity {
  /** The configurations, as numbers in the graph. Here they are called by their positions. */
  readonly nodes: readonly number[];
  private readonly width: number;
  /** By position and process, the class, or FAILED. */
  private readonly classes: Int32Array;
  /** The position of the first member of each class, one more for the end; and the members. */
  private readonly first: Int32Array;
  private readonly members: Int32Array;

  constructor(graph: ExploredGraph, nodes: readonly number[]) {
    const { processes } = graph.network;
    const classNumbers = new ClassNumbers(graph);
    this.nodes = nodes;
    this.width = processes.length;
    this.classes = new Int32Array(nodes.length * this.width);
    for (const [position, node] of nodes.entries()) {
      const values = graph.valuesOf(node);
      for (let process = 0; process < this.width; process++)
        this.classes[position * this.width + process] = classNumbers.of(process, values[process] as number);
    }
    this.first = new Int32Array(classNumbers.count + 1);
    for (const of of this.classes) if (of !== FAILED) this.first[of + 1] = (this.first[of + 1] as number) + 1;
    for (let of = 0; of < classNumbers.count; of++)
      this.first[of + 1] = (this.first[of + 1] as number) + (this.first[of] as number);
    this.members = new Int32Array(this.first[classNumbers.count] as number);
    const next = this.first.slice();
    for (const [place, of] of this.classes.entries()) {
      if (of === FAILED) continue;
      this.members[next[of] as number] = Math.floor(place / this.width);
      next[of] = (next[of] as number) + 1;
    }
  }

  /**
   * The component of each configuration, numbered in the order of their first ones, and how many there are.
   */
  components(): { readonly of: Int32Array; readonly count: number } {
    const of = new Int32Array(this.nodes.length).fill(-1);
    const walk = this.begin();
    let count = 0;
    for (let start = 0; start < of.length; start++) {
      if (of[start] !== -1) continue;
      for (const position of this.connected([start], walk)) of[position] = count;
      count++;
    }
    return { of, count };
  }

  /** A shortest chain from some configurations to others; undefined if there is none. */
  chain(
    starts: readonly number[],
    isTarget: (position: number) => boolean,
  ): { readonly positions: readonly number[]; readonly processes: readonly number[] } | undefined {
    const walk = this.begin();
    for (const found of this.connected(starts, walk)) {
      if (!isTarget(found)) continue;
      const [positions, processes] = [[found], [] as number[]];
      for (let here = found; walk.from[here] !== -1; here = walk.from[here] as number) {
        positions.unshift(walk.from[here] as number);
        processes.unshift(walk.by[here] as number);
      }
      return { positions, processes };
    }
    return undefined;
  }

  private begin(): SimilarityWalk {
    const { length } = this.nodes;
    return {
      met: new Uint8Array(length),
      classMet: new Uint8Array(this.first.length),
      from: new Int32Array(length).fill(-1),
      by: new Int32Array(length),
      queue: new Int32Array(length),
    };
  }

  /** All that is connected with some configurations and was not met before, breadth first. */
  private *connected(starts: readonly number[], walk: SimilarityWalk): Generator<number> {
    const { met, classMet, from, by, queue } = walk;
    let end = 0;
    const meet = (position: number): void => {
      met[position] = 1;
      queue[end++] = position;
    };
    for (const position of starts) if (met[position] === 0) meet(position);
    for (let i = 0; i < end; i++) {
      const here = queue[i] as number;
      yield here;
      for (let process = 0; process < this.width; process++) {
        const of = this.classes[here * this.width + process] as number;
        if (of === FAILED || classMet[of] === 1) continue;
        classMet[of] = 1;
        for (let place = this.first[of] as number; place < (this.first[of + 1] as number); place++) {
          const position = this.members[place] as number;
          if (met[position] === 1) continue;
          from[position] = here;
          by[position] = process;
          meet(position);
        }
      }
    }
  }
}

/** A walk under way: what was met, from where and by which process, and what is to be left. */
interface SimilarityWalk {
  readonly met: Uint8Array;
  readonly classMet: Uint8Array;
  /** The position from which each was met, or -1. */
  readonly from: Int32Array;
  readonly by: Int32Array;
  readonly queue: Int32Array;
}

/** The class of each value of each process's slot. */
class ClassNumbers {
  count = 0;
  private readonly graph: ExploredGraph;
  /** By process, the classes of values, and those of local states, as far as they were asked for. */
  private readonly byValue: number[][];
  private readonly byState: number[][];

  constructor(graph: ExploredGraph) {
    this.graph = graph;
    this.byValue = graph.network.processes.map(() => []);
    this.byState = graph.network.processes.map(() => []);
  }

  of(process: number, value: number): number {
    const known = this.byValue[process] as number[];
    return (known[value] ??= this.ofState(process, value));
  }

  private ofState(process: number, value: number): number {
    const slot = at(this.graph.network.processes, process);
    const { down, faults } = slot.local(value);
    if (down !== undefined || faults !== undefined) return FAILED;
    const known = this.byState[process] as number[];
    return (known[slot.localOf.at(value)] ??= this.count++);
  }
}
