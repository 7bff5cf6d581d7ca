/**
 * Probabilities and expected costs against brute force: on tiny graphs every way to choose is tried, and what
 * comes of it is found exactly, with fractions, by solving linear equations.
 */
import { greatestCost, greatestProbability, leastCost, surelyLeadingTo } from "lightcone/analysis";
import { describe, expect, test } from "vitest";
import { restful } from "../../src/base/pulse.ts";
import { seeded } from "../../src/base/random.ts";
import { seeds } from "../effort.ts";

/** A fraction: a whole number, and one that is greater than 0. */
type Fraction = readonly [bigint, bigint];

function reduced(top: bigint, bottom: bigint): Fraction {
  const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
  const common = divisor(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom) || 1n;
  const sign = bottom < 0n ? -1n : 1n;
  return [(sign * top) / common, (sign * bottom) / common];
}

const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => reduced(a * d + c * b, b * d);
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => reduced(a * c, b * d);
const over = ([a, b]: Fraction, [c, d]: Fraction): Fraction => reduced(a * d, b * c);
const negative = ([a, b]: Fraction): Fraction => [-a, b];
const ZERO: Fraction = [0n, 1n];
const ONE: Fraction = [1n, 1n];
const numberOf = ([a, b]: Fraction): number => Number(a) / Number(b);

/** Solves x = A x + b by elimination. A has to lead away at some time, so that there is one solution. */
function solved(matrix: readonly (readonly Fraction[])[], right: readonly Fraction[]): Fraction[] {
  const rows = matrix.map((row, i) => [
    ...row.map((one, j) => plus(i === j ? ONE : ZERO, negative(one))),
    right[i] ?? ZERO,
  ]);
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows.findIndex((row, r) => r >= i && row[i]?.[0] !== 0n);
    [rows[i], rows[pivot]] = [rows[pivot] as Fraction[], rows[i] as Fraction[]];
    const own = rows[i] as Fraction[];
    const head = own[i] as Fraction;
    rows[i] = own.map((one) => over(one, head));
    for (const [r, row] of rows.entries()) {
      const factor = row[i] as Fraction;
      if (r === i || factor[0] === 0n) continue;
      rows[r] = row.map((one, c) => plus(one, negative(times(factor, rows[i]?.[c] ?? ZERO))));
    }
  }
  return rows.map((row) => row.at(-1) ?? ZERO);
}

interface Edge {
  readonly to: number;
  /** The probability of a side of a coin, as a number of sixths. */
  readonly sixths: number;
  readonly cost: number;
}

interface Node {
  readonly isChance: boolean;
  readonly edges: readonly Edge[];
}

const COINS = [[3, 3], [1, 5], [2, 4], [2, 2, 2], [6]] as const;

/** A graph of which the last node is the goal, and nothing leads from it. */
function drawnGraph(seed: number): Node[] {
  const random = seeded(seed);
  const size = 3 + random.below(4);
  const free = random.below(2) === 0;
  const edge = (sixths: number): Edge => ({
    to: random.below(size),
    sixths,
    cost: free || random.below(2) === 0 ? 0 : random.below(4),
  });
  const inner = Array.from({ length: size - 1 }, (): Node => {
    if (random.below(2) === 0)
      return { isChance: true, edges: (COINS[random.below(COINS.length)] ?? [6]).map(edge) };
    return { isChance: false, edges: Array.from({ length: 1 + random.below(3) }, () => edge(6)) };
  });
  return [...inner, { isChance: false, edges: [] }];
}

function graphOf(nodes: readonly Node[]) {
  const flat = nodes.flatMap(({ edges }) => edges);
  const sums = nodes.reduce((all, { edges }) => [...all, (all.at(-1) ?? 0) + edges.length], [0]);
  return {
    size: nodes.length,
    first: Int32Array.from(sums),
    to: Int32Array.from(flat, ({ to }) => to),
    isChance: Uint8Array.from(nodes, ({ isChance }) => Number(isChance)),
    probability: Float64Array.from(flat, ({ sixths }) => sixths / 6),
    cost: Float64Array.from(flat, ({ cost }) => cost),
    goal: Uint8Array.from(nodes, (_, node) => Number(node === nodes.length - 1)),
    pulse: restful,
    goesOn: false,
  };
}

/** All ways to choose one edge in each node of the adversary: the edges that are followed, for each node. */
function* choices(nodes: readonly Node[], from = 0): Generator<(readonly Edge[])[]> {
  const [node] = nodes.slice(from, from + 1);
  if (node === undefined) return yield [];
  const own = node.isChance || node.edges.length === 0 ? [node.edges] : node.edges.map((edge) => [edge]);
  for (const rest of choices(nodes, from + 1)) for (const one of own) yield [one, ...rest];
}

/** The nodes from which edges lead to one of some. */
function leading(chosen: readonly (readonly Edge[])[], goal: ReadonlySet<number>): Set<number> {
  const found = new Set(goal);
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const [node, edges] of chosen.entries()) if (edges.some(({ to }) => found.has(to))) found.add(node);
  }
  return found;
}

