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

/** The things that a debt forbids which nothing pays: none, to stay, or to be where it may be paid. */
type Forbidden = "nothing" | "to stay" | "to be there";

/** The facts of a component, as far as a debt is concerned. */
interface DebtIn {
  /** Whether it may be paid wherever one is. */
  readonly isOwedAlways: boolean;
  /** Whether such a letter is always in transit. */
  readonly waitsAlways: boolean;
}

/** A component in which something may go on for ever; `left`: where one has to stay then, if not in all. */
interface EndlessPart {
  readonly endless: Endless;
  readonly left: readonly number[] | undefined;
}

/** A judge of one graph. */
export class Admissibility {
  private readonly graph: DebtGraph;
  private readonly components: Regions;
  /** For each fact, move and debt that is paid, when it was met last; for each move, when it told a fact. */
  private readonly factMet: number[] = [];
  private readonly moveMet: number[] = [];
  private readonly paidMet: number[] = [];
  private readonly toldBy: number[] = [];
  /** The fact that each move tells, as far as that was asked. */
  private readonly factOfMove: number[] = [];
  /** The number of different facts in each scope of the component under way. */
  private readonly facts: Int32Array;
  /** The debts that may be paid somewhere in it; of each its scope, and in how many facts it is owed. */
  private readonly owed: number[] = [];
  private readonly scopeOwed: number[] = [];
  private readonly timesOwed: number[] = [];
  private readonly timesWaiting: number[] = [];
  private readonly owedMet: number[] = [];
  private readonly waitingMet: number[] = [];
  private readonly scratch: Int32Array;
  private stamp = 0;

