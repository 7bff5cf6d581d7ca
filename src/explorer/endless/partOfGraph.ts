/** A part of a graph: all of its nodes, and some of its edges. */
import { IntList } from "../../tables/integers.ts";
import type { DebtGraph } from "../../model/admissible/debtGraph.ts";
import type { Way } from "./lasso.ts";

/** A graph without some of its edges. */
export class PartOfGraph implements DebtGraph {
  readonly size: number;
  readonly first: Int32Array;
  readonly to: Int32Array;
  readonly move: Int32Array;
  readonly scopes: number;
  private readonly whole: DebtGraph;
  /** The edge of the whole graph behind each edge. */
  private readonly edges = new IntList();

  /** @param stays whether an edge between two nodes stays */
  constructor(whole: DebtGraph, stays: (from: number, to: number) => boolean) {
    this.whole = whole;
    this.size = whole.size;
    this.scopes = whole.scopes;
    this.first = new Int32Array(whole.size + 1);
    for (let from = 0; from < whole.size; from++) {
      const end = whole.first[from + 1] as number;
      for (let edge = whole.first[from] as number; edge < end; edge++)
        if (stays(from, whole.to[edge] as number)) this.edges.push(edge);
      this.first[from + 1] = this.edges.length;
    }
    const edges = this.edges.data.subarray(0, this.edges.length);
    this.to = edges.map((edge) => whole.to[edge] as number);
    this.move = edges.map((edge) => whole.move[edge] as number);
  }

  /** A walk in the part, as one in the whole. */
  wayInWhole({ nodes, edges }: Way): Way {
    return { nodes, edges: edges.map((edge) => this.edges.at(edge)) };
  }

  factsOf(node: number, facts: Int32Array): void {
    this.whole.factsOf(node, facts);
  }

  owedIn(fact: number): readonly number[] {
    return this.whole.owedIn(fact);
  }

  waitingIn(fact: number): readonly number[] {
    return this.whole.waitingIn(fact);
  }

  paidBy(move: number): readonly number[] {
    return this.whole.paidBy(move);
  }

  isCompassionate(debt: number): boolean {
    return this.whole.isCompassionate(debt);
  }

  isOwedAtEnds(debt: number): boolean {
    return this.whole.isOwedAtEnds(debt);
  }

  isSettledWhenGone(debt: number): boolean {
    return this.whole.isSettledWhenGone(debt);
  }
}
