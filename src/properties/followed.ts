/** Whether a specification has an admissible execution that looks like a lasso. */
import { Components } from "../base/components.ts";
import { at } from "../base/assert.ts";
import { Admissibility } from "../model/admissible/admissible.ts";
import type { DebtGraph } from "../model/admissible/debtGraph.ts";
import type { SpecificationGraph } from "./specificationGraph.ts";

/** The debt that looks go round: it is owed wherever they change, and paid by the change to the first. */
const ROUND = 0;

/** A configuration of the specification, and the place in the looks at which it is. */
interface MatchedNode {
  readonly place: number;
  readonly node: number;
}

/**
 * Whether an execution of a specification from one of some configurations can be admissible while looks come
 * again and again, each other than the one before, of which the first is theirs. A single one stays for ever,
 * or until the execution ends.
 */
export function isFollowed(
  specification: SpecificationGraph,
  from: readonly number[],
  looks: readonly string[],
): boolean {
  if (specification.owesNothing) return from.length > 0;
  const graph = new FollowingGraph(specification, from, looks);
  if (looks.length === 1 && graph.moments.some(({ node }) => specification.mayEndIn(node))) return true;
  const nodes = Int32Array.from(graph.moments.keys());
  return new Admissibility(graph, new Components(graph)).find({ nodes }) !== undefined;
}

/** The configurations that a specification may come to while looks come again and again. */
class FollowingGraph implements DebtGraph {
  readonly moments: MatchedNode[] = [];
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly move: Int32Array;
  readonly scopes = 1;
  private readonly specification: SpecificationGraph;
  private readonly changes: boolean;
  private readonly numbers = new Map<string, number>();
  /** The debts that each edge pays. */
  private readonly paid: (readonly number[])[] = [];

  constructor(specification: SpecificationGraph, from: readonly number[], looks: readonly string[]) {
    this.specification = specification;
    this.changes = looks.length > 1;
    for (const node of from) this.moment({ place: 0, node });
    const [first, to] = [[0], [] as number[]];
    // The list grows while it is gone through.
    for (const { place, node } of this.moments) {
      for (const step of specification.from(node)) {
        const seen = specification.looks(step.to);
        const next = seen === looks[place] ? place : (place + 1) % looks.length;
        if (seen !== looks[next]) continue;
        const isRound = next < place;
        to.push(this.moment({ place: next, node: step.to }));
        this.paid.push([...(isRound ? [ROUND] : []), ...step.paid.map(ofSpecification)]);
      }
      first.push(to.length);
    }
    this.first = Int32Array.from(first);
    this.to = Int32Array.from(to);
    this.move = Int32Array.from(to.keys());
  }

  private moment({ place, node }: MatchedNode): number {
    const key = `${place} ${node}`;
    const number = this.numbers.get(key) ?? this.moments.push({ place, node }) - 1;
    this.numbers.set(key, number);
    return number;
  }

  get size(): number {
    return this.moments.length;
  }

  factsOf(node: number, facts: Int32Array): void {
    facts[0] = node;
  }

  owedIn(fact: number): readonly number[] {
    const owed = this.specification.owedIn(at(this.moments, fact).node).map(ofSpecification);
    return this.changes ? [ROUND, ...owed] : owed;
  }

  waitingIn(fact: number): readonly number[] {
    return this.specification.waitingIn(at(this.moments, fact).node).map(ofSpecification);
  }

  paidBy(move: number): readonly number[] {
    return at(this.paid, move);
  }

  isCompassionate(debt: number): boolean {
    return debt !== ROUND && this.specification.isCompassionate(debt - 1);
  }

  isOwedAtEnds(): boolean {
    return false;
  }

  isSettledWhenGone(debt: number): boolean {
    return debt !== ROUND && this.specification.isSettledWhenGone(debt - 1);
  }
}

/** The number of a debt of the specification. */
function ofSpecification(debt: number): number {
  return debt + 1;
}
