/**
 * The sharing of what matters: what does to one process, does to those that may take its place, so that
 * nobody leaves out of its values what another keeps; and what one leaves out, the others are asked about,
 * as code may tell them apart by just that. What is found out about one is told to all before values are
 * compared, and before a search is said to be right.
 */
import { DeadItems } from "../deadItems.ts";
import type { ItemFate } from "../localGraph.ts";
import type { Network } from "../network.ts";
import type { Permutation } from "./permutation.ts";

/** An item that matters to a process in a local state, or is left out there. */
interface Finding {
  readonly slot: number;
  readonly local: number;
  readonly item: number;
  readonly fate: ItemFate;
}

/** Shares what is known to matter, under some permutations. */
export class Mattering {
  private readonly network: Network;
  private readonly generators: Permutation[] = [];
  private readonly waiting: Finding[] = [];

  constructor(network: Network) {
    this.network = network;
  }

  /** Shares, from now on, what is found out; and what was found before. */
  share(generators: readonly Permutation[]): void {
    this.generators.push(...generators);
    for (const slot of this.network.processes.keys())
      this.itemsOf(slot)?.graph.tellOfItems((local, item, fate) => {
        this.waiting.push({ slot, local, item, fate });
      });
  }

  private itemsOf(slot: number): DeadItems | undefined {
    const items = this.network.processes[slot]?.leavesOut;
    return items instanceof DeadItems ? items : undefined;
  }

  /** Tells all processes what waits to be told. */
  settle(): void {
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) {
      const { slot, local, item, fate } = next;
      for (const generator of this.generators) {
        const [here, there] = [this.itemsOf(slot), this.itemsOf(generator.slot(slot))];
        if (here === undefined || there === undefined) continue;
        const same = here.itemAt(there, item, (letter) => generator.letter(slot, letter));
        const after = generator.local(slot, local);
        if (fate === "matters") there.graph.markMattering(after, same);
        else there.graph.leaveOut(after, same);
      }
    }
  }
}
