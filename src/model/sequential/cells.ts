/**
 * Cells: what functions that are made in a loop of process code use of the loop's variables. A cell is open
 * as long as the variable is that of the same round, and stands for it; closed, it keeps its value.
 */
import type { Variables } from "./machine.ts";

/** A variable of one round of a loop. */
class Cell {
  private record: Variables;
  private readonly name: string;

  constructor(record: Variables, name: string) {
    this.record = record;
    this.name = name;
  }

  get value(): unknown {
    return this.record[this.name];
  }

  set value(value: unknown) {
    this.record[this.name] = value;
  }

  close(): void {
    this.record = { [this.name]: this.value };
  }
}

/** The open cells of each record of variables, by name. */
const open = new WeakMap<Variables, Map<string, Cell>>();

/** The operations of compiled code on cells. */
export const cells = {
  /** The variables that a function uses, by the names that it has for them. */
  of(record: Variables, names: Readonly<Record<string, string>>): object {
    const known = open.get(record) ?? new Map<string, Cell>();
    open.set(record, known);
    const used = {};
    for (const [own, name] of Object.entries(names)) {
      const cell = known.get(name) ?? new Cell(record, name);
      known.set(name, cell);
      Object.defineProperty(used, own, {
        get: () => cell.value,
        set(value) {
          cell.value = value;
        },
      });
    }
    return used;
  },
  /** Closes the cell of a variable where it is declared: from here on it is another one. */
  close(record: Variables, name: string): void {
    open.get(record)?.get(name)?.close();
    open.get(record)?.delete(name);
  },
  /** Is called where a `for` goes on to its next round: its variable is another one with the same value. */
  next: (record: Variables, name: string): void => cells.close(record, name),
};
