/**
 * Refuting a property in the long run, on a graph: the shortest way into an end, or into a cycle that can be
 * gone round for ever in an admissible way, on which the property's execution waits (see `Wait`).
 */
import { Admissibility, type Endless, type EndlessQuestion } from "../../model/admissible/admissible.ts";
import { ChanceGraph, type SteppedGraph } from "./chanceGraph.ts";
import { Components, type Regions } from "../../base/components.ts";
import type { DebtGraph } from "../../model/admissible/debtGraph.ts";
import { EndComponents } from "./endComponents.ts";
import { cycleWithin, type Way } from "./lasso.ts";
import type { PartOfGraph } from "./partOfGraph.ts";

/** The nodes in which an execution may wait. */
export interface WaitingNodes {
  /** The nodes in which it goes on waiting. */
  readonly goesOn: (node: number) => boolean;
  /** The nodes in which it begins to wait; absent: all in which it goes on. */
  readonly starts?: (node: number) => boolean;
  /** The nodes of which one has to be met again and again, or at the end; absent: all. */
  readonly isWanted?: (node: number) => boolean;
  /** The nodes that refute by being reached, whatever follows; absent: none. */
  readonly breaks?: (node: number) => boolean;
  /** The ends: nodes in which nothing has to happen. */
  readonly ends: Iterable<number>;
  /** Whether only ends refute. */
  readonly endsOnly: boolean;
  /** The number of steps that lead to a node. */
  readonly distanceTo: (node: number) => number;
}

/** A refutation: how it is reached from where the wait begins, and the cycle; without one, it ends there. */
export interface Refuted {
  readonly stem: Way;
  readonly cycle?: Way;
  /** Whether it refutes whatever follows, so that it need not end. */
  readonly isBroken?: true;
}

/** A refutation on a graph that is made of another one, as one on that. */
export function refutedThere(found: Refuted, wayThere: (way: Way) => Way): Refuted {
  const { stem, cycle } = found;
  return { ...found, stem: wayThere(stem), ...(cycle === undefined ? {} : { cycle: wayThere(cycle) }) };
}

/** A refutation that goes on for ever. */
type EndlessRefutation = Refuted & { readonly cycle: Way };

/** A refutation that goes on for ever, and the nodes of the component in which its cycle lies. */
interface CycleWithin extends EndlessRefutation {
  readonly nodes: Int32Array;
}

/** The number of nodes among which the nearest is found: they are met in about that order. */
const NEAREST_MAX = 200;

/** The entry of a node that was not reached. */
const UNMET = -2;
/** The entry of a node in which the wait begins. */
const BEGUN = -1;

/** The part of a graph in which an execution waits, and how each node of it is reached. */
class WaitingPart {
  readonly nodes: Int32Array;
  private readonly graph: DebtGraph;
  /** For each node, the edge by which it was reached, UNMET, or BEGUN. */
  private readonly by: Int32Array;

  constructor(graph: DebtGraph, { goesOn, starts = goesOn }: WaitingNodes) {
    this.graph = graph;
    const by = new Int32Array(graph.size).fill(UNMET);
    const nodes = new Int32Array(graph.size);
    let length = 0;
    let isMore = false;
    for (let node = 0; node < graph.size; node++) {
      if (starts(node)) {
        by[node] = BEGUN;
        nodes[length++] = node;
      } else isMore ||= goesOn(node);
    }
    for (let i = 0; isMore && i < length; i++) {
      const end = graph.first[(nodes[i] as number) + 1] as number;
      for (let edge = graph.first[nodes[i] as number] as number; edge < end; edge++) {
        const node = graph.to[edge] as number;
        if (by[node] !== UNMET || !goesOn(node)) continue;
        by[node] = edge;
        nodes[length++] = node;
      }
    }
    this.by = by;
    this.nodes = nodes.subarray(0, length);
  }

  /** The way to a node, from where an execution begins to wait. */
  wayTo(node: number): Way {
    const [nodes, edges] = [[node], [] as number[]];
    for (let edge = this.by[node] as number; edge !== BEGUN; edge = this.by[nodes[0] as number] as number) {
      nodes.unshift(this.fromOf(edge));
      edges.unshift(edge);
    }
    return { nodes, edges };
  }

