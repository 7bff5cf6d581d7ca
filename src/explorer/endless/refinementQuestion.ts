/**
 * The question whether a specification has an admissible execution that looks like each of another system's
 * (counterparts.ts). The sets of counterparts are the states of an automaton that reads what configurations
 * look like, so that all is judged on a product, as formulas are. In it an execution refutes
 *
 * - by coming to the empty set, whatever follows;
 * - by ending where no counterpart can rest, or by staying for ever where the look stays as it is;
 * - by going on for ever where each set has one member, and a debt of the specification stays unpaid: each
 *   debt is looked for in the part of the product in which it is owed and nothing pays it.
 *
 * What else goes on for ever, through sets with several members, is judged lasso by lasso first. A lasso that
 * has no counterpart refutes; where each that is tried has one, others may not, and the automaton of what has
 * none is asked (unfollowedAutomaton.ts).
 */
import { assert, at } from "../../base/assert.ts";
import type { Configuration } from "../../model/state/configuration.ts";
import { Counterparts, NO_COUNTERPART } from "../../properties/counterparts.ts";
import type { RefinementAsked } from "../../properties/property.ts";
import type { NoteOfSteps } from "../../properties/specificationGraph.ts";
import type { Unknown } from "../../properties/verdict.ts";
import { acceptedEnds } from "./formulaQuestion.ts";
import { LongRun, refutedThere, type Refuted } from "./longRun.ts";
import type { LongRunQuestion, LooksOfGraph, QuestionedGraph } from "./longRunQuestion.ts";
import type { Way } from "./lasso.ts";
import { PartOfGraph } from "./partOfGraph.ts";
import { ProductGraph, type FormulaAutomaton } from "./productGraph.ts";
import { TooManyTrees, UnfollowedAutomaton } from "./unfollowedAutomaton.ts";

/** So many configurations are noted, and of later ones those that look like none before. */
const NOTED_MAX = 4_096;

/** Those who note what author code answers, to ask it again. */
export interface RefinementNotes {
  shown(configuration: Configuration, look: string): void;
  readonly goesOn: NoteOfSteps;
  /** Asks what was noted again. @throws ProtocolError if an answer is another */
  flush(): void;
  /** The error of a map that answers otherwise when it is asked again. */
  fickle(): Error;
}

/** A part of a product in which a cycle refutes, or may do so. */
interface RefutingPart {
  readonly graph: PartOfGraph;
  readonly nodes: readonly number[];
  readonly isWanted?: (node: number) => boolean;
}

/** The question whether a specification has each execution. */
export class RefinementQuestion implements LongRunQuestion {
  private readonly refined: RefinementAsked;
  private readonly notes: RefinementNotes | undefined;
  private readonly counterparts: Counterparts;
  /** The look of each configuration, by number, and the looks. */
  private readonly valuations: Int32Array;
  private readonly looks: string[] = [];
  private isRead = false;
  leftOpen: Unknown | undefined;

  /** @param size the number of configurations */
  constructor(refined: RefinementAsked, size: number, notes?: RefinementNotes) {
    this.refined = refined;
    this.notes = notes;
    this.counterparts = new Counterparts(refined, notes?.goesOn);
    this.valuations = new Int32Array(size);
  }

  /** Learns nothing: what configurations look like is read when all are there. */
  tell(): void {}

  refutationOn(asked: QuestionedGraph): Refuted | undefined {
    const product = this.productOf(asked);
    const run = new LongRun(product, {
      goesOn: () => true,
      starts: (node) => node < product.begun,
      breaks: (node) => product.stateOf(node) === NO_COUNTERPART,
      ends: acceptedEnds(product, this.automaton, { ends: asked.ends, valuations: this.valuations }),
      endsOnly: true,
      distanceTo: (node) => asked.distanceTo(product.configurationOf(node)),
    });
    const found = run.refutation() ?? this.lassoIn(run, product);
    const refuted = found
      ? refutedThere(found, (way) => product.wayInGraph(way))
      : this.refutationByTrees(asked);
    this.notes?.flush();
    return refuted;
  }

  /** A lasso that has no counterpart, where one at a time does not tell. */
  private refutationByTrees(asked: QuestionedGraph): Refuted | undefined {
    if (this.leftOpen === undefined) return undefined;
    const { counterparts, looks, valuations } = this;
    const automaton = UnfollowedAutomaton.of(counterparts, looks);
    const product = automaton && productOrNone({ ...asked, valuations }, automaton);
    if (automaton === undefined || product === undefined) return undefined;
    const found = new LongRun(product, {
      goesOn: () => true,
      starts: (node) => node < product.begun,
      isWanted: (node) => automaton.isChange(product.stateOf(node)),
      ends: [],
      endsOnly: false,
      distanceTo: (node) => asked.distanceTo(product.configurationOf(node)),
    }).refutation();
    this.leftOpen = undefined;
    if (found === undefined) return undefined;
    const { cycle } = found;
    assert(cycle !== undefined, "what does not end goes round");
    const set = automaton.setOf(product.stateOf(at(cycle.nodes, 0)));
    assert(!this.isFollowed(product, cycle, set), "what the trees refuse has no counterpart");
    return refutedThere(found, (way) => product.wayInGraph(way));
  }

