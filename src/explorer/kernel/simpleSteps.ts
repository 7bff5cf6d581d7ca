/**
 * Simple steps: one operation on a shared object that can turn out in one way, and changes nothing but the
 * process and the object. What such a step adds to a packed configuration of two words depends on the values
 * of those two alone, so that it takes one look-up.
 */
import { ABSENT, resized } from "../../tables/integers.ts";
import type { RowLayout } from "./rowLayout.ts";
import type { Network } from "../../tables/network.ts";
import { OWED, HEADER, ObjectSlot, SUMMARY, summaryOf, type ProcessSlot } from "../../tables/slot.ts";
import { looksAt } from "../../tables/looks.ts";

/**
 * The number of values of a process that have a row of cells, one cell for each of CELLS_MAX values of the
 * object.
 */
const ROWS_MAX = 1024;
const CELLS_MAX = 32;

/** A cell: what is known of the step, and what it adds to each word. */
const CELL = 3;
const ROW = 1 + CELL * CELLS_MAX;

/** The states of a cell: nothing known yet (0), a simple step, another step. */
const SIMPLE = 1;
const OTHER = 2;

/** The summary of a list of moves that has no idle ones. */
const NOTHING_IDLE = summaryOf(0, false, OWED);

/** The simple steps of all processes, in one layout. */
export class SimpleSteps {
  /** Rows, one behind the other: the object's slot, and its cells. Changes identity when it grows. */
  cells = new Int32Array(16 * ROW);
  private length = 1;
  /** The offset of the row of each process and value, or 0. */
  private readonly rows: readonly Int32Array[];
  private readonly network: Network;
  private readonly layout: RowLayout;

  constructor(network: Network, layout: RowLayout) {
    this.network = network;
    this.layout = layout;
    this.rows = network.processes.map(() => new Int32Array(ROWS_MAX));
  }

  get bytes(): number {
    return this.cells.byteLength + 4 * ROWS_MAX * this.rows.length;
  }

  /** The offset in `cells` of the numbers that the step of a process adds to the words, or ABSENT. */
  find(process: number, values: Int32Array): number {
    const cell = this.cellOf(process, values);
    return cell !== ABSENT && this.cells[cell] === SIMPLE ? cell + 1 : ABSENT;
  }

  /** Learns the step of a process, whose moves begin at `start`, if it is simple. */
  learn(process: number, values: Int32Array, start: number): void {
    const value = values[process] as number;
    const slot = this.network.processes[process] as ProcessSlot;
    if (value < ROWS_MAX && (this.rows[process] as Int32Array)[value] === 0) this.addRow(slot, value);
    const cell = this.cellOf(process, values);
    if (cell === ABSENT || this.cells[cell] === OTHER) return;
    const added = this.addedBy(slot, values, start);
    this.cells[cell] = added === undefined ? OTHER : SIMPLE;
    if (added !== undefined) this.cells.set(added, cell + 1);
  }

  private cellOf(process: number, values: Int32Array): number {
    const value = values[process] as number;
    if (value >= ROWS_MAX) return ABSENT;
    const row = (this.rows[process] as Int32Array)[value] as number;
    if (row === 0) return ABSENT;
    const seen = values[this.cells[row] as number] as number;
    return seen < CELLS_MAX ? row + 1 + CELL * seen : ABSENT;
  }

  private addRow({ process, moveStart }: ProcessSlot, value: number): void {
    const object = looksAt(moveStart.at(value));
    if (object < 0 || !(this.network.slots[object] instanceof ObjectSlot)) return;
    if (this.length + ROW > this.cells.length) this.cells = resized(this.cells, 2 * this.cells.length, 0);
    this.cells[this.length] = object;
    (this.rows[process.number] as Int32Array)[value] = this.length;
    this.length += ROW;
  }

  /** The numbers that the only move at `start` adds to the two words; undefined if it is not simple. */
  private addedBy(slot: ProcessSlot, values: Int32Array, start: number): [number, number] | undefined {
    const { moves, process } = slot;
    const [value, at] = [values[process.number] as number, start + HEADER];
    if (moves.at(start) !== 1 || moves.at(start + SUMMARY) !== NOTHING_IDLE) return undefined;
    const added: [number, number] = [0, 0];
    const { word, shift } = this.layout;
    const add = (number: number, difference: number): void => {
      added[word[number] as 0 | 1] += difference << (shift[number] as number);
    };
    add(process.number, moves.at(at + 1) - value);
    for (let i = at + 3; i < at + 3 + 2 * moves.at(at + 2); i += 2) {
      const [to, parcel] = [moves.at(i), moves.at(i + 1)];
      if (to !== looksAt(slot.moveStart.at(value))) return undefined;
      add(to, this.network.deliver(to, values[to] as number, parcel) - (values[to] as number));
    }
    return added;
  }
}
