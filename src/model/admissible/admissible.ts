/**
 * Whether an admissible execution can go on for ever within a part of a graph. It does so within a strongly
 * connected component, in which it may go wherever it likes; and whether all that is owed can be paid there
 * is for each debt a question about one scope:
 *
 * - Justice asks for a configuration in which the debt may not be paid, or for a move that pays it. If there
 *   is none, nothing that stays in the component is admissible.
 * - Compassion asks for a move that pays, or a configuration in which the letter is not in transit, unless it
 *   is owed nevertheless. If there is none, an admissible execution avoids the configurations in which it
 *   could be received, so that what is left without them is looked at in the same way.
 *
 * That is the emptiness of a Streett automaton (E. A. Emerson and C.-L. Lei, *Modalities for Model Checking:
 * Branching Time Logic Strikes Back*, 1987); justice alone is generalized acceptance (J.-M. Couvreur,
 * *On-the-fly Verification of Linear Temporal Logic*, 1999). Joins of paths are no cycles, and no component.
 * Where coins fall by chance, end components take the place of strongly connected ones (endComponents.ts).
 */
import type { Regions } from "../../base/components.ts";
import type { Nodes } from "../../base/digraph.ts";
import type { DebtGraph } from "./debtGraph.ts";

/** The finding that one can go on for ever, and what that asks for. */
export interface Endless {
  /** The nodes of a component, in which every debt can be paid. */
  readonly nodes: Int32Array;
  /** The debts that may be paid somewhere in it. */
  readonly debts: readonly number[];
}

/** The question where to look, and what has to be met again and again. */
export interface EndlessQuestion {
  readonly nodes: Nodes;
  /** Whether a node is of those of which one has to be met again and again; default: all are. */
  readonly isWanted?: (node: number) => boolean;
}

/** A component of a part of a graph, as far as debts are concerned. */
interface Account {
  /** The debts of each scope that may be paid somewhere, and in how many of its facts. */
  readonly owed: ReadonlyMap<number, { readonly scope: number; readonly count: number }>;
  /** The letters, as debts, in how many facts they wait. */
  readonly waiting: ReadonlyMap<number, number>;
  readonly paid: ReadonlySet<number>;
  /** The number of different facts in each scope. */
  readonly facts: Int32Array;
}

/** A judge of one graph. */
export class Admissibility {
  private readonly graph: DebtGraph;
  private readonly components: Regions;
  /** For each fact, and for each move, when it was met last. */
  private readonly factMet: number[] = [];
  private readonly moveMet: number[] = [];
  /** For each debt, when a loop was met last that pays it. */
  private readonly paidMet: number[] = [];
  private readonly scratch: Int32Array;
  private stamp = 0;

  constructor(graph: DebtGraph, components: Regions) {
    this.graph = graph;
    this.components = components;
    this.scratch = new Int32Array(graph.scopes);
  }

  /** A component in which an admissible execution can stay; undefined if there is none. */
  find(question: EndlessQuestion): Endless | undefined {
    const [found] = this.all(question);
    return found;
  }

  /** The components in which an admissible execution can stay: each such execution stays in one of them. */
  *all(question: EndlessQuestion): Generator<Endless> {
    const open = [question.nodes];
    for (let nodes = open.pop(); nodes !== undefined; nodes = open.pop()) {
      const holds = (node: number): boolean => this.mayStayIn(node, question);
      const components = this.components.of(nodes, holds).map((one) => ({ one, least: leastOf(one) }));
      // Numbers grow with the distance from the beginning.
      components.sort((a, b) => a.least - b.least);
      for (const { one: component } of components) {
        const found = this.judge(component, question);
        if (found === "none") continue;
        if ("debts" in found) yield found;
        else open.push(found.left);
      }
    }
  }

