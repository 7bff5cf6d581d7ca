/**
 * The operations of a history by their responses: numbered from 0 in the order in which they are answered,
 * and those that never are behind them, in the order of their invocations.
 */
import type { HistoryOperation } from "../properties/history/concurrentHistory.ts";

/** The overlaps of operations. */
export class Overlaps {
  /** The positions of the operations in the history, by number. */
  readonly positions: Int32Array;
  /** The number of operations that are answered. */
  readonly answered: number;
  /**
   * For each that is answered: those that are pending right before that, itself included. They come in the
   * order of their invocations, and those that are never answered last.
   */
  readonly next: readonly (readonly number[])[];
  /** A slot for each operation, which no other has that is pending at the same time. */
  readonly slotOf: Int32Array;
  /** The number of slots. */
  readonly slots: number;
  private readonly invoked: Float64Array;
  private readonly responded: Float64Array;

  constructor(operations: readonly HistoryOperation[]) {
    const ordered = [...operations.entries()].sort(([, a], [, b]) =>
      a.responded === b.responded ? a.invoked - b.invoked : a.responded - b.responded,
    );
    this.positions = Int32Array.from(ordered, ([position]) => position);
    this.invoked = Float64Array.from(ordered, ([, { invoked }]) => invoked);
    this.responded = Float64Array.from(ordered, ([, { responded }]) => responded);
    this.answered = operations.filter(({ responded }) => responded !== Infinity).length;
    this.slotOf = new Int32Array(operations.length);
    const next: number[][] = [];
    const pending = new Set<number>();
    const unanswered: number[] = [];
    const unused: number[] = [];
    const begin = [...ordered.keys()].sort((a, b) => (this.invoked[a] ?? 0) - (this.invoked[b] ?? 0));
    let begun = 0;
    let slots = 0;
    for (let front = 0; front < this.answered; front++) {
      for (; begun < begin.length && this.meets(begin[begun] as number, front); begun++) {
        const one = begin[begun] as number;
        this.slotOf[one] = unused.pop() ?? slots++;
        if (one < this.answered) pending.add(one);
        else unanswered.push(one);
      }
      next.push([...pending, ...unanswered]);
      pending.delete(front);
      unused.push(this.slotOf[front] as number);
    }
    this.next = next;
    this.slots = slots;
  }

  /** Whether an operation is invoked before another one is answered. */
  meets(one: number, answered: number): boolean {
    return (this.invoked[one] as number) < (this.responded[answered] as number);
  }
}
