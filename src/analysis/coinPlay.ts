/**
 * A play: the graph of all that an adversary and coins can bring about, together with what a property waits
 * for. Whether an execution refutes a property can be told from where it stays for ever, or ends, if it is
 * noted on the way whether it is waiting (see `Wait`): so a node is one of the graph with chance, waiting or
 * not. What refutes or satisfies the property for good leads to a node of its own.
 *
 * A place is where an execution may *rest*: it ends there, or an admissible adversary can stay there for ever
 * with probability 1, in an end component that pays its debts. Each place refutes the property or satisfies
 * it, and with probability 1 an admissible execution comes to rest. So the greatest probability with which an
 * admissible adversary violates the property is that of coming to a place that refutes it, and so on (C.
 * Baier and M. Kwiatkowska, *Model Checking for a Probabilistic Branching Time Logic with Fairness*, 1998).
 */
import type { Pulse } from "../base/pulse.ts";
import type { DebtGraph } from "../model/admissible/debtGraph.ts";
import type { ChanceGraph } from "../explorer/endless/chanceGraph.ts";
import { Admissibility } from "../model/admissible/admissible.ts";
import { EndComponents } from "../explorer/endless/endComponents.ts";
import { waitsIn, type Truths, type Wait } from "../properties/kinds/kind.ts";

/** The question that a play is about. */
export interface PlayQuestion {
  /** The way to refute the property in the long run; absent: a configuration refutes it, or settles it. */
  readonly waiting?: Wait;
  /** Whether a configuration in which the first predicate is false is what is wanted. */
  readonly isWanted?: true;
  /** The truths of its predicates in a configuration. */
  truthsIn(configuration: number): Truths;
}

/** The node that stands for a property which is refuted for good. */
export const REFUTED = 0;

/** The node that stands for a property which is satisfied for good. */
export const SATISFIED = 1;

/** The number of nodes that stand for no configuration. */
const SETTLED = 2;

/** The configurations of a play, and where executions may end. */
interface PlayedGraph {
  readonly chance: ChanceGraph;
  readonly initial: number;
  /** The configurations in which nothing has to happen. */
  readonly ends: readonly number[];
  readonly pulse: Pulse;
}

/** A graph that adversary and coins play on. */
export class Play implements DebtGraph {
  readonly size: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly move: Int32Array;
  readonly probability: Float64Array;
  readonly isChance: Uint8Array;
  /** The step of the explored graph that each edge ends with; -1 in the middle of one. */
  readonly step: Int32Array;
  readonly scopes: number;
  /** The node of each initial configuration. */
  readonly starts: readonly number[];
  readonly chance: ChanceGraph;
  readonly pulse: Pulse;
  private readonly nodes: readonly number[];
  private readonly edges: readonly number[];
  private readonly waits: readonly boolean[];
  private readonly question: PlayQuestion | undefined;
  private readonly isEnd: Uint8Array;

  constructor({ chance, initial, ends, pulse }: PlayedGraph, question?: PlayQuestion) {
    const made = new Making(chance, question);
    this.pulse = pulse;
    this.starts = Array.from({ length: initial }, (_, node) => made.arrive(node, undefined));
    made.finish(pulse);
    this.chance = chance;
    this.question = question;
    this.scopes = chance.scopes;
    this.size = made.nodes.length;
    this.nodes = made.nodes;
    this.waits = made.waits;
    this.first = Int32Array.from([...made.first, made.to.length]);
    this.to = Int32Array.from(made.to);
    const edges = made.edge;
    this.edges = edges;
    this.move = Int32Array.from(edges, (edge) => chance.move[edge] as number);
    this.step = Int32Array.from(edges, (edge) => chance.step[edge] as number);
    this.probability = Float64Array.from(edges, (edge) => chance.probability[edge] as number);
    this.isChance = Uint8Array.from(made.nodes, (node) => (node < 0 ? 0 : (chance.isChance[node] as number)));
    this.isEnd = new Uint8Array(this.size);
    const mayEnd = new Set(ends.filter((end) => !owesAtEnd(chance, end)));
    for (const [node, of] of made.nodes.entries()) if (mayEnd.has(of)) this.isEnd[node] = 1;
  }

  /** The configuration that a node belongs to; -1 for those that stand for none. */
  configurationOf(node: number): number {
    return node < SETTLED ? -1 : this.chance.ownerOf(this.nodes[node] as number);
  }

  /** The configuration that an edge leads to with which a step ends. */
  arrivedBy(edge: number): number {
    return this.chance.to[this.edges[edge] as number] as number;
  }

  /** The nodes in which a property may come to be refuted: executions rest there. */
  get refuting(): Uint8Array {
    const found = new Uint8Array(this.size);
    found[REFUTED] = 1;
    const { waiting, isWanted } = this.question ?? {};
    if (waiting === undefined) return isWanted === true ? this.markRests(found) : found;
    this.markEnds(found, (node) => this.isWaiting(node) && this.isWanted(node));
    if (waiting.endsOnly === true) return found;
    return this.markPlaces(
      found,
      (node) => this.isWaiting(node),
      (node) => this.isWanted(node),
    );
  }

