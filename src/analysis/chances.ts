/**
 * The chances of a property where coins fall by chance and an admissible adversary chooses all else: the
 * least and the greatest probability that it holds, and what executions cost until then on average.
 *
 * The adversary chooses event by event, may remember all that has happened, coins included, and is such that
 * with probability 1 what comes about is admissible. In every configuration it can go on so; where it cannot,
 * as when time stands still, `isSound` is false and nothing that is said here means anything.
 */
import { restful, type Pulse } from "../base/pulse.ts";
import type { ExploredGraph } from "../explorer/index.ts";
import type { Terms } from "../model/transition/debt.ts";
import { Strategy } from "./strategy.ts";
import { parts, surelyLeadingTo } from "./chancyGraph.ts";
import { bestOf, greatestCost, leastCost } from "./expectedCost.ts";
import type { Best, ValueBounds } from "./intervalIteration.ts";
import { Play, REFUTED, SATISFIED, type PlayQuestion } from "./coinPlay.ts";
import { policyOf } from "./policy.ts";
import { greatestProbability } from "./reachProbability.ts";
import type { CostName } from "../properties/theoryClaim.ts";
import { costs, edgeCosts } from "./worstCosts.ts";

/** The bounds on a number, and how an adversary attains it. */
export interface Attained {
  readonly lower: number;
  readonly upper: number;
  /** The strategy of the adversary, and the node of the play in which it begins. */
  readonly strategy: Strategy;
  readonly start: number;
}

/** An expected cost; or why there is none. */
export type ExpectedCost = Attained | "never" | "unbounded";

/** The question that chances are about, and the pulse of the work. */
interface ChancesOptions {
  readonly question?: PlayQuestion;
  readonly pulse?: Pulse;
}

/** The play of a property, and what comes of it. Without a property, executions go on to their ends. */
export class Chances {
  readonly play: Play;
  private readonly graph: ExploredGraph;
  private readonly refuting: Uint8Array;
  private readonly satisfying: Uint8Array;
  private readonly hasQuestion: boolean;

  /** @throws ProtocolError, and what the pulse throws */
  constructor(graph: ExploredGraph, terms: Terms, { question, pulse = restful }: ChancesOptions = {}) {
    this.graph = graph;
    const { initial, ends } = graph;
    this.play = new Play({ chance: graph.byChance(terms, pulse), initial, ends, pulse }, question);
    this.hasQuestion = question !== undefined;
    this.refuting = this.play.refuting;
    this.satisfying = this.play.satisfying;
  }

  /** Whether an admissible adversary can go on from everywhere. */
  get isSound(): boolean {
    const rests = this.satisfying.map((one, node) => one | (this.refuting[node] as number));
    return surelyLeadingTo(this.play, rests).every((one, node) => one === 1 || node <= SATISFIED);
  }

  /** The greatest probability that the property is violated: 1 less the least that it holds. */
  get violation(): Attained {
    return this.reaching(this.refuting);
  }

  /** The greatest probability that it holds. */
  get success(): Attained {
    return this.reaching(this.satisfying);
  }

  private reaching(goal: Uint8Array): Attained {
    const bounds = greatestProbability(this.play, goal);
    return this.attained(bounds, { best: "greatest", isGoal: (node) => goal[node] === 1 });
  }

  private attained(
    bounds: ValueBounds,
    { best, ...rest }: { best: Best; isGoal: (node: number) => boolean; cost?: Float64Array },
  ): Attained {
    const { node, lower, upper } = bestOf(bounds, this.play.starts, best);
    const policy = policyOf({ graph: this.play, values: bounds.lower, best, ...rest });
    return { lower, upper, strategy: new Strategy(this.play, policy, rest.isGoal), start: node };
  }

  /** The expected cost until the property holds; without one, until an execution ends. */
  cost(name: CostName, best: Best): ExpectedCost {
    const { play } = this;
    const goal = this.goal;
    const cost = this.costsOf(name);
    const isGoal = (node: number): boolean => goal[node] === 1;
    if (best === "least") {
      const bounds = leastCost({ ...parts(play), cost, goal, goesOn: false });
      const found = this.attained(bounds, { best, isGoal, cost });
      return found.lower === Infinity ? "never" : found;
    }
    if (this.mayNeverCome) return "never";
    const bounds = greatestCost({ ...parts(play), cost, goal, goesOn: !this.hasQuestion });
    if (bounds === undefined) return "unbounded";
    // Who has come to an end goes on if that costs more.
    const isLast = (node: number): boolean => isGoal(node) && (bounds.upper[node] as number) === 0;
    return this.attained(bounds, { best, isGoal: isLast, cost });
  }

  /** The nodes in which what is counted comes to its end. */
  private get goal(): Uint8Array {
    if (!this.hasQuestion) return this.play.ending;
    return Uint8Array.from(this.satisfying, (_, node) => Number(node === SATISFIED));
  }

  /** Whether an admissible adversary may keep the goal away. */
  private get mayNeverCome(): boolean {
    if (!this.hasQuestion) return this.play.lasting.includes(1);
    return this.refuting.some((one, node) => one === 1 && node > SATISFIED) || this.isRefuted;
  }

  private get isRefuted(): boolean {
    return this.play.to.includes(REFUTED) || this.play.starts.includes(REFUTED);
  }

  /** The cost of each edge. To go round for nothing costs nothing, unless coins have fallen. */
  private costsOf(name: CostName): Float64Array {
    const { play, graph } = this;
    const ofSteps = edgeCosts(graph, costs[name]);
    const found = Float64Array.from(play.step, (step) => (step === -1 ? 0 : (ofSteps[step] as number)));
    for (let node = 0; node < play.size; node++) {
      for (let edge = play.first[node] as number; edge < (play.first[node + 1] as number); edge++)
        if (play.to[edge] === node) found[edge] = 0;
    }
    return found;
  }
}
