/**
 * Chance in a graph of configurations: a *Markov decision process*. In a configuration the adversary chooses
 * what happens next, and then coins fall, each side with its probability (C. Baier and J.-P. Katoen,
 * *Principles of Model Checking*, 2008, section 10.6). In a graph of steps every side of a coin is a step of
 * its own; here those that differ in nothing but how coins fall hang together:
 *
 *     C ──p flips──▶ ◇ ──heads 1/2──▶ C′            ◇ a node of chance
 *                    ◇ ──tails 1/2──▶ • ──p goes on──▶ C″
 *                                     • ──p crashes──▶ C‴     • the adversary, who has seen the coin
 *
 * The nodes of a step under way come after the configurations, and belong to the one it is taken in. What
 * the adversary chooses in a step before its first coin leads to its node of chance; after a coin there is a
 * node of the adversary, if anything is left to be chosen: an option, or where a failure cuts the step short.
 * So it chooses event by event, and knows how coins have fallen, and not how they will. In a round processes
 * act one after the other, in the order of its events, and their coins fall in that order.
 */
import { assert } from "../../base/assert.ts";
import { restful, type Pulse } from "../../base/pulse.ts";
import type { Event } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import { format } from "../../base/text.ts";
import { ProtocolError } from "../../model/error.ts";
import type { DebtGraph } from "../../model/admissible/debtGraph.ts";
import type { Way } from "./lasso.ts";

/** A graph with what is owed in it, and the events of its steps. */
export interface SteppedGraph extends DebtGraph {
  /** The events of each edge from a node, in order. */
  eventsFrom(node: number): readonly (readonly Event[])[];
  /** Whether a move has the same events wherever it is made. */
  isOneStep(move: number): boolean;
}

/** The edge that is a part of a step under way, or no side of a coin. */
const NONE = -1;

/** A part of what happens in a step: an event or a choice, as text; of a coin, how likely it was. */
interface Happening {
  readonly text: string;
  readonly probability?: number;
}

/** A step, and what happens in it. */
interface SplitStep {
  readonly edge: number;
  readonly happenings: readonly Happening[];
}

/** An edge of the graph with chance. */
interface ChanceEdge {
  readonly to: number;
  readonly step: number;
  readonly probability: number;
}

/** The allowance for rounding when probabilities are added up. */
const ROUNDING = 1e-9;

/** A graph of configurations in which coins fall by chance. */
export class ChanceGraph implements DebtGraph {
  readonly size: number;
  /** The number of configurations, which come first. */
  readonly configurations: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly move: Int32Array;
  /** The edge of the graph of steps with which each edge ends; -1 in the middle of a step. */
  readonly step: Int32Array;
  /** The probability of each edge; 1 where it is the adversary's. */
  readonly probability: Float64Array;
  /** Whether coins fall in each node. */
  readonly isChance: Uint8Array;
  readonly scopes: number;
  private readonly steps: SteppedGraph;
  /** The configuration that each node belongs to. */
  private readonly owner: Int32Array;

  /**
   * @param isWhole whether no step is missing; of a search that was cut off, coins of which a side is missing
   * are left out
   * @throws ProtocolError
   */
  constructor(steps: SteppedGraph, isWhole: boolean, pulse = restful) {
    const under = new Underway(steps, isWhole, pulse);
    const edges = under.edges.flat();
    this.steps = steps;
    this.scopes = steps.scopes;
    this.configurations = steps.size;
    this.size = under.edges.length;
    this.first = new Int32Array(this.size + 1);
    for (const [node, own] of under.edges.entries())
      this.first[node + 1] = (this.first[node] as number) + own.length;
    this.to = Int32Array.from(edges, ({ to }) => to);
    this.step = Int32Array.from(edges, ({ step }) => step);
    this.probability = Float64Array.from(edges, ({ probability }) => probability);
    this.move = this.step.map((step) => (step === NONE ? NONE : (steps.move[step] as number)));
    this.isChance = Uint8Array.from(under.isChance);
    this.owner = Int32Array.from(under.owner);
  }

  /** The configuration that a node belongs to: itself, or the one in which a step is under way. */
  ownerOf(node: number): number {
    return this.owner[node] as number;
  }

  /** A walk as one in the graph of steps. It begins and ends in configurations. */
  inSteps({ nodes, edges }: Way): Way {
    const isKnown = (number: number): boolean => number < this.configurations;
    return {
      nodes: nodes.filter(isKnown),
      edges: edges.map((edge) => this.step[edge] as number).filter((step) => step !== NONE),
    };
  }

  factsOf(node: number, facts: Int32Array): void {
    this.steps.factsOf(this.ownerOf(node), facts);
  }
  owedIn(fact: number): readonly number[] {
    return this.steps.owedIn(fact);
  }
  waitingIn(fact: number): readonly number[] {
    return this.steps.waitingIn(fact);
  }
  paidBy(move: number): readonly number[] {
    return move === NONE ? [] : this.steps.paidBy(move);
  }
  isCompassionate(debt: number): boolean {
    return this.steps.isCompassionate(debt);
  }
  isOwedAtEnds(debt: number): boolean {
    return this.steps.isOwedAtEnds(debt);
  }
  isSettledWhenGone(debt: number): boolean {
    return this.steps.isSettledWhenGone(debt);
  }
}