/** What comes of a choice: the probability of coming to the goal, and what that costs if it is 1. */
function outcome(chosen: readonly (readonly Edge[])[]) {
  const goal = chosen.length - 1;
  const near = leading(chosen, new Set([goal]));
  const open = [...near].filter((node) => node !== goal);
  const matrix = open.map((node) =>
    open.map((other) =>
      (chosen[node] ?? [])
        .filter(({ to }) => to === other)
        .reduce((sum, { sixths }) => plus(sum, reduced(BigInt(sixths), 6n)), ZERO),
    ),
  );
  const sums = (of: (edge: Edge) => number): Fraction[] =>
    open.map((node) =>
      (chosen[node] ?? []).reduce(
        (sum, edge) => plus(sum, reduced(BigInt(edge.sixths * of(edge)), 6n)),
        ZERO,
      ),
    );
  const come = solved(
    matrix,
    sums(({ to }) => Number(to === goal)),
  );
  const cost = solved(
    matrix,
    sums((edge) => edge.cost),
  );
  const at = (list: readonly Fraction[], node: number): Fraction | undefined => list[open.indexOf(node)];
  return chosen.map((_, node) => {
    if (node === goal) return { probability: 1, cost: 0 };
    const probability = at(come, node) ?? ZERO;
    const isSure = probability[0] === probability[1];
    return {
      probability: numberOf(probability),
      cost: isSure ? numberOf(at(cost, node) ?? ZERO) : Infinity,
    };
  });
}

/** Whether an adversary can stay in some set for ever while it costs something again and again. */
function hasCostlyRound(nodes: readonly Node[]): boolean {
  for (let bits = 1; bits < 2 ** (nodes.length - 1); bits++) {
    const set = new Set([...nodes.keys()].filter((node) => ((bits >> node) & 1) === 1));
    const within = nodes.map(({ isChance, edges }, node) => {
      if (!set.has(node)) return [];
      const inside = edges.filter(({ to }) => set.has(to));
      return isChance && inside.length < edges.length ? [] : inside;
    });
    const isConnected = [...set].every((node) =>
      [...set].every(
        (other) => (within[other]?.length ?? 0) > 0 && leading(within, new Set([node])).has(other),
      ),
    );
    if (isConnected && within.flat().some(({ cost }) => cost > 0)) return true;
  }
  return false;
}

const GROUPS = seeds(10, 400);
const EACH = 25;

describe("on generated graphs", () => {
  const tally = { between: 0, rounds: 0, greatest: 0, least: 0, never: 0, collapsed: 0 };

  test.each(GROUPS)("bounds are around what brute force finds, and close: %i", (group) => {
    for (let seed = group * EACH; seed < group * EACH + EACH; seed++) {
      const nodes = drawnGraph(seed);
      const graph = graphOf(nodes);
      const outcomes = [...choices(nodes)].map(outcome);
      const expectBetween = (found: { lower: Float64Array; upper: Float64Array }, best: number[]): void => {
        for (const [node, value] of best.entries()) {
          const [lower, upper] = [found.lower[node] as number, found.upper[node] as number];
          const isRight = lower <= value && value <= upper;
          const isClose = lower === upper || upper - lower <= 2e-9 * Math.max(1, value);
          expect({ seed, node, lower, value, upper, isRight, isClose }).toMatchObject({
            isRight: true,
            isClose: true,
          });
        }
      };
      const all = (of: "probability" | "cost", node: number): number[] =>
        outcomes.map((one) => one[node]?.[of] ?? 0);
      const greatest = nodes.map((_, node) => Math.max(...all("probability", node)));
      expectBetween(greatestProbability(graph, graph.goal), greatest);
      expect([...surelyLeadingTo(graph, graph.goal)]).toEqual(greatest.map((one) => Number(one === 1)));
      tally.between += greatest.filter((one) => one > 0 && one < 1).length;
      const least = nodes.map((_, node) => Math.min(...all("cost", node)));
      expectBetween(leastCost(graph), least);
      tally.least += least.filter((one) => one > 0 && one < Infinity).length;
      tally.never += least.filter((one) => one === Infinity).length;
      if (
        leading(
          nodes.map(({ edges }) => edges),
          new Set([nodes.length - 1]),
        ).size < nodes.length
      )
        continue;
      const isEndless = hasCostlyRound(nodes);
      const found = greatestCost(graph);
      expect({ seed, isEndless: found === undefined }).toEqual({ seed, isEndless });
      if (found === undefined) {
        tally.rounds++;
        continue;
      }
      const finite = (node: number): number[] => all("cost", node).filter((one) => one < Infinity);
      // Who goes round for nothing has to come out at some time: only ways that come to the goal count.
      if (outcomes.some((one) => one.some(({ cost }) => cost === Infinity))) tally.collapsed++;
      if (nodes.some((_, node) => finite(node).length === 0)) continue;
      expectBetween(
        found,
        nodes.map((_, node) => Math.max(...finite(node))),
      );
      tally.greatest++;
    }
  });

  test("everything happened often enough to mean something", () => {
    console.info(tally);
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(GROUPS.length / 2);
  });
});
