/** Strategies of an adversary who follows a policy: as a tree in which coins branch, and as one run of it. */
import type { GraphWalk } from "./longestPaths.ts";
import type { Play } from "./coinPlay.ts";
import type { Policy } from "./policy.ts";

/** A step that the adversary chooses, or a way in which its coins fall. */
interface TreeStep {
  /** The edge of the explored graph. */
  readonly step: number;
  /** The configuration that it is taken in. */
  readonly from: number;
  /** The node of the play after it. */
  readonly node: number;
  /** The probability that it is this one, given those before. */
  readonly probability: number;
  /** The number of coins that have branched before it, or with it. */
  readonly depth: number;
  /** The row, from 0, from which on all goes as after this one, if that has been shown. */
  readonly as?: number;
}

/** A way in which a step may go. */
interface Fallen {
  readonly edge: number;
  readonly probability: number;
}

/** The strategy of an adversary: to follow a policy. */
export class Strategy {
  private readonly play: Play;
  private readonly policy: Policy;
  private readonly isGoal: (node: number) => boolean;

  constructor(play: Play, policy: Policy, isGoal: (node: number) => boolean) {
    this.play = play;
    this.policy = policy;
    this.isGoal = isGoal;
  }

  /** The outcome of a play in a node: the goal, or that it will never come; undefined: it goes on. */
  outcomeOf(node: number): "come" | "gone" | undefined {
    if (this.isGoal(node)) return "come";
    return this.policy[node] === -1 ? "gone" : undefined;
  }

  /** The tree of what happens from a node on, row by row; undefined if it has more than so many. */
  tree(start: number, rowsMax: number): readonly TreeStep[] | undefined {
    const rows: TreeStep[] = [];
    /** The row after which each node is gone on from; -1: the start. */
    const known = new Map<number, number>([[start, -1]]);
    const grow = (from: number, depth: number): void => {
      const ways = this.waysFrom(from);
      for (const { edge, probability } of ways) {
        if (rows.length > rowsMax) return;
        const node = this.play.to[edge] as number;
        const here = depth + Number(ways.length > 1);
        const isOver = this.policy[node] === -1;
        const as = isOver ? undefined : known.get(node);
        const row = {
          step: this.play.step[edge] as number,
          from: this.play.configurationOf(from),
          node,
          probability,
          depth: here,
        };
        rows.push(as === undefined ? row : { ...row, as });
        if (isOver || as !== undefined) continue;
        known.set(node, rows.length - 1);
        grow(node, here);
      }
    };
    grow(start, 0);
    return rows.length > rowsMax ? undefined : rows;
  }

  /** A run that comes to the goal, and how probable it is if the adversary does as it does. */
  run(start: number): { readonly walk: GraphWalk; readonly probability: number } {
    const { play, policy } = this;
    const nodes = [play.configurationOf(start)];
    const edges: number[] = [];
    let probability = 1;
    let edge = policy[start] as number;
    for (let node = start; edge !== -1; edge = policy[node] as number) {
      if (play.isChance[node] === 1) probability *= play.probability[edge] as number;
      const step = play.step[edge] as number;
      node = play.to[edge] as number;
      if (step === -1) continue;
      edges.push(step);
      nodes.push(play.arrivedBy(edge));
    }
    return { walk: { nodes, edges }, probability };
  }

  /** The ways in which the next step of a policy may go; none where it does nothing in particular. */
  private waysFrom(node: number): Fallen[] {
    const { play, policy } = this;
    const chosen = policy[node] as number;
    if (chosen === -1) return [];
    if (play.isChance[node] === 0) return this.follow({ edge: chosen, probability: 1 });
    const begin = play.first[node] as number;
    return Array.from({ length: (play.first[node + 1] as number) - begin }, (_, i) => begin + i).flatMap(
      (edge) => this.follow({ edge, probability: play.probability[edge] as number }),
    );
  }

  /** The ways in which a step goes on that is under way. */
  private follow({ edge, probability }: Fallen): Fallen[] {
    if (this.play.step[edge] !== -1) return [{ edge, probability }];
    const later = this.waysFrom(this.play.to[edge] as number);
    return later.map((one) => ({ ...one, probability: probability * one.probability }));
  }
}