  /** Whether an admissible execution can stay in one node: what `judge` says of it, with less ado. */
  private mayStayIn(node: number, { isWanted }: EndlessQuestion): boolean {
    if (isWanted?.(node) === false) return false;
    const { graph, paidMet, scratch } = this;
    const stamp = ++this.stamp;
    const end = graph.first[node + 1] as number;
    for (let edge = graph.first[node] as number; edge < end; edge++) {
      if (graph.to[edge] !== node) continue;
      for (const debt of graph.paidBy(graph.move[edge] as number)) paidMet[debt] = stamp;
    }
    graph.factsOf(node, scratch);
    return scratch.every((fact) => isSettled(graph, fact, (debt) => paidMet[debt] === stamp));
  }

  private judge(
    nodes: Int32Array,
    { isWanted }: EndlessQuestion,
  ): Endless | "none" | { readonly left: readonly number[] } {
    if (isWanted !== undefined && !nodes.some(isWanted)) return "none";
    const { owed, waiting, paid, facts } = this.accountOf(nodes);
    const avoided = new Set<number>();
    for (const [debt, { scope, count }] of owed) {
      if (paid.has(debt)) continue;
      if (this.graph.isCompassionate(debt)) {
        const stays = !this.graph.isSettledWhenGone(debt) || waiting.get(debt) === facts[scope];
        if (stays) avoided.add(debt);
      } else if (count === facts[scope]) return "none";
    }
    if (avoided.size === 0) return { nodes, debts: [...owed.keys()] };
    return { left: [...nodes].filter((node) => !this.isOwed(node, avoided)) };
  }

  private isOwed(node: number, debts: ReadonlySet<number>): boolean {
    const { graph, scratch } = this;
    graph.factsOf(node, scratch);
    return scratch.some((fact) => graph.owedIn(fact).some((debt) => debts.has(debt)));
  }

  /** The account of a component; each fact and each move is looked at once. */
  private accountOf(nodes: Int32Array): Account {
    const { graph, components, factMet, moveMet, scratch } = this;
    const region = components.enclose(nodes);
    const stamp = ++this.stamp;
    const owed = new Map<number, { readonly scope: number; readonly count: number }>();
    const waiting = new Map<number, number>();
    const paid = new Set<number>();
    const facts = new Int32Array(graph.scopes);
    for (const node of nodes) {
      graph.factsOf(node, scratch);
      for (const [scope, fact] of scratch.entries()) {
        if (factMet[fact] === stamp) continue;
        factMet[fact] = stamp;
        facts[scope] = (facts[scope] as number) + 1;
        for (const debt of graph.owedIn(fact))
          owed.set(debt, { scope, count: (owed.get(debt)?.count ?? 0) + 1 });
        for (const debt of graph.waitingIn(fact)) waiting.set(debt, (waiting.get(debt) ?? 0) + 1);
      }
      const end = graph.first[node + 1] as number;
      for (let edge = graph.first[node] as number; edge < end; edge++) {
        const move = graph.move[edge] as number;
        if (moveMet[move] === stamp || components.region[graph.to[edge] as number] !== region) continue;
        moveMet[move] = stamp;
        for (const debt of graph.paidBy(move)) paid.add(debt);
      }
    }
    return { owed, waiting, paid, facts };
  }
}

/**
 * Whether nothing forbids to stay where a fact holds for ever, if some debts are paid meanwhile, again and
 * again: all others that may be paid there are of letters that are not in transit.
 */
export function isSettled(
  graph: Pick<DebtGraph, "owedIn" | "waitingIn" | "isCompassionate" | "isSettledWhenGone">,
  fact: number,
  isPaid: (debt: number) => boolean,
): boolean {
  return graph.owedIn(fact).every((debt) => {
    if (isPaid(debt)) return true;
    if (!graph.isCompassionate(debt) || !graph.isSettledWhenGone(debt)) return false;
    return !graph.waitingIn(fact).includes(debt);
  });
}

/** The least of some numbers. */
function leastOf(numbers: Int32Array): number {
  return numbers.reduce((least, number) => Math.min(least, number), Infinity);
}
