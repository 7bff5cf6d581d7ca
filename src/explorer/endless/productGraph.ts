/**
 * Products: the configurations of a graph, each with the states in which an automaton may be that has read an
 * execution up to it. What the automaton must not do for ever are more debts, of one more scope, whose facts
 * are its states. Facts and debts of the graph are even here, those of the automaton odd.
 */
import { ABSENT, IntList, PairTable } from "../../tables/integers.ts";
import { NoRoom, type HasRoom } from "../kernel/room.ts";
import type { DebtGraph } from "../../model/admissible/debtGraph.ts";
import type { Way } from "./lasso.ts";

/** An automaton that reads the valuations of configurations. States are numbers. */
export interface FormulaAutomaton {
  /** The state that accepts whatever follows; absent: there is none. */
  readonly refuted?: number;
  /** The states after the first configuration that it reads, which may be the first of the execution. */
  begin(valuation: number, isStart: boolean): readonly number[];
  next(state: number, valuation: number): readonly number[];
  /** The debts of a state, by number: of justice, unless it says what waits. */
  owedIn(state: number): readonly number[];
  /** The debts that wait in a state, if they are of compassion: each is settled where it does not wait. */
  waitingIn?(state: number): readonly number[];
  /** Whether it accepts what remains if the valuation stays the same for ever. */
  isForEver(state: number, valuation: number): boolean;
}

/** A graph whose configurations an automaton reads. */
interface ReadGraph {
  readonly graph: DebtGraph;
  /** The number of configurations, from the first, in which executions begin. */
  readonly initial: number;
  /** The valuation of each configuration. */
  readonly valuations: Int32Array;
  readonly hasRoom: HasRoom;
}

/** The number of nodes at which room is asked for first; then whenever they have doubled. */
const FIRST_ASKED = 2 ** 16;

/** The bytes that a node takes, and an edge, with what is made of them. */
const BYTES = { node: 80, edge: 12 };

/** The product of a graph and an automaton, as far as it can be reached. */
export class ProductGraph implements DebtGraph {
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly move: Int32Array;
  readonly scopes: number;
  /** The number of nodes in which the automaton begins: the first ones. */
  readonly begun: number;
  private readonly graph: DebtGraph;
  private readonly automaton: FormulaAutomaton;
  /** The configuration and the state of each node. */
  private readonly configurations = new IntList();
  private readonly states = new IntList();
  private readonly numbers = new PairTable();
  /** The edge of the graph behind each edge. */
  private readonly edges = new IntList();
  private readonly paid: (readonly number[] | undefined)[] = [];

  /** @throws NoRoom */
  constructor({ graph, initial, valuations, hasRoom }: ReadGraph, automaton: FormulaAutomaton) {
    this.graph = graph;
    this.automaton = automaton;
    this.scopes = graph.scopes + 1;
    for (let node = 0; node < graph.size; node++)
      for (const state of automaton.begin(valuations[node] as number, node < initial)) this.node(node, state);
    this.begun = this.size;
    const [first, to] = [new IntList(), new IntList()];
    let asked = FIRST_ASKED;
    for (let node = 0; node < this.size; node++) {
      if (this.size > asked) {
        if (!hasRoom(BYTES.node * this.size + BYTES.edge * to.length)) throw new NoRoom();
        asked = 2 * this.size;
      }
      first.push(to.length);
      const [here, state] = [this.configurationOf(node), this.stateOf(node)];
      // What is refuted whatever follows need not be followed.
      if (state === automaton.refuted) continue;
      for (let edge = graph.first[here] as number; edge < (graph.first[here + 1] as number); edge++) {
        const there = graph.to[edge] as number;
        for (const next of automaton.next(state, valuations[there] as number)) {
          to.push(this.node(there, next));
          this.edges.push(edge);
        }
      }
    }
    first.push(to.length);
    this.first = first.data;
    this.to = to.data;
    this.move = Int32Array.from({ length: to.length }, (_, i) => graph.move[this.edges.at(i)] as number);
  }

  get size(): number {
    return this.states.length;
  }

  /** The node of a configuration and a state. */
  private node(configuration: number, state: number): number {
    const known = this.numbers.get(configuration, state);
    if (known !== ABSENT) return known;
    const node = this.size;
    this.numbers.add(configuration, state, node);
    this.configurations.push(configuration);
    this.states.push(state);
    return node;
  }

  /** The configuration of a node. */
  configurationOf(node: number): number {
    return this.configurations.at(node);
  }

  /** The state of the automaton in a node. */
  stateOf(node: number): number {
    return this.states.at(node);
  }

  /** A walk in the product, as one in the graph. */
  wayInGraph({ nodes, edges }: Way): Way {
    return {
      nodes: nodes.map((node) => this.configurationOf(node)),
      edges: edges.map((edge) => this.edges.at(edge)),
    };
  }

  factsOf(node: number, facts: Int32Array): void {
    this.graph.factsOf(this.configurationOf(node), facts);
    for (let scope = 0; scope < this.graph.scopes; scope++) facts[scope] = 2 * (facts[scope] as number);
    facts[this.graph.scopes] = 2 * this.stateOf(node) + 1;
  }

  owedIn(fact: number): readonly number[] {
    if (isOfAutomaton(fact)) return this.automaton.owedIn(fact >> 1).map((debt) => 2 * debt + 1);
    return this.graph.owedIn(fact >> 1).map((debt) => 2 * debt);
  }

  waitingIn(fact: number): readonly number[] {
    if (isOfAutomaton(fact)) return (this.automaton.waitingIn?.(fact >> 1) ?? []).map((debt) => 2 * debt + 1);
    return this.graph.waitingIn(fact >> 1).map((debt) => 2 * debt);
  }

  paidBy(move: number): readonly number[] {
    return (this.paid[move] ??= this.graph.paidBy(move).map((debt) => 2 * debt));
  }

  isCompassionate(debt: number): boolean {
    return isOfAutomaton(debt) ? this.hasCompassion : this.graph.isCompassionate(debt >> 1);
  }

  /** Whether the debts of the automaton are of compassion. */
  private get hasCompassion(): boolean {
    return this.automaton.waitingIn !== undefined;
  }

  isOwedAtEnds(debt: number): boolean {
    return !isOfAutomaton(debt) && this.graph.isOwedAtEnds(debt >> 1);
  }

  isSettledWhenGone(debt: number): boolean {
    return isOfAutomaton(debt) ? this.hasCompassion : this.graph.isSettledWhenGone(debt >> 1);
  }
}

/** Whether a fact or a debt is the automaton's. */
function isOfAutomaton(number: number): boolean {
  return number % 2 === 1;
}
