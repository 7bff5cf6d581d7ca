import type { Network } from "../../tables/network.ts";
import { EdgesAgain } from "./edgesAgain.ts";
import type { Expansion } from "./expansion.ts";

/**
 * Whether the configurations that a finished expansion has left lie on no cycle of several: whether they can
 * be put in an order in which every event leads forward that changes something (Kahn, *Topological sorting of
 * large networks*, 1962). Needs exact storage. Takes room (`bytesOfOrder`) and expands each twice, unless it
 * is known to be graded.
 */
export function isAcyclic(network: Network, expansion: Expansion): boolean {
  if (expansion.graded) return true;
  const { count } = expansion.visited;
  const incoming = new Int32Array(count);
  const numbers: number[] = [];
  const edges = new EdgesAgain(network, expansion);
  edges.take = (to) => (incoming[to] = (incoming[to] as number) + 1);
  for (let number = 0; number < count; number++) edges.from(number);
  edges.flush();

  for (let number = 0; number < count; number++) if (incoming[number] === 0) numbers.push(number);
  edges.take = (to) => {
    const left = (incoming[to] as number) - 1;
    incoming[to] = left;
    if (left === 0) numbers.push(to);
  };
  let ordered = 0;
  while (numbers.length > 0) {
    for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
      ordered++;
      edges.from(number);
    }
    edges.flush();
  }
  return ordered === count;
}

/** The bytes that it takes to put the configurations of an expansion in order, at most. */
export function bytesOfOrder({ graded, visited }: Expansion): number {
  return graded ? 0 : 20 * visited.count;
}
