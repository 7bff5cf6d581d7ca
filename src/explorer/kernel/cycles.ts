import { assert } from "../../base/assert.ts";
import type { Expansion } from "./expansion.ts";
import type { Network } from "./network.ts";

/**
 * Whether the visited configurations that `leaves` holds for lie on no cycle: whether they can be put in
 * an order in which every step leads forward (Kahn, *Topological sorting of large networks*, 1962).
 * Needs exact storage. Takes four bytes a configuration, and expands each twice.
 */
export function isAcyclic(network: Network, expansion: Expansion, leaves: (values: Int32Array) => boolean): boolean {
  const { count } = expansion.visited;
  const incoming = new Int32Array(count);
  const eachSuccessor = (number: number, visit: (successor: number) => void): void => {
    const values = expansion.valuesOf(number);
    if (!leaves(values)) return;
    for (const move of network.moves(values)) {
      const successor = expansion.find(move.values);
      assert(successor >= 0, "every successor has been visited");
      visit(successor);
    }
  };
  for (let number = 0; number < count; number++) {
    eachSuccessor(number, (successor) => (incoming[successor] = (incoming[successor] as number) + 1));
  }
  const ready: number[] = [];
  for (let number = 0; number < count; number++) if (incoming[number] === 0) ready.push(number);
  let ordered = 0;
  for (let number = ready.pop(); number !== undefined; number = ready.pop()) {
    ordered++;
    eachSuccessor(number, (successor) => {
      const left = (incoming[successor] as number) - 1;
      incoming[successor] = left;
      if (left === 0) ready.push(successor);
    });
  }
  return ordered === count;
}
