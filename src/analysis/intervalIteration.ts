/**
 * Interval iteration: the greatest or least expected sum of costs in a graph that an adversary and coins play
 * on, with bounds from both sides. Values from below grow towards it, and values from above fall; how far
 * apart they are in the end is how exact it is (S. Haddad and B. Monmege, *Reachability in MDPs: Refining
 * Convergence of Value Iteration*, 2014; for costs: C. Baier, J. Klein, L. Leuschner, D. Parker and S.
 * Wunderlich, *Ensuring the Reliability of Your Model Checker*, 2017). Both sides meet only where there is no
 * end component to go round in for nothing: whoever calls has collapsed them.
 *
 * Sums of numbers with a binary point are not exact. Each is made smaller, on the side below, and larger, on
 * that above, by more than it can be wrong, so that the bounds are bounds nevertheless.
 */
import type { Digraph } from "../base/digraph.ts";
import type { Pulse } from "../base/pulse.ts";

/** A graph of which some nodes are left to chance; in the others the best edge is chosen. */
export interface CoinGame extends Digraph {
  readonly isChance: Uint8Array;
  /** The probability of each edge of a node of chance. */
  readonly probability: Float64Array;
  /** The cost of each edge, at least 0. */
  readonly cost: Float64Array;
  /** The value of the nodes in which a play ends; NaN in all others. */
  readonly settled: Float64Array;
  /** The pulse of the work on it. */
  readonly pulse: Pulse;
}

/** The choice of the best edge: the adversary wants much, or little. */
export type Best = "greatest" | "least";

/** The bounds on the value of each node. */
export interface ValueBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The gap between the bounds that is aimed at, as a part of the value, or of 1 if that is less. */
const PRECISION = 1e-9;

/** The maximum number of edges that are looked at; what is known then is what is told. */
const EFFORT_MAX = 2e9;

/** More than the relative mistake of one operation on numbers, a product and a sum. */
const MISTAKE = 2 ** -51;

/** The bounds on the values of all nodes. `most`: a bound that all values are known to be below. */
export function intervalIteration(game: CoinGame, best: Best, most?: number): ValueBounds {
  const lower = initially(game, 0);
  const order = backwards(game);
  let effort = 0;
  const sweep = (values: Float64Array, side: Side): void => {
    for (const node of order) {
      game.pulse();
      const found = backup(game, values, { node, best, side, extra: 0 });
      const before = values[node] as number;
      values[node] = side === "below" ? Math.max(before, found) : Math.min(before, found);
    }
    effort += game.to.length;
  };
  const upper = most === undefined ? supersolution(game, best, order) : initially(game, most);
  while (effort < EFFORT_MAX && !areClose(lower, upper)) {
    sweep(lower, "below");
    sweep(upper, "above");
  }
  return { lower, upper };
}

type Side = "below" | "above";

function initially({ size, settled }: CoinGame, value: number): Float64Array {
  return Float64Array.from({ length: size }, (_, node) => {
    const known = settled[node] as number;
    return Number.isNaN(known) ? value : known;
  });
}

function areClose(lower: Float64Array, upper: Float64Array): boolean {
  return lower.every((below, node) => {
    const above = upper[node] as number;
    return above === below || above - below <= PRECISION * Math.max(1, below);
  });
}

/** The value of a node from those after it. `extra`: what each edge costs besides. */
function backup(
  { first, to, cost, isChance, probability }: CoinGame,
  values: Float64Array,
  { node, best, side, extra }: { node: number; best: Best; side: Side; extra: number },
): number {
  const [begin, end] = [first[node] as number, first[node + 1] as number];
  const valueOf = (edge: number): number =>
    (cost[edge] as number) + extra + (values[to[edge] as number] as number);
  const mistake = (end - begin + 2) * MISTAKE;
  const towards = side === "below" ? 1 - mistake : 1 + mistake;
  let value = isChance[node] === 1 ? 0 : best === "greatest" ? -Infinity : Infinity;
  for (let edge = begin; edge < end; edge++) {
    if (isChance[node] === 1) value += (probability[edge] as number) * valueOf(edge);
    else value = best === "greatest" ? Math.max(value, valueOf(edge)) : Math.min(value, valueOf(edge));
  }
  return value * towards;
}

/** The nodes whose values are to be found, each after most of those that an edge leads to from it. */
function backwards({ size, first, to, settled }: CoinGame): Int32Array {
  const isMet = Uint8Array.from(settled, (value) => (Number.isNaN(value) ? 0 : 1));
  const order: number[] = [];
  const cursor = first.slice();
  for (let root = 0; root < size; root++) {
    if (isMet[root] === 1) continue;
    const path = [root];
    isMet[root] = 1;
    while (path.length > 0) {
      const node = path[path.length - 1] as number;
      const edge = cursor[node] as number;
      if (edge === first[node + 1]) {
        order.push(node);
        path.pop();
        continue;
      }
      cursor[node] = edge + 1;
      const next = to[edge] as number;
      if (isMet[next] === 1) continue;
      isMet[next] = 1;
      path.push(next);
    }
  }
  return Int32Array.from(order);
}

/**
 * Values that are too great: no backup makes one of them greater (D. Park, *Fixpoint Induction*, 1969: then
 * they are above the least fixed point). They are those of a game in which each edge costs one more, as far
 * as they have come when no sweep adds more than that.
 */
function supersolution(game: CoinGame, best: Best, order: Int32Array): Float64Array {
  const values = initially(game, 0);
  const isAbove = (): boolean =>
    order.every(
      (node) => backup(game, values, { node, best, side: "above", extra: 0 }) <= (values[node] as number),
    );
  for (let effort = 0; effort < EFFORT_MAX && !isAbove(); effort += 2 * game.to.length)
    for (const node of order) {
      game.pulse();
      values[node] = backup(game, values, { node, best, side: "above", extra: 1 });
    }
  return isAbove() ? values : initially(game, Infinity);
}