/** The nodes and edges of a graph with chance, as they are made. */
class Underway {
  readonly edges: ChanceEdge[][];
  readonly isChance: number[];
  readonly owner: number[];
  private readonly steps: SteppedGraph;
  private readonly isWhole: boolean;
  /** The happenings of each move that is one step everywhere; undefined if it has no coins. */
  private readonly split = new Map<number, readonly Happening[] | undefined>();

  constructor(steps: SteppedGraph, isWhole: boolean, pulse: Pulse) {
    this.steps = steps;
    this.isWhole = isWhole;
    this.edges = Array.from({ length: steps.size }, () => []);
    this.isChance = this.edges.map(() => 0);
    this.owner = this.edges.map((_, node) => node);
    for (let node = 0; node < steps.size; node++) {
      pulse();
      this.add(node, this.splitFrom(node));
    }
  }

  /** The steps from a configuration; those without coins, without their happenings. */
  private splitFrom(node: number): SplitStep[] {
    const { first, move } = this.steps;
    const begin = first[node] as number;
    let events: readonly (readonly Event[])[] | undefined;
    return Array.from({ length: (first[node + 1] as number) - begin }, (_, i) => {
      const number = move[begin + i] as number;
      const isShared = this.steps.isOneStep(number);
      if (!isShared || !this.split.has(number))
        this.split.set(number, happeningsIn((events ??= this.steps.eventsFrom(node))[i] as readonly Event[]));
      return { edge: begin + i, happenings: this.split.get(number) ?? [] };
    });
  }

  /** Adds the edges of a node of the adversary: all steps that are possible, from so many happenings on. */
  private add(node: number, steps: readonly SplitStep[], position = 0): void {
    const chances = new Map<string, { readonly at: number; readonly steps: SplitStep[] }>();
    for (const step of steps) {
      const at = nextCoin(step, position);
      if (at === NONE) {
        this.link(node, this.last(step.edge));
        continue;
      }
      const before = step.happenings.slice(position, at).map(({ text }) => text);
      const name = before.join("\n");
      const known = chances.get(name);
      if (known === undefined) chances.set(name, { at, steps: [step] });
      else known.steps.push(step);
    }
    for (const { at, steps: some } of chances.values()) this.addChance(node, some, at);
  }

  /** Adds a node of chance, in which the coin falls that comes at a position. */
  private addChance(before: number, steps: readonly SplitStep[], at: number): void {
    const sides = new Map<string, { readonly odds: number; readonly steps: SplitStep[] }>();
    for (const step of steps) {
      const { text, probability: odds = 0 } = step.happenings[at] as Happening;
      const known = sides.get(text);
      if (known === undefined) sides.set(text, { odds, steps: [step] });
      else known.steps.push(step);
    }
    const sum = [...sides.values()].reduce((total, { odds }) => total + odds, 0);
    if (Math.abs(sum - 1) > ROUNDING) {
      assert(!this.isWhole, "all sides of a coin are there");
      return;
    }
    const chance = this.newNode(before, 1);
    this.link(before, { to: chance, step: NONE, probability: 1 });
    for (const { odds, steps: some } of sides.values()) {
      const [only, ...others] = some;
      const isLast = others.length === 0 && only !== undefined && nextCoin(only, at + 1) === NONE;
      const after = isLast ? this.last(only.edge) : { to: this.newNode(before, 0), step: NONE };
      this.link(chance, { ...after, probability: odds / sum });
      if (!isLast) this.add(after.to, some, at + 1);
    }
  }

  private last(edge: number): ChanceEdge {
    return { to: this.steps.to[edge] as number, step: edge, probability: 1 };
  }

  private link(node: number, edge: ChanceEdge): void {
    (this.edges[node] as ChanceEdge[]).push(edge);
  }

  private newNode(before: number, isChance: 0 | 1): number {
    this.owner.push(this.owner[before] as number);
    this.isChance.push(isChance);
    return this.edges.push([]) - 1;
  }
}

/** The position of the next coin in a step, from some position on; -1 if there is none. */
function nextCoin({ happenings }: SplitStep, position: number): number {
  return happenings.findIndex(({ probability }, i) => i >= position && probability !== undefined);
}

/** The error of a coin in an atomic step: with what it has seen there before the coin, and what after it. */
function atomicCoin(event: Event): ProtocolError {
  return new ProtocolError(
    "bad-choice",
    "A coin is flipped in an atomic step, and it is asked how probable something is.",
    [formatEvent(event)],
    "What came before the coin, and what after it, is not told of an atomic step: flip it in a step before.",
  );
}

/** The events and choices of a step, one by one; undefined if it has no coins. */
function happeningsIn(events: readonly Event[]): readonly Happening[] | undefined {
  const happenings = events.flatMap(happeningsOf);
  return happenings.some(({ probability }) => probability !== undefined) ? happenings : undefined;
}

/** An event without its choices, and then these, in order. @throws ProtocolError */
function happeningsOf(event: Event): Happening[] {
  if (!("choices" in event) || event.coins === undefined) return [{ text: formatEvent(event) }];
  const { coins, choices, atomic, ...rest } = event;
  if (atomic !== undefined) throw atomicCoin(event);
  return [
    { text: formatEvent({ ...rest, choices: [] } as Event) },
    ...choices.map((choice, at): Happening => {
      const coin = coins.find((one) => one.at === at);
      return { text: format(choice), ...(coin === undefined ? {} : { probability: coin.probability ?? 0 }) };
    }),
  ];
}
