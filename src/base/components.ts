/**
 * Strongly connected components (R. Tarjan, *Depth-First Search and Linear Graph Algorithms*, 1972), with one
 * number for each node (D. Pearce, *A space-efficient algorithm for finding strongly connected components*,
 * 2016, algorithm 3): before it is met, none; then the least index that leads on to a node of its component
 * that is known; and in the end its region, which is larger than any index.
 */
import { assert } from "./assert.ts";
import type { Digraph, Nodes } from "./digraph.ts";

/** The number of a node that was not met yet. */
const NEW = 0;

/** The number of what is in no region that was searched: larger than any other. */
const NOWHERE = 2 ** 31 - 1;

/** The integers that are kept of a node whose edges are being followed: it, its index, and its next edge. */
const FRAME = 3;

/** The room for such nodes at first. */
const PATH_AT_FIRST = 1024;

/**
 * Components, each after all that an edge leads to from it: their nodes, and where those of each begin; one
 * more, for the end.
 */
export interface ComponentList {
  readonly nodes: Int32Array;
  readonly first: readonly number[];
}

/** The parts of a graph in which one can stay: *regions*, which have numbers, and share no nodes. */
export interface Regions {
  /** The region of each node. */
  readonly region: Int32Array;
  /**
   * Shows the largest parts of some nodes in which one can go on for ever, and come to all of it again and
   * again: each is a region of its own. Their nodes are valid during the call only.
   */
  each(nodes: Nodes, show: (nodes: Int32Array) => void): void;
}

/** The strongly connected components of parts of a graph. */
export class Components implements Regions {
  /** The region of each node: its component, as it was searched last. */
  readonly region: Int32Array;
  private readonly graph: Digraph;
  private regions = NOWHERE;
  /** The way to the node whose edges are being followed. */
  private path = new Int32Array(FRAME * PATH_AT_FIRST);
  private depth = 0;
  /** The index of the last node that was met. */
  private index = 0;

  constructor(graph: Digraph) {
    this.graph = graph;
    this.region = new Int32Array(graph.size).fill(NOWHERE);
  }

  /** The number of bytes that the components of a graph take. */
  static bytesFor(size: number): number {
    return (2 + FRAME) * 4 * size;
  }

  /** Shows the components of some nodes in which one can go on for ever: those with an edge inside. */
  each(part: Nodes, show: (nodes: Int32Array) => void): void {
    const { nodes, first } = this.all(part);
    for (let i = 0; i + 1 < first.length; i++) {
      const [start, end] = [first[i] as number, first[i + 1] as number];
      if (end > start + 1 || this.hasLoop(nodes[start] as number)) show(nodes.subarray(start, end));
    }
  }

  /** The same, to be kept. */
  of(part: Nodes): Int32Array[] {
    const found: Int32Array[] = [];
    this.each(part, (nodes) => found.push(nodes.slice()));
    return found;
  }

  /** All components of some nodes. */
  all(part: Nodes): ComponentList {
    const { region } = this;
    assert(this.regions - part.length > this.graph.size, "there are no numbers left for regions");
    const nodes = new Int32Array(part.length);
    const first = [0];
    for (let i = 0; i < part.length; i++) region[part[i] as number] = NEW;
    this.index = 0;
    // What is complete comes from the left, and what has no more edges but is not complete from the right.
    let [complete, open] = [0, nodes.length];
    for (let i = 0; i < part.length; i++) {
      if (region[part[i] as number] !== NEW) continue;
      this.enter(part[i] as number);
      while (this.depth > 0) {
        const node = this.followed();
        if (node === GOES_ON) continue;
        const index = this.path[FRAME * this.depth + 1] as number;
        if (region[node] !== index) {
          nodes[--open] = node;
          continue;
        }
        region[node] = --this.regions;
        nodes[complete++] = node;
        for (; open < nodes.length && (region[nodes[open] as number] as number) >= index; open++) {
          const other = nodes[open] as number;
          region[other] = this.regions;
          nodes[complete++] = other;
        }
        first.push(complete);
      }
    }
    return { nodes, first };
  }

  private enter(node: number): void {
    if (FRAME * this.depth === this.path.length) {
      const longer = new Int32Array(2 * this.path.length);
      longer.set(this.path);
      this.path = longer;
    }
    const frame = FRAME * this.depth++;
    this.path[frame] = node;
    this.path[frame + 1] = this.region[node] = ++this.index;
    this.path[frame + 2] = this.graph.first[node] as number;
  }

  /** Follows the edges of the last node to a new one. @returns the node, when there is none, or GOES_ON */
  private followed(): number {
    const { region, path } = this;
    const { first, to } = this.graph;
    const frame = FRAME * (this.depth - 1);
    const node = path[frame] as number;
    const end = first[node + 1] as number;
    let least = region[node] as number;
    for (let edge = path[frame + 2] as number; edge < end; edge++) {
      const next = to[edge] as number;
      const number = region[next] as number;
      if (number === NEW) {
        region[node] = least;
        // It is looked at again when it is known where the new one leads.
        path[frame + 2] = edge;
        this.enter(next);
        return GOES_ON;
      }
      if (number < least) least = number;
    }
    region[node] = least;
    this.depth--;
    return node;
  }

  private hasLoop(node: number): boolean {
    const { first, to } = this.graph;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      if (to[edge] === node) return true;
    return false;
  }
}

/** The answer where there is a new node. */
const GOES_ON = -1;
