/**
 * The strongly connected components of a graph, numbered so that every edge leads to a component with the
 * same number or a lower one (R. Tarjan, *Depth-First Search and Linear Graph Algorithms*, 1972).
 */
import type { Digraph } from "./predecessors.ts";

/** The number of components, and the component of each node; -1 for nodes that were left out. */
export interface StrongComponents {
  readonly count: number;
  readonly of: Int32Array;
}

/** The components of a part of a graph. */
export function strongComponents(
  { size, first, to }: Digraph,
  isInside: (node: number) => boolean = () => true,
): StrongComponents {
  const of = new Int32Array(size).fill(-1);
  /** The time at which each node was met, from 1; 0: not yet, or left out. */
  const met = new Int32Array(size);
  const low = new Int32Array(size);
  const cursor = new Int32Array(size);
  const path = new Int32Array(size);
  const open = new Int32Array(size);
  let [count, clock, depth, height] = [0, 0, 0, 0];
  const enter = (node: number): void => {
    met[node] = low[node] = ++clock;
    cursor[node] = first[node] as number;
    path[depth++] = node;
    open[height++] = node;
  };
  for (let root = 0; root < size; root++) {
    if (met[root] !== 0 || !isInside(root)) continue;
    enter(root);
    while (depth > 0) {
      const node = path[depth - 1] as number;
      const edge = cursor[node] as number;
      if (edge < (first[node + 1] as number)) {
        cursor[node] = edge + 1;
        const next = to[edge] as number;
        if (met[next] === 0) {
          if (isInside(next)) enter(next);
        } else if (of[next] === -1 && (met[next] as number) < (low[node] as number))
          low[node] = met[next] as number;
        continue;
      }
      depth--;
      if (depth > 0) {
        const before = path[depth - 1] as number;
        if ((low[node] as number) < (low[before] as number)) low[before] = low[node] as number;
      }
      if (low[node] !== met[node]) continue;
      let member: number;
      do {
        member = open[--height] as number;
        of[member] = count;
      } while (member !== node);
      count++;
    }
  }
  return { count, of };
}
