/** A graph of numbers the other way round, and what leads to where. */
import type { Digraph } from "./digraph.ts";

/** The same graph with every edge turned round. */
export function turned({ size, first, to }: Digraph): Digraph {
  const count = first[size] as number;
  const start = new Int32Array(size + 2);
  for (let edge = 0; edge < count; edge++) {
    const after = (to[edge] as number) + 2;
    start[after] = (start[after] as number) + 1;
  }
  for (let node = 2; node <= size + 1; node++)
    start[node] = (start[node] as number) + (start[node - 1] as number);
  const from = new Int32Array(count);
  for (let node = 0; node < size; node++) {
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      // The place of the next edge is counted one further, so that the counts end as the beginnings.
      const next = (to[edge] as number) + 1;
      const place = start[next] as number;
      from[place] = node;
      start[next] = place + 1;
    }
  }
  return { size, first: start.subarray(0, size + 1), to: from };
}

/** Adds to a set of nodes, given as a bit of each, all from which an edge leads into it, again and again. */
export function closeUnder({ size, first, to }: Digraph, marks: Int32Array | Uint8Array, bit: number): void {
  const stack = new Int32Array(size);
  let height = 0;
  for (let node = 0; node < size; node++) if (((marks[node] as number) & bit) !== 0) stack[height++] = node;
  while (height > 0) {
    const node = stack[--height] as number;
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const next = to[edge] as number;
      if (((marks[next] as number) & bit) !== 0) continue;
      marks[next] = (marks[next] as number) | bit;
      stack[height++] = next;
    }
  }
}
