/**
 * Valence: a configuration is v-valent if from it no other value than v can be decided any more, and bivalent
 * if several can. That a protocol of consensus has a bivalent initial configuration, and that an adversary
 * can stay among bivalent ones for ever, is how consensus is shown to be impossible (M. Fischer, N. Lynch and
 * M. Paterson, *Impossibility of Distributed Consensus with One Faulty Process*, JACM 1985, lemmas 2 and 3).
 * A *critical* configuration is bivalent, and whatever step comes next decides: where one exists, its steps
 * must all be at one object, and one that is stronger than a register (M. Herlihy, *Wait-free
 * Synchronization*, TOPLAS 1991, theorem 2).
 */
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { isFault } from "../model/index.ts";
import type { ExploredGraph } from "../explorer/index.ts";
import { closeUnder, turned } from "../base/predecessors.ts";

/** The maximum number of different values that are decided: each has a bit. */
const VALUES_MAX = 30;

/** The valence of every configuration. */
export interface Valences {
  /** The values that are decided in some configuration, sorted by their texts. */
  readonly values: readonly Plain[];
  /** For each configuration the set of values that can still be decided, the value with number v as bit v. */
  readonly sets: Int32Array;
}

/** The valence of every configuration of a graph; undefined where more than 30 values are decided. */
export function valencesOf(graph: ExploredGraph): Valences | undefined {
  const decided = new DecidedValues(graph);
  const sets = new Int32Array(graph.size);
  for (let node = 0; node < graph.size; node++) sets[node] = decided.in(graph.valuesOf(node));
  const { values } = decided;
  if (values.length > VALUES_MAX) return undefined;
  const back = turned(graph);
  for (const bit of values.keys()) closeUnder(back, sets, 1 << bit);
  return sorted(values, sets);
}

/** The same with the values in the order of their texts. */
function sorted(values: readonly Plain[], sets: Int32Array): Valences {
  const order = [...values.keys()].sort((a, b) => (format(at(values, a)) < format(at(values, b)) ? -1 : 1));
  if (order.every((value, i) => value === i)) return { values, sets };
  const renamed = sets.map((set) => order.reduce((bits, value, i) => bits | (((set >> value) & 1) << i), 0));
  return { values: order.map((value) => at(values, value)), sets: renamed };
}

/** The values that processes have decided on, with a number each. */
class DecidedValues {
  readonly values: Plain[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly graph: ExploredGraph;
  /**
   * By process and value of its slot: the bit of its decision, 0 if there is none, -1 if that is not known.
   */
  private readonly bits: Int32Array[];

  constructor(graph: ExploredGraph) {
    this.graph = graph;
    this.bits = graph.network.processes.map(({ count }) => new Int32Array(count).fill(-1));
  }

  /** The set of values that have been decided in a configuration. */
  in(slots: Int32Array): number {
    let set = 0;
    for (const [process, bits] of this.bits.entries()) {
      const value = slots[process] as number;
      if (bits[value] === -1) bits[value] = this.bitOf(process, value);
      set |= bits[value] as number;
    }
    return set;
  }

  private bitOf(process: number, value: number): number {
    const { decision } = at(this.graph.network.processes, process).local(value);
    if (decision === undefined) return 0;
    const text = format(decision);
    const known = this.numbers.get(text) ?? this.values.push(decision) - 1;
    this.numbers.set(text, known);
    return 1 << (known % 31);
  }
}

/** The number of values in a set. */
export function sizeOfSet(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Whether several values can still be decided. */
export function isBivalent(set: number): boolean {
  return (set & (set - 1)) !== 0;
}

/**
 * The critical configurations, in the order of their distance from the beginning: several values can be
 * decided, and after every step of a process only one. Failures are no steps.
 */
export function criticalConfigurations(graph: ExploredGraph, { sets }: Valences): number[] {
  const { first, to, move, size } = graph;
  const isFaultyMove = new Map<number, boolean>();
  const isFaulty = (edge: number, node: number): boolean => {
    const number = move[edge] as number;
    const known = isFaultyMove.get(number) ?? graph.eventsOf(edge, node).slice(0, 1).some(isFault);
    isFaultyMove.set(number, known);
    return known;
  };
  const critical: number[] = [];
  for (let node = 0; node < size; node++) {
    if (!isBivalent(sets[node] as number)) continue;
    let steps = 0;
    let edge = first[node] as number;
    const end = first[node + 1] as number;
    for (; edge < end; edge++) {
      if (isFaulty(edge, node)) continue;
      if (isBivalent(sets[to[edge] as number] as number)) break;
      steps++;
    }
    if (edge === end && steps > 0) critical.push(node);
  }
  return critical;
}
