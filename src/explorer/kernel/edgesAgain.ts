/** The edges of an expansion that is over, taken again, batch by batch, for whoever has not recorded them. */
import { assert } from "../../base/assert.ts";
import type { Network } from "../../tables/network.ts";
import type { EdgeRecord } from "./edgeRecord.ts";
import type { Expansion } from "./expansion.ts";
import { outgrown, unpack } from "./rowLayout.ts";
import { Successors } from "./successors.ts";
import type { Here } from "./here.ts";

/** Takes them. Needs exact storage without symmetry. */
export class EdgesAgain {
  /** Learns where each edge leads that does not lead back to where it began, unless they are recorded. */
  take: (to: number) => void = () => {};
  private readonly network: Network;
  private readonly expansion: Expansion;
  private readonly edges: EdgeRecord | undefined;
  private successors: Successors;
  private here: Here;

  /** @param edges notes them; if not, all that they lead to must have been visited */
  constructor(network: Network, expansion: Expansion, edges?: EdgeRecord) {
    this.network = network;
    this.expansion = expansion;
    this.edges = edges;
    this.successors = this.newSuccessors();
    this.here = this.newHere();
  }

  private newSuccessors(): Successors {
    const { network, expansion, edges } = this;
    const { layout, visited } = expansion;
    return new Successors(network, {
      layout,
      hashed: false,
      forgetful: edges !== undefined,
      edges,
      take: (batch) => {
        visited.findAll(batch);
        if (edges === undefined) this.takeAll(visited.numbers, batch.length);
        else edges.settle(visited.numbers);
      },
    });
  }

  private newHere(): Here {
    const words = new Int32Array(this.expansion.layout.words);
    return { number: 0, values: new Int32Array(this.network.slots.length), words, key: words };
  }

  private takeAll(numbers: Int32Array, length: number): void {
    for (let i = 0; i < length; i++) {
      const to = numbers[i] as number;
      assert(to >= 0, "all successors are known");
      this.take(to);
    }
  }

  /** Follows the edges from a configuration, if it was left. Where to is known now or at the next `flush`. */
  from(number: number): void {
    const { expansion } = this;
    if (outgrown(this.network, expansion.layout)) this.widen();
    const { here } = this;
    here.number = number;
    expansion.visited.read(number, here.key);
    unpack(expansion.layout, here.words, 0, here.values);
    if (number >= expansion.expanded || !expansion.leaves(number, here.values)) return;
    assert(this.successors.of(here), "all values are known");
  }

  /** Makes room for values that others have met since the expansion was over: no edge leads to them. */
  private widen(): void {
    this.flush();
    this.expansion.relayout();
    this.successors = this.newSuccessors();
    this.here = this.newHere();
  }

  flush(): void {
    this.successors.flush();
  }
}
