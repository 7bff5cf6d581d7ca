/** The initial configurations as texts, to see which of them become others when processes change places. */
import { at } from "../../base/assert.ts";
import { formatLocal } from "../../model/state/localState.ts";
import { formatMessage } from "../../model/state/message.ts";
import type { Network } from "../network.ts";
import { newIds } from "./permutation.ts";
import { renamedLocal, renamedMessage } from "./renaming.ts";

/** All initial configurations. Nothing is interned: what they become may be no configuration at all. */
export class Beginnings {
  private readonly network: Network;
  private readonly rows = new Map<string, Int32Array>();

  constructor(network: Network) {
    this.network = network;
  }

  /** The number of them. */
  get count(): number {
    return this.rows.size;
  }

  /** Adds one, given the values of all slots. */
  add(values: Int32Array): void {
    this.rows.set(this.textOf(values, identity(this.network)), values);
  }

  /** Whether each of them becomes one of them. */
  areClosed(to: readonly number[]): boolean {
    for (const values of this.rows.values()) if (!this.rows.has(this.textOf(values, to))) return false;
    return true;
  }

  /** The text of what a configuration becomes. */
  private textOf(values: Int32Array, to: readonly number[]): string {
    const { processes } = this.network;
    const parts: string[] = [];
    for (const [number, there] of to.entries())
      parts[there] = this.partOf(number, at([...values], number), to);
    return [...parts, ...values.slice(processes.length)].join("\n");
  }

  private partOf(number: number, value: number, to: readonly number[]): string {
    const { system, processes } = this.network;
    const ids = newIds(this.network, to);
    const slot = at(processes, number);
    const letters = slot.mailbox(value).map(({ from, message, marks = [] }) => {
      const text = formatMessage(renamedMessage(message, ids));
      const by = to[from] ?? from;
      return { from: by, text: `${by} ${text} ${marks.join()}` };
    });
    const inOrder = system.channel.order === "sender";
    const sorted = letters.toSorted((a, b) => (inOrder ? a.from - b.from : a.text < b.text ? -1 : 1));
    return [formatLocal(renamedLocal(slot.local(value), ids)), ...sorted.map(({ text }) => text)].join("; ");
  }
}

function identity({ processes }: Network): number[] {
  return processes.map((_, number) => number);
}