  /** The node that an edge leaves: the last whose edges begin no later. */
  private fromOf(edge: number): number {
    const { first, size } = this.graph;
    let [low, high] = [0, size];
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if ((first[middle] as number) <= edge) low = middle;
      else high = middle;
    }
    return low;
  }

  /** The first of the nodes that some condition holds for, and how many steps lead to each, nearest first. */
  nearest(
    isSought: (node: number) => boolean,
    distanceTo: (node: number) => number,
  ): { readonly node: number; readonly distance: number }[] {
    const found: { readonly node: number; readonly distance: number }[] = [];
    for (const node of this.nodes) {
      if (!isSought(node)) continue;
      const { nodes: way, edges } = this.wayTo(node);
      found.push({ node, distance: edges.length + distanceTo(way[0] as number) });
      if (found.length === NEAREST_MAX) break;
    }
    return found.sort((a, b) => a.distance - b.distance);
  }
}

/** Looks for refutations on one graph. */
export class LongRun {
  private readonly graph: DebtGraph;
  private readonly question: WaitingNodes;
  private readonly part: WaitingPart;
  private readonly regions: Regions;

  constructor(graph: DebtGraph, question: WaitingNodes, regions: Regions = new Components(graph)) {
    this.graph = graph;
    this.question = question;
    this.regions = regions;
    this.part = new WaitingPart(graph, question);
  }

  /** A refutation; undefined if there is none. What refutes whatever follows comes first, then an end. */
  refutation(): Refuted | undefined {
    const { ends, isWanted = () => true, breaks = () => false, endsOnly, distanceTo } = this.question;
    const [broken] = this.part.nearest(breaks, distanceTo);
    if (broken !== undefined) return { stem: this.part.wayTo(broken.node), isBroken: true };
    const refuting = new Set<number>();
    for (const end of ends) if (isWanted(end) && mayEndIn(this.graph, end)) refuting.add(end);
    const [end] = this.part.nearest((node) => refuting.has(node), distanceTo);
    if (end !== undefined) return { stem: this.part.wayTo(end.node) };
    return endsOnly ? undefined : this.lasso();
  }

  private lasso(): Refuted | undefined {
    const { graph, question, part } = this;
    const asked: EndlessQuestion = {
      nodes: part.nodes,
      ...(question.isWanted === undefined ? {} : { isWanted: question.isWanted }),
    };
    const found = new Admissibility(graph, this.regions).find(asked);
    return found && this.into(this.cycleIn(graph, found, asked));
  }

  /** Lassos whose cycles lie in a part of the graph: one of each component in which there are some. */
  *lassosWithin(part: PartOfGraph, asked: EndlessQuestion): Generator<CycleWithin> {
    for (const found of new Admissibility(part, new Components(part)).all(asked)) {
      const lasso = this.into(part.wayInWhole(this.cycleIn(part, found, asked)));
      yield { ...lasso, nodes: found.nodes };
    }
  }

  private cycleIn(graph: DebtGraph, found: Endless, { isWanted }: EndlessQuestion): Way {
    const inside = new Set(found.nodes);
    const beginnings = this.part.nearest((node) => inside.has(node), this.question.distanceTo);
    return cycleWithin(graph, found, { beginnings, ...(isWanted === undefined ? {} : { isWanted }) });
  }

  private into(cycle: Way): EndlessRefutation {
    return { stem: this.part.wayTo(cycle.nodes[0] as number), cycle };
  }
}

/** Whether an execution may end in a node, of those in which nothing has to happen. */
export function mayEndIn(graph: DebtGraph, end: number): boolean {
  const facts = new Int32Array(graph.scopes);
  graph.factsOf(end, facts);
  return !facts.some((fact) => graph.owedIn(fact).some((debt) => graph.isOwedAtEnds(debt)));
}

/**
 * A refutation where coins fall by chance: an end that an execution comes to, or an end component in which
 * the adversary keeps it, admissibly and with probability 1. Undefined if there is none: then what is waited
 * for comes with probability 1.
 */
export function refutationByChance(steps: SteppedGraph, question: WaitingNodes, isWhole: boolean) {
  const graph = new ChanceGraph(steps, isWhole);
  const of =
    <T>(ask: (node: number) => T) =>
    (node: number): T =>
      ask(graph.ownerOf(node));
  const { goesOn, starts, isWanted, distanceTo } = question;
  const found = new LongRun(
    graph,
    {
      ...question,
      goesOn: of(goesOn),
      ...(starts === undefined ? {} : { starts: of(starts) }),
      ...(isWanted === undefined ? {} : { isWanted: of(isWanted) }),
      // What is shown begins in a configuration, and not in the middle of a step.
      distanceTo: (node) => (node < steps.size ? distanceTo(node) : graph.size),
    },
    new EndComponents(graph),
  ).refutation();
  return found && refutedThere(found, (way) => graph.inSteps(way));
}
