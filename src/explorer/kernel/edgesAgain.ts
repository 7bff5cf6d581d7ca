/** The edges of an expansion that is over, taken again, batch by batch, for whoever has not recorded them. */
import { assert } from "../../base/assert.ts";
import type { Network } from "../../tables/network.ts";
import type { EdgeRecord } from "./edgeRecord.ts";
import type { Expansion } from "./expansion.ts";
import { unpack } from "./rowLayout.ts";
import { Successors, type Here } from "./successors.ts";

/** Takes them. Needs exact storage without symmetry. */
export class EdgesAgain {
  /** Learns where each edge leads that does not lead back to where it began, unless they are recorded. */
  take: (to: number) => void = () => {};
  private readonly expansion: Expansion;
  private readonly successors: Successors;
  private readonly here: Here;

  /** @param edges notes them; if not, all that they lead to must have been visited */
  constructor(network: Network, expansion: Expansion, edges?: EdgeRecord) {
    const { layout, visited } = expansion;
    this.expansion = expansion;
    const words = new Int32Array(layout.words);
    this.here = { number: 0, values: new Int32Array(network.slots.length), words, key: words };
    this.successors = new Successors(network, {
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

  private takeAll(numbers: Int32Array, length: number): void {
    for (let i = 0; i < length; i++) {
      const to = numbers[i] as number;
      assert(to >= 0, "every successor has been visited");
      this.take(to);
    }
  }

  /** Whether some event leads from a configuration to itself. */
  get loops(): boolean {
    return this.successors.idle;
  }

  /** Follows the edges from a configuration, if it was left. Where to is known now or at the next `flush`. */
  from(number: number): void {
    const { here, expansion } = this;
    here.number = number;
    expansion.visited.read(number, here.key);
    unpack(expansion.layout, here.words, 0, here.values);
    if (number >= expansion.expanded || !expansion.leaves(number, here.values)) return;
    assert(this.successors.of(here), "no value is new in an expansion that is over");
  }

  flush(): void {
    this.successors.flush();
  }
}
