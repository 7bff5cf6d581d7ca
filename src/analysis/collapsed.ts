/**
 * A game in which each of some parts of a graph is one node. In an end component that costs nothing an
 * adversary may go round for ever and comes, with probability 1, to every node of it: so all have the same
 * value, and to go round is no way to go on (L. de Alfaro, *Formal Verification of Probabilistic Systems*,
 * 1997; F. Ciesinski, C. Baier, M. Größer and J. Klein, *Reduction Techniques for Model Checking Markov
 * Decision Processes*, 2008).
 */
import type { ChancyGraph } from "./chancyGraph.ts";
import { intervalIteration, type Best, type ValueBounds, type CoinGame } from "./intervalIteration.ts";

/** A graph, and what of it is one. */
interface CollapsingGraph extends ChancyGraph {
  /** The cost of each edge; absent: 0. */
  readonly cost?: Float64Array;
  /** The value of the nodes in which a play ends; NaN in others. */
  readonly settled: Float64Array;
  /** The end components that become one node each. */
  readonly components: readonly Int32Array[];
  /** Whether a play may also end in a node, with nothing more to come; default: nowhere. */
  readonly mayEnd?: (node: number) => boolean;
}

/** The bounds on the value of each node. `most`: a bound that all values are known to be below. */
export function valuesOf(graph: CollapsingGraph, best: Best, most?: number): ValueBounds {
  const { game, of } = collapsed(graph);
  const { lower, upper } = intervalIteration(game, best, most);
  const spread = (values: Float64Array): Float64Array =>
    Float64Array.from(of, (node) => values[node] as number);
  return { lower: spread(lower), upper: spread(upper) };
}

function collapsed(graph: CollapsingGraph): { readonly game: CoinGame; readonly of: Int32Array } {
  const { size, settled, components } = graph;
  const of = new Int32Array(size).fill(-1);
  for (const [number, nodes] of components.entries()) for (const node of nodes) of[node] = number;
  let count = components.length;
  for (let node = 0; node < size; node++) if (of[node] === -1) of[node] = count++;
  /** The node in which a play ends that may. */
  const end = count++;
  const values = new Float64Array(count).fill(Number.NaN);
  values[end] = 0;
  for (let node = 0; node < size; node++) values[of[node] as number] = settled[node] as number;
  return { game: gameOf(graph, { of, values, end }), of };
}

interface CollapsedNumbers {
  readonly of: Int32Array;
  readonly values: Float64Array;
  readonly end: number;
}

function gameOf(graph: CollapsingGraph, { of, values, end }: CollapsedNumbers): CoinGame {
  const size = values.length;
  const { mayEnd = () => false } = graph;
  const members = Array.from({ length: size }, (): number[] => []);
  for (const [node, number] of of.entries()) members[number]?.push(node);
  const first = new Int32Array(size + 1);
  const [to, probability, cost]: [number[], number[], number[]] = [[], [], []];
  const isChance = new Uint8Array(size);
  for (const [number, nodes] of members.entries()) {
    graph.pulse();
    if (Number.isNaN(values[number])) {
      if (nodes.length === 1) isChance[number] = graph.isChance[nodes[0] as number] as number;
      for (const edge of nodes.flatMap((node) => leavingEdges(graph, of, node))) {
        to.push(of[graph.to[edge] as number] as number);
        probability.push(graph.probability[edge] as number);
        cost.push(graph.cost?.[edge] ?? 0);
      }
      if (nodes.some(mayEnd)) {
        to.push(end);
        probability.push(1);
        cost.push(0);
      }
    }
    first[number + 1] = to.length;
  }
  return {
    size,
    first,
    to: Int32Array.from(to),
    isChance,
    probability: Float64Array.from(probability),
    cost: Float64Array.from(cost),
    settled: values,
    pulse: graph.pulse,
  };
}

/** The edges of a node but those that go round within its part for nothing. */
function leavingEdges(graph: CollapsingGraph, of: Int32Array, node: number): number[] {
  const { first, to, cost, isChance, components } = graph;
  const isOne = (of[node] as number) < components.length;
  const isFree = (edge: number): boolean => isChance[node] === 1 || (cost?.[edge] ?? 0) === 0;
  const isRound = (edge: number): boolean => isOne && of[to[edge] as number] === of[node] && isFree(edge);
  const begin = first[node] as number;
  return Array.from({ length: (first[node + 1] as number) - begin }, (_, i) => begin + i).filter(
    (edge) => !isRound(edge),
  );
}