  constructor(graph: DebtGraph, components: Regions) {
    this.graph = graph;
    this.components = components;
    this.scratch = new Int32Array(graph.scopes);
    this.facts = new Int32Array(graph.scopes);
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
      const judged: EndlessPart[] = [];
      this.components.each(nodes, (component) => {
        const one = this.judge(component, question);
        if (one !== undefined) judged.push(one);
      });
      // Numbers grow with the distance from the beginning.
      judged.sort((a, b) => (a.endless.nodes[0] as number) - (b.endless.nodes[0] as number));
      for (const { endless, left } of judged) {
        if (left === undefined) yield endless;
        else open.push(left);
      }
    }
  }

  /** Judges a component. @returns undefined if nothing in it goes on for ever */
  private judge(nodes: Int32Array, { isWanted }: EndlessQuestion): EndlessPart | undefined {
    if (isWanted !== undefined && !nodes.some(isWanted)) return undefined;
    this.takePayments(nodes);
    if (this.isStuckIn(nodes)) return undefined;
    this.takeFacts(nodes);
    const avoided = new Set<number>();
    for (const debt of this.owed) {
      if (this.paidMet[debt] === this.stamp) continue;
      const forbidden = this.forbiddenBy(debt);
      if (forbidden === "to stay") return undefined;
      if (forbidden === "to be there") avoided.add(debt);
    }
    const endless = { nodes: nodes.slice().sort(), debts: [...this.owed] };
    if (avoided.size === 0) return { endless, left: undefined };
    const left = [...endless.nodes].filter((node) => !this.isOwed(node, avoided));
    return left.length === 0 ? undefined : { endless, left };
  }

  private forbiddenBy(debt: number): Forbidden {
    const facts = this.facts[this.scopeOwed[debt] as number];
    return forbidden(this.graph, debt, {
      isOwedAlways: this.timesOwed[debt] === facts,
      waitsAlways: this.waitingMet[debt] === this.stamp && this.timesWaiting[debt] === facts,
    });
  }

  private isOwed(node: number, debts: ReadonlySet<number>): boolean {
    const { graph, scratch } = this;
    graph.factsOf(node, scratch);
    return scratch.some((fact) => graph.owedIn(fact).some((debt) => debts.has(debt)));
  }

  /** Whether moves of a node that have been met since the last stamp have told of its fact in each scope. */
  private hasToldFacts(node: number): boolean {
    const { graph, stamp, toldBy } = this;
    if (graph.scopeOf === undefined) return false;
    let [isTold, scopes, last] = [true, 0, -1];
    const end = graph.first[node + 1] as number;
    for (let edge = graph.first[node] as number; edge < end; edge++) {
      const move = graph.move[edge] as number;
      if (toldBy[move] !== stamp) isTold = false;
      toldBy[move] = stamp;
      const scope = graph.scopeOf(move);
      if (scope > last && scope < graph.scopes) scopes++;
      last = scope;
    }
    return isTold && scopes === graph.scopes;
  }

  /** Notes what is paid in a component: each move is looked at once. */
  private takePayments(nodes: Int32Array): void {
    const { graph, moveMet, paidMet } = this;
    const { first, to, move: moves } = graph;
    const { region: regions } = this.components;
    const region = regions[nodes[0] as number];
    const stamp = ++this.stamp;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as number;
      const end = first[node + 1] as number;
      for (let edge = first[node] as number; edge < end; edge++) {
        const move = moves[edge] as number;
        if (moveMet[move] === stamp || regions[to[edge] as number] !== region) continue;
        moveMet[move] = stamp;
        const paid = graph.paidBy(move);
        for (let k = 0; k < paid.length; k++) paidMet[paid[k] as number] = stamp;
      }
    }
  }

  /**
   * Whether it is seen at once that justice forbids to stay in a component, as in most: some debt may be paid
   * in all of its nodes, as moves tell, and nothing pays it.
   */
  private isStuckIn(nodes: Int32Array): boolean {
    const { graph, stamp, paidMet } = this;
    if (graph.scopeOf === undefined) return false;
    const node = nodes[0] as number;
    let last = -1;
    for (let edge = graph.first[node] as number; edge < (graph.first[node + 1] as number); edge++) {
      const scope = graph.scopeOf(graph.move[edge] as number);
      if (scope === last || scope === graph.scopes) continue;
      last = scope;
      const owed = graph.owedIn(this.factTold(node, edge, scope));
      for (let i = 0; i < owed.length; i++) {
        const debt = owed[i] as number;
        if (paidMet[debt] !== stamp && !graph.isCompassionate(debt) && this.isOwedIn(nodes, debt, scope))
          return true;
      }
    }
    return false;
  }

  /** Whether moves of a scope tell in each of some nodes that a debt may be paid. */
  private isOwedIn(nodes: Int32Array, debt: number, scope: number): boolean {
    const { graph } = this;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i] as number;
      const end = graph.first[node + 1] as number;
      let edge = graph.first[node] as number;
      while (edge < end && graph.scopeOf?.(graph.move[edge] as number) !== scope) edge++;
      if (edge === end || !graph.owedIn(this.factTold(node, edge, scope)).includes(debt)) return false;
    }
    return true;
  }

  /** The fact of a scope that an edge from a node tells, the move of which is one of the scope's. */
  private factTold(node: number, edge: number, scope: number): number {
    const { graph, scratch, factOfMove } = this;
    const move = graph.move[edge] as number;
    const known = factOfMove[move];
    if (known !== undefined) return known;
    graph.factsOf(node, scratch);
    return (factOfMove[move] = scratch[scope] as number);
  }

  /** Takes account of the facts of a component, each of which is looked at once. */
  private takeFacts(nodes: Int32Array): void {
    const { graph, scratch } = this;
    this.owed.length = 0;
    this.facts.fill(0);
    for (const node of nodes) {
      if (this.hasToldFacts(node)) continue;
      graph.factsOf(node, scratch);
      for (let scope = 0; scope < scratch.length; scope++) this.meet(scope, scratch[scope] as number);
    }
  }

  private meet(scope: number, fact: number): void {
    const { graph, stamp, owedMet, waitingMet, timesOwed, timesWaiting } = this;
    if (this.factMet[fact] === stamp) return;
    this.factMet[fact] = stamp;
    this.facts[scope] = (this.facts[scope] as number) + 1;
    for (const debt of graph.owedIn(fact)) {
      if (owedMet[debt] !== stamp) {
        owedMet[debt] = stamp;
        timesOwed[debt] = 0;
        this.owed.push(debt);
      }
      this.scopeOwed[debt] = scope;
      timesOwed[debt] = (timesOwed[debt] as number) + 1;
    }
    for (const debt of graph.waitingIn(fact)) {
      timesWaiting[debt] = waitingMet[debt] === stamp ? (timesWaiting[debt] as number) + 1 : 1;
      waitingMet[debt] = stamp;
    }
  }
}

/** The part of a graph that says of what kind debts are. */
type DebtKinds = Pick<DebtGraph, "isCompassionate" | "isSettledWhenGone">;

function forbidden(graph: DebtKinds, debt: number, { isOwedAlways, waitsAlways }: DebtIn): Forbidden {
  if (!graph.isCompassionate(debt)) return isOwedAlways ? "to stay" : "nothing";
  return waitsAlways || !graph.isSettledWhenGone(debt) ? "to be there" : "nothing";
}

/** Whether nothing forbids to stay where a fact holds for ever, if some debts are paid again and again. */
export function isSettled(
  graph: DebtKinds & Pick<DebtGraph, "owedIn" | "waitingIn">,
  fact: number,
  isPaid: (debt: number) => boolean,
): boolean {
  return graph.owedIn(fact).every((debt) => {
    if (isPaid(debt)) return true;
    const waitsAlways = graph.waitingIn(fact).includes(debt);
    return forbidden(graph, debt, { isOwedAlways: true, waitsAlways }) === "nothing";
  });
}
