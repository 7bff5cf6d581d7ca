/**
 * The sharing of what matters: what does to one process, does to those that may take its place, so that
 * nobody leaves out of its values what another keeps. What is found out about one is told to all before
 * values are compared.
 */
import { DeadItems } from "../deadItems.ts";
import type { Network } from "../network.ts";
import type { Permutation } from "./permutation.ts";

/** An item that matters to a process in a local state. */
interface Finding {
  readonly slot: number;
  readonly local: number;
  readonly item: number;
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
      this.itemsOf(slot)?.graph.tellWhatMatters((local, item) => this.waiting.push({ slot, local, item }));
  }

  private itemsOf(slot: number): DeadItems | undefined {
    const items = this.network.processes[slot]?.leavesOut;
    return items instanceof DeadItems ? items : undefined;
  }

  /** Tells all processes what waits to be told. */
  settle(): void {
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) {
      const { slot, local, item } = next;
      for (const generator of this.generators) {
        const [here, there] = [this.itemsOf(slot), this.itemsOf(generator.slot(slot))];
        if (here === undefined || there === undefined) continue;
        const same = here.itemAt(there, item, (letter) => generator.letter(slot, letter));
        there.graph.markMattering(generator.local(slot, local), same);
      }
    }
  }
}
