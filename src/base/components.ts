/** Strongly connected components (R. Tarjan, *Depth-First Search and Linear Graph Algorithms*, 1972). */
import type { Digraph, Nodes } from "./digraph.ts";

/** The index of a node that was not met yet. */
const NEW = 0;

/** The index of a node whose component is complete: larger than any other, so that it lowers nothing. */
const COMPLETE = 2 ** 31 - 1;

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
  /** Makes nodes a region of their own. @returns its number */
  enclose(nodes: Nodes): number;
  /**
   * Shows the largest parts of a region in which one can go on for ever, and come to all of it again and
   * again. Their nodes are valid during the call only.
   */
  each(region: Nodes, show: (nodes: Int32Array) => void): void;
}

/** The strongly connected components of parts of a graph. */
export class Components implements Regions {
  /** The region of each node. */
  readonly region: Int32Array;
  private readonly graph: Digraph;
  private readonly index: Int32Array;
  private readonly low: Int32Array;
  /** The next edge of each node that is being followed. */
  private readonly cursor: Int32Array;
  private regions = 0;

  constructor(graph: Digraph) {
    this.graph = graph;
    this.region = new Int32Array(graph.size);
    this.index = new Int32Array(graph.size);
    this.low = new Int32Array(graph.size);
    this.cursor = new Int32Array(graph.size);
  }

  /** The number of bytes that the components of a graph take. */
  static bytesFor(size: number): number {
    return 5 * 4 * size;
  }

  /** Makes nodes a region of their own. @returns its number */
  enclose(nodes: Nodes): number {
    const number = ++this.regions;
    for (const node of nodes) this.region[node] = number;
    return number;
  }

  /** Shows the components of a region in which one can go on for ever: those with an edge inside. */
  each(region: Nodes, show: (nodes: Int32Array) => void): void {
    const { nodes, first } = this.all(region);
    for (let i = 0; i + 1 < first.length; i++) {
      const [start, end] = [first[i] as number, first[i + 1] as number];
      if (end > start + 1 || this.hasLoop(nodes[start] as number)) show(nodes.subarray(start, end));
    }
  }

  /** The same, to be kept. */
  of(region: Nodes): Int32Array[] {
    const found: Int32Array[] = [];
    this.each(region, (nodes) => found.push(nodes.slice()));
    return found;
  }

  /** All components of a region. */
  all(nodes: Nodes): ComponentList {
    const region = this.enclose(nodes);
    const found = { nodes: new Int32Array(nodes.length), first: [0] };
    for (const node of nodes) this.index[node] = NEW;
    let counter = 0;
    const stack: number[] = [];
    const { index, low } = this;
    for (const root of nodes) {
      if (index[root] !== NEW) continue;
      const path = [root];
      this.open(root, ++counter);
      stack.push(root);
      while (path.length > 0) {
        const node = path[path.length - 1] as number;
        const next = this.nextOf(node, region);
        if (next === -1) {
          path.pop();
          if (path.length > 0) this.lower(path[path.length - 1] as number, low[node] as number);
          if (low[node] === index[node]) this.close(node, stack, found);
        } else if (index[next] === NEW) {
          this.open(next, ++counter);
          stack.push(next);
          path.push(next);
        } else this.lower(node, index[next] as number);
      }
    }
    return found;
  }

  private open(node: number, number: number): void {
    this.index[node] = number;
    this.low[node] = number;
    this.cursor[node] = this.graph.first[node] as number;
  }

  private lower(node: number, to: number): void {
    if (to < (this.low[node] as number)) this.low[node] = to;
  }

  /** The next node that an edge within the region leads to, or -1. */
  private nextOf(node: number, region: number): number {
    const { first, to } = this.graph;
    const end = first[node + 1] as number;
    for (let edge = this.cursor[node] as number; edge < end; edge++) {
      const next = to[edge] as number;
      if (this.region[next] !== region) continue;
      this.cursor[node] = edge + 1;
      return next;
    }
    this.cursor[node] = end;
    return -1;
  }

  /** Takes a component from the stack, down to its root. */
  private close(root: number, stack: number[], { nodes, first }: ComponentList & { first: number[] }): void {
    const from = stack.lastIndexOf(root);
    let length = first[first.length - 1] as number;
    for (let i = from; i < stack.length; i++) {
      const node = stack[i] as number;
      nodes[length++] = node;
      // What is complete is met again from later components, and is no part of them.
      this.index[node] = COMPLETE;
    }
    stack.length = from;
    first.push(length);
  }

  private hasLoop(node: number): boolean {
    const { first, to } = this.graph;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      if (to[edge] === node) return true;
    return false;
  }
}