  /** The first lasso that has no counterpart. */
  private lassoIn(run: LongRun, product: ProductGraph): Refuted | undefined {
    this.leftOpen = undefined;
    for (const { graph, ...question } of this.partsOf(product))
      for (const { stem, cycle, nodes } of run.lassosWithin(graph, question)) {
        const set = product.stateOf(at(cycle.nodes, 0));
        if (!this.isFollowed(product, cycle, set)) return { stem, cycle };
        if (nodes.some((node) => product.stateOf(node) !== product.stateOf(nodes[0] as number)))
          this.leftOpen = { verdict: "unknown", reason: { kind: "look alike" } };
      }
    return undefined;
  }

  /** Whether a cycle, with a set of counterparts where it begins, has a counterpart that is admissible. */
  private isFollowed(product: ProductGraph, { nodes }: Way, set: number): boolean {
    const looks = nodes.slice(0, -1).map((node) => this.lookOf(product, node));
    return this.counterparts.mayRepeat(set, looks);
  }

  /** The parts of a product in which a cycle refutes; last, all of it, if there it may. */
  private *partsOf(product: ProductGraph): Generator<RefutingPart> {
    const { counterparts } = this;
    const { graph, debts } = counterparts;
    const all = Array.from({ length: product.size }, (_, node) => node);
    const isRestless = (node: number): boolean => !counterparts.mayRest(product.stateOf(node));
    const restless = all.filter(isRestless);
    if (restless.length > 0) yield partOf(product, restless, (from, to) => from === to);
    const only = (node: number): number | undefined => counterparts.onlyMemberOf(product.stateOf(node));
    for (const debt of debts) {
      const stays = (member: number | undefined): boolean =>
        member !== undefined && graph.mayOwe(member, debt) && !graph.pays(member, member, debt);
      const owing = all.filter((node) => stays(only(node)));
      if (owing.length === 0) continue;
      const isUnpaid = (from: number, to: number): boolean =>
        from === to || !graph.pays(memberOf(from), memberOf(to), debt);
      const memberOf = (set: number): number => at(counterparts.membersOf(set), 0);
      const isWanted = (node: number): boolean => graph.owedIn(only(node) as number).includes(debt);
      yield { ...partOf(product, owing, isUnpaid), isWanted };
    }
    const isWanted = (node: number): boolean => only(node) === undefined;
    if (debts.length > 0 && all.some(isWanted)) yield { ...partOf(product, all, () => true), isWanted };
  }

  isTestedOn(): boolean {
    return true;
  }

  private productOf(asked: QuestionedGraph): ProductGraph {
    if (!this.isRead) this.read(asked.looks);
    this.isRead = true;
    return new ProductGraph({ ...asked, valuations: this.valuations }, this.automaton);
  }

  /** The sets of counterparts, as an automaton that reads looks; it accepts what has no counterpart. */
  private get automaton(): FormulaAutomaton {
    const { counterparts, looks } = this;
    return {
      refuted: NO_COUNTERPART,
      begin: (look, isStart) => (isStart ? [counterparts.begin(at(looks, look))] : []),
      next: (set, look) => [counterparts.next(set, at(looks, look))],
      owedIn: () => [],
      isForEver: (set) => !counterparts.mayRest(set),
    };
  }

  private lookOf(product: ProductGraph, node: number): string {
    return at(this.looks, this.valuations[product.configurationOf(node)] as number);
  }

  /** Reads what each configuration looks like, and again, in another order. @throws ProtocolError */
  private read(graph: LooksOfGraph): void {
    const { refined, notes, valuations, looks } = this;
    const numbers = new Map<string, number>();
    for (let node = 0; node < valuations.length; node++) {
      const look = refined.looks(graph.viewOf(node));
      const known = numbers.get(look);
      if (node < NOTED_MAX || known === undefined) notes?.shown(graph.configurationOf(node), look);
      const number = known ?? looks.push(look) - 1;
      if (known === undefined) numbers.set(look, number);
      valuations[node] = number;
    }
    if (notes === undefined) return;
    for (let node = valuations.length - 1; node >= 0; node--)
      if (refined.looks(graph.viewOf(node)) !== looks[valuations[node] as number]) throw notes.fickle();
  }
}

/** A product with trees; undefined if there are too many. */
function productOrNone(
  read: ConstructorParameters<typeof ProductGraph>[0],
  automaton: UnfollowedAutomaton,
): ProductGraph | undefined {
  try {
    return new ProductGraph(read, automaton);
  } catch (error) {
    if (error instanceof TooManyTrees) return undefined;
    throw error;
  }
}

/** The part of a product that has some nodes, and of the edges between them those that stay. */
function partOf(
  product: ProductGraph,
  nodes: readonly number[],
  stays: (from: number, to: number) => boolean,
): RefutingPart {
  const inside = new Uint8Array(product.size);
  for (const node of nodes) inside[node] = 1;
  const graph = new PartOfGraph(product, (from, to) => {
    if (inside[from] === 0 || inside[to] === 0) return false;
    return stays(product.stateOf(from), product.stateOf(to));
  });
  return { graph, nodes };
}
