/** A graph of numbers: its edges lie one behind the other, by their first node. */
export interface Digraph {
  readonly size: number;
  /** The position of the first edge of each node; one more, for the end. */
  readonly first: Int32Array;
  /** The node that each edge leads to. */
  readonly to: Int32Array;
}

/** A part of a graph: the numbers of some of its nodes. */
export type Nodes = readonly number[] | Int32Array;
