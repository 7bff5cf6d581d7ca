/**
 * Sights: what the moves of a process depend on besides its own value, where that takes several objects, as
 * in an atomic step. Which object is looked at next depends on what those before hold. So for each value
 * there is a tree: from a node, a branch for each value of the object that is looked at there; at its end,
 * the moves.
 */
import { ABSENT, IntList, PairTable } from "./integers.ts";

/** The entry of `next` for a node where all has been seen that matters. */
const ALL_SEEN = -2;

/** The trees of one process. Nodes are numbered. */
export class Sights {
  private readonly roots: number[] = [];
  private readonly branches = new PairTable();
  /** The slot that is looked at next, ABSENT if that is not known yet, or ALL_SEEN. */
  private readonly next = new IntList();
  /** The offset of the moves, if all has been seen. */
  private readonly begins = new IntList();
  private readonly sights: (readonly number[])[] = [];

  get bytes(): number {
    const lists = this.sights.reduce((sum, { length }) => sum + 16 + 8 * length, 0);
    return lists + this.branches.bytes + this.next.bytes + this.begins.bytes;
  }

  /** The slots that were looked at on the way to a node, and their values, alternately. */
  sight(node: number): readonly number[] {
    return this.sights[node] as readonly number[];
  }

  /** The offset of the moves at a node where all has been seen. */
  begin(node: number): number {
    return this.begins.at(node);
  }

  /**
   * The node for a value of the process among values of all slots, where all has been seen.
   * @param look finds out, given what has been seen, where the moves begin, or which slot to look at next
   */
  find(
    value: number,
    values: Int32Array,
    look: (sight: readonly number[]) => { readonly begin: number } | { readonly slot: number },
  ): number {
    let node = (this.roots[value] ??= this.add([]));
    for (;;) {
      const slot = this.next.at(node);
      if (slot === ALL_SEEN) return node;
      if (slot >= 0) node = this.branch(node, slot, values[slot] as number);
      else this.learn(node, look(this.sight(node)));
    }
  }

  private learn(node: number, found: { readonly begin: number } | { readonly slot: number }): void {
    if ("begin" in found) this.begins.put(node, found.begin, ABSENT);
    this.next.put(node, "begin" in found ? ALL_SEEN : found.slot, ABSENT);
  }

  private branch(node: number, slot: number, seen: number): number {
    const known = this.branches.get(node, seen);
    if (known !== ABSENT) return known;
    const after = this.add([...this.sight(node), slot, seen]);
    this.branches.add(node, seen, after);
    return after;
  }

  private add(sight: readonly number[]): number {
    this.next.push(ABSENT);
    this.begins.push(ABSENT);
    return this.sights.push(sight) - 1;
  }
}
