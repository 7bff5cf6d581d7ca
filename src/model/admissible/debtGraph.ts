/**
 * Graphs of configurations with what is owed in them, as integers. Both searches make one: the reference from
 * the events of the model, the kernel from its tables.
 *
 * A debt is a question about one process and so about one slot of the tables. A *fact* is what one *scope* (a
 * process, or time) contributes to a configuration: which debts may be paid there now, and which letters wait
 * there. There are few facts and many configurations.
 */
import type { Digraph } from "../../base/digraph.ts";

/** A graph, and what is owed in its nodes. */
export interface DebtGraph extends Digraph {
  /** The move of each edge: a number, for `paidBy`. */
  readonly move: Int32Array;
  /** The number of scopes. */
  readonly scopes: number;
  /** Writes the fact of each scope in a node to `facts`. */
  factsOf(node: number, facts: Int32Array): void;
  /**
   * The scope of a move, whose fact is the same wherever the move is possible; the edges of a node are in the
   * order of their scopes. Absent: moves say nothing of facts.
   */
  scopeOf?(move: number): number;
  /** The debts that may be paid where a fact holds, each once. */
  owedIn(fact: number): readonly number[];
  /** The letters, as debts, that are in transit where a fact holds, each once. */
  waitingIn(fact: number): readonly number[];
  /** The debts that a move pays. */
  paidBy(move: number): readonly number[];
  /** Whether a debt that may be paid again and again has to be. */
  isCompassionate(debt: number): boolean;
  /** Whether an execution may not even end where a debt can be paid. */
  isOwedAtEnds(debt: number): boolean;
  /** Whether such a debt is settled, too, where there is no such letter in transit. */
  isSettledWhenGone(debt: number): boolean;
}