  /** The nodes in which it may come to be satisfied; without a question, all in which executions rest. */
  get satisfying(): Uint8Array {
    const found = new Uint8Array(this.size);
    found[SATISFIED] = 1;
    const { waiting, isWanted } = this.question ?? {};
    if (waiting === undefined) return isWanted === true ? found : this.markRests(found);
    const all = (): boolean => true;
    this.markEnds(found, (node) => !this.isWaiting(node) || !this.isWanted(node));
    if (waiting.endsOnly === true) return this.markPlaces(found, all, all);
    if (waiting.again !== undefined) this.markPlaces(found, (node) => !this.isWanted(node), all);
    return this.markPlaces(found, all, (node) => !this.isWaiting(node));
  }

  /** The nodes in which an execution may end. */
  get ending(): Uint8Array {
    const found = new Uint8Array(this.size);
    this.markEnds(found, () => true);
    return found;
  }

  /** The nodes of end components in which an admissible adversary can stay for ever. */
  get lasting(): Uint8Array {
    const all = (): boolean => true;
    return this.markPlaces(new Uint8Array(this.size), all, all);
  }

  /** Marks all nodes in which executions rest. */
  private markRests(found: Uint8Array): Uint8Array {
    const [ending, lasting] = [this.ending, this.lasting];
    return found.map((one, node) => one | (ending[node] as number) | (lasting[node] as number));
  }

  private isWaiting(node: number): boolean {
    return this.waits[node] === true;
  }

  /** Whether a node is one of which some have to be met again and again by what refutes. */
  private isWanted(node: number): boolean {
    const { waiting, truthsIn } = this.question ?? {};
    if (waiting?.again === undefined || truthsIn === undefined) return true;
    return waiting.again(truthsIn(this.configurationOf(node)));
  }

  private markEnds(found: Uint8Array, isSought: (node: number) => boolean): void {
    for (let node = SETTLED; node < this.size; node++)
      if (this.isEnd[node] === 1 && isSought(node)) found[node] = 1;
  }

  /** Marks the end components within a part in which an admissible adversary can stay, meeting some nodes. */
  private markPlaces(
    found: Uint8Array,
    isInside: (node: number) => boolean,
    isSought: (node: number) => boolean,
  ): Uint8Array {
    const all = Int32Array.from({ length: this.size - SETTLED }, (_, i) => i + SETTLED);
    const nodes = all.filter((node) => isInside(node));
    const judge = new Admissibility(this, new EndComponents(this));
    for (const place of judge.all({ nodes, isWanted: isSought }))
      for (const node of place.nodes) found[node] = 1;
    return found;
  }

  factsOf(node: number, facts: Int32Array): void {
    this.pulse();
    this.chance.factsOf(this.nodes[node] as number, facts);
  }
  owedIn(fact: number): readonly number[] {
    return this.chance.owedIn(fact);
  }
  waitingIn(fact: number): readonly number[] {
    return this.chance.waitingIn(fact);
  }
  paidBy(move: number): readonly number[] {
    return this.chance.paidBy(move);
  }
  isCompassionate(debt: number): boolean {
    return this.chance.isCompassionate(debt);
  }
  isOwedAtEnds(debt: number): boolean {
    return this.chance.isOwedAtEnds(debt);
  }
  isSettledWhenGone(debt: number): boolean {
    return this.chance.isSettledWhenGone(debt);
  }
}

function owesAtEnd(graph: DebtGraph, end: number): boolean {
  const facts = new Int32Array(graph.scopes);
  graph.factsOf(end, facts);
  return facts.some((fact) => graph.owedIn(fact).some((debt) => graph.isOwedAtEnds(debt)));
}

/** The nodes and edges of a play, as they are found. */
class Making {
  readonly nodes: number[] = [-1, -1];
  readonly waits: boolean[] = [false, false];
  readonly first: number[] = [0, 0];
  readonly to: number[] = [];
  readonly edge: number[] = [];
  private readonly known = new Map<number, number>();
  private readonly chance: ChanceGraph;
  private readonly question: PlayQuestion | undefined;

  constructor(chance: ChanceGraph, question: PlayQuestion | undefined) {
    this.chance = chance;
    this.question = question;
  }

  /** The node that it is to come to a configuration. `before`: whether it was waiting; undefined at first. */
  arrive(configuration: number, before: boolean | undefined): number {
    const { question } = this;
    if (question === undefined) return this.node(configuration, true);
    const truths = question.truthsIn(configuration);
    const { waiting, isWanted } = question;
    if (waiting === undefined) {
      if (truths[0] === true) return this.node(configuration, true);
      return isWanted === true ? SATISFIED : REFUTED;
    }
    if (waiting.breaks?.(truths) === true) return REFUTED;
    const waits = waitsIn(waiting, truths, before);
    return waiting.begins === "at the start" && !waits ? SATISFIED : this.node(configuration, waits);
  }

  private node(of: number, waits: boolean): number {
    const key = 2 * of + Number(waits);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, this.nodes.length);
    this.waits.push(waits);
    return this.nodes.push(of) - 1;
  }

  /** Follows all edges from what has been reached. */
  finish(pulse: Pulse): void {
    const { chance, nodes, waits } = this;
    for (let node = SETTLED; node < nodes.length; node++) {
      pulse();
      this.first.push(this.to.length);
      const of = nodes[node] as number;
      for (let edge = chance.first[of] as number; edge < (chance.first[of + 1] as number); edge++) {
        const next = chance.to[edge] as number;
        const isUnderWay = next >= chance.configurations;
        const before = waits[node] as boolean;
        this.to.push(isUnderWay ? this.node(next, before) : this.arrive(next, before));
        this.edge.push(edge);
      }
    }
  }
}
