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

/** A refutation that goes on for ever. */
type EndlessRefutation = Refuted & { readonly cycle: Way };

/** A refutation that goes on for ever, and the nodes of the component in which its cycle lies. */
interface CycleWithin extends EndlessRefutation {
  readonly nodes: Int32Array;
}

/** The number of nodes among which the nearest is found: they are met in about that order. */
const NEAREST_MAX = 200;

/** The part of a graph in which an execution waits, and how each node of it is reached. */
class WaitingPart {
  readonly nodes: readonly number[];
  private readonly graph: DebtGraph;
  /** For each node, the edge by which it was reached, and from where; absent: the wait begins there. */
  private readonly by = new Map<number, { readonly edge: number; readonly from: number }>();

  constructor(graph: DebtGraph, { goesOn, starts }: WaitingNodes) {
    this.graph = graph;
    const nodes: number[] = [];
    const begins = starts ?? goesOn;
    for (let node = 0; node < graph.size; node++) if (begins(node)) nodes.push(node);
    this.nodes = nodes;
    if (starts === undefined) return;
    const known = new Set(nodes);
    for (const from of nodes) {
      for (let edge = graph.first[from] as number; edge < (graph.first[from + 1] as number); edge++) {
        const node = graph.to[edge] as number;
        if (known.has(node) || !goesOn(node)) continue;
        known.add(node);
        this.by.set(node, { edge, from });
        nodes.push(node);
      }
    }
  }

  /** The way to a node, from where an execution begins to wait. */
  wayTo(node: number): Way {
    const [nodes, edges] = [[node], [] as number[]];
    for (let step = this.by.get(node); step !== undefined; step = this.by.get(step.from)) {
      nodes.unshift(step.from);
      edges.unshift(step.edge);
    }
    return { nodes, edges };
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
  if (found === undefined) return undefined;
  const { stem, cycle } = found;
  return { stem: graph.inSteps(stem), ...(cycle === undefined ? {} : { cycle: graph.inSteps(cycle) }) };
}
