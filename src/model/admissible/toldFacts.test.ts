/** What moves tell of facts changes nothing but the time that it takes to find who can go on for ever. */
import { expect, test } from "vitest";
import { Components } from "../../base/components.ts";
import { seeded, type Random } from "../../base/random.ts";
import { Admissibility, type Endless } from "./admissible.ts";
import type { DebtGraph } from "./debtGraph.ts";

const SCOPES = 2;
const FACTS_OF_SCOPE = 3;
const DEBTS_OF_SCOPE = 2;

/** A graph without what moves tell of facts, and the scope of each move. */
interface DrawnGraph {
  readonly graph: DebtGraph;
  readonly scopeOf: (move: number) => number;
}

/** Some of so many things, at random. */
function some(random: Random, count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, i) => from + i).filter(() => random.below(2) === 0);
}

/** A graph of some nodes, whose moves are each possible where one fact holds, or at any time. */
function drawn(random: Random): DrawnGraph {
  const size = 2 + random.below(5);
  const facts = Array.from({ length: size }, () =>
    Array.from({ length: SCOPES }, (_, scope) => scope * FACTS_OF_SCOPE + random.below(FACTS_OF_SCOPE)),
  );
  const factCount = SCOPES * FACTS_OF_SCOPE;
  const debtsOf = (fact: number): number[] =>
    some(random, DEBTS_OF_SCOPE, Math.floor(fact / FACTS_OF_SCOPE) * DEBTS_OF_SCOPE);
  const owed = Array.from({ length: factCount }, (_, fact) => debtsOf(fact));
  const waiting = Array.from({ length: factCount }, (_, fact) => debtsOf(fact));
  // Two moves of each fact, and one that nobody makes.
  const paid = Array.from({ length: 2 * factCount + 1 }, (_, move) =>
    random.below(3) > 0 ? [] : debtsOf(Math.min(move >> 1, factCount - 1)),
  );
  const [first, to, moves]: [number[], number[], number[]] = [[0], [], []];
  for (const own of facts) {
    const possible = own.flatMap((fact) => [2 * fact, 2 * fact + 1].slice(random.below(3)));
    for (const move of random.below(4) === 0 ? [...possible, 2 * factCount] : possible) {
      moves.push(move);
      to.push(random.below(size));
    }
    first.push(to.length);
  }
  const kinds = [some(random, SCOPES * DEBTS_OF_SCOPE), some(random, SCOPES * DEBTS_OF_SCOPE)] as const;
  const graph: DebtGraph = {
    size,
    scopes: SCOPES,
    first: Int32Array.from(first),
    to: Int32Array.from(to),
    move: Int32Array.from(moves),
    factsOf: (node, into) => into.set(facts[node] ?? []),
    owedIn: (fact) => owed[fact] ?? [],
    waitingIn: (fact) => waiting[fact] ?? [],
    paidBy: (move) => paid[move] ?? [],
    isCompassionate: (debt) => kinds[0].includes(debt),
    isOwedAtEnds: () => false,
    isSettledWhenGone: (debt) => kinds[1].includes(debt),
  };
  const scopeOf = (move: number): number =>
    move === 2 * factCount ? SCOPES : Math.floor((move >> 1) / FACTS_OF_SCOPE);
  return { graph, scopeOf };
}

/** All that can go on for ever in a graph. */
function endlessIn(graph: DebtGraph): Endless[] {
  const nodes = Array.from({ length: graph.size }, (_, node) => node);
  return [...new Admissibility(graph, new Components(graph)).all({ nodes })];
}

test("who can go on for ever is the same where moves tell facts, and where they do not", () => {
  const random = seeded(1);
  const times = { endless: 0, stuck: 0 };
  for (let i = 0; i < 3000; i++) {
    const { graph, scopeOf } = drawn(random);
    const found = endlessIn({ ...graph, scopeOf });
    const debtsOf = ({ nodes, debts }: Endless) => ({ nodes, debts: debts.toSorted((a, b) => a - b) });
    expect(found.map(debtsOf)).toEqual(endlessIn(graph).map(debtsOf));
    times[found.length > 0 ? "endless" : "stuck"]++;
  }
  expect(Math.min(times.endless, times.stuck)).toBeGreaterThan(300);
});
