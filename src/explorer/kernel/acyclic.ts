import { assert } from "../../base/assert.ts";
import type { Expansion } from "./expansion.ts";
import { unpack } from "./rowLayout.ts";
import type { Network } from "../../tables/network.ts";
import { Successors, type Here } from "./successors.ts";

/**
 * Whether the configurations that a finished expansion has left lie on no cycle: whether they can be put in
 * an order in which every event leads forward (Kahn, *Topological sorting of large networks*, 1962). Needs
 * exact storage. Takes room (`bytesOfOrder`) and expands each twice, unless it is known to be graded.
 */
export function isAcyclic(network: Network, expansion: Expansion): boolean {
  if (expansion.graded) return true;
  const { visited, layout } = expansion;
  const incoming = new Int32Array(visited.count);
  const numbers: number[] = [];
  const edges = new EdgeList(network, expansion);
  edges.take = (to) => (incoming[to] = (incoming[to] as number) + 1);
  for (let number = 0; number < visited.count; number++) edges.from(number);
  edges.flush();
  if (edges.loops) return false;
  assert(layout === expansion.layout, "no value is new in a finished expansion");

  for (let number = 0; number < visited.count; number++) if (incoming[number] === 0) numbers.push(number);
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
  return ordered === visited.count;
}

/** The bytes that it takes to put the configurations of an expansion in order, at most. */
export function bytesOfOrder({ graded, visited }: Expansion): number {
  return graded ? 0 : 20 * visited.count;
}

/** The edges of a finished expansion, as pairs of numbers. */
class EdgeList {
  /** Learns where each edge leads. */
  take: (to: number) => void = () => {};
  private readonly expansion: Expansion;
  private readonly successors: Successors;
  private readonly here: Here;

  constructor(network: Network, expansion: Expansion) {
    const { layout, visited } = expansion;
    this.expansion = expansion;
    const words = new Int32Array(layout.words);
    this.here = { number: 0, values: new Int32Array(network.slots.length), words, key: words };
    this.successors = new Successors(network, {
      layout,
      hashed: false,
      forgetful: false,
      take: ({ keys, hashes, length }) => {
        for (let i = 0; i < length; i++) {
          const number = visited.findAt(keys, i, hashes[i] as number);
          assert(number >= 0, "every successor has been visited");
          this.take(number);
        }
      },
    });
  }

  /** Whether some event leads from a configuration to itself. */
  get loops(): boolean {
    return this.successors.idle;
  }

  /** Follows the edges from a configuration; `take` learns of them now or at the next `flush`. */
  from(number: number): void {
    const { here, expansion } = this;
    here.number = number;
    expansion.visited.read(number, here.key);
    unpack(expansion.layout, here.words, 0, here.values);
    if (expansion.leaves(number, here.values)) this.successors.of(here);
  }

  flush(): void {
    this.successors.flush();
  }
}
