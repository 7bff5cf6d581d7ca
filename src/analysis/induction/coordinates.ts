/**
 * Coordinates: a configuration as a point. Each process has one for its local state, and one for each letter
 * that may be in transit to it, which counts how often it is; each object and each monitor has one for its
 * value. An *atom* is a coordinate with a value, as an integer. In Peterson's algorithm there are five
 * coordinates, of two processes and three registers, and thirty atoms or so.
 *
 * What is sent to a process that is down is lost, which the sender cannot know. So that a step depends on no
 * other process than its own, letters to a process that is down count as in transit here, until it recovers.
 * They are in no configuration: several points stand for one, and who is down receives nothing.
 */
import { at } from "../../base/assert.ts";
import { IntList, PairTable, ABSENT } from "../../tables/integers.ts";
import type { Network } from "../../tables/network.ts";
import type { ProcessSlot } from "../../tables/slot.ts";

/** A part of configurations that has one value in each. */
type Coordinate =
  | { readonly kind: "local"; readonly slot: number }
  /** The number of equal letters in transit to the process of a slot. */
  | { readonly kind: "letter"; readonly slot: number; readonly letter: number }
  /** An object, a monitor or the budget of a failure. */
  | { readonly kind: "shared"; readonly slot: number };

/** The coordinates of a network, and their atoms. Letters get theirs when they are first sent. */
export class Coordinates {
  readonly network: Network;
  readonly list: Coordinate[] = [];
  /** The first initial configuration, which stands in for what is left open. */
  private readonly filler: Int32Array;
  /** The coordinates of letters, by slot and letter. */
  private readonly letters = new PairTable();
  private readonly ids = new PairTable();
  private readonly coordinates = new IntList();
  private readonly values = new IntList();
  /** Whether processes may be down. */
  private readonly someCrash: boolean;

  /** @param first the values of all slots in an initial configuration */
  constructor(network: Network, first: Int32Array) {
    this.network = network;
    this.filler = first;
    this.someCrash = network.system.failures.some(({ kind }) =>
      kind.faults.some(({ letters }) => letters === "emptied"),
    );
    const processes = network.processes.length;
    for (const slot of network.slots.keys())
      this.list.push(slot < processes ? { kind: "local", slot } : { kind: "shared", slot });
  }

  /** The number of atoms. */
  get count(): number {
    return this.values.length;
  }

  /** The atom of a coordinate with a value. */
  atom(coordinate: number, value: number): number {
    const known = this.ids.get(coordinate, value);
    if (known !== ABSENT) return known;
    this.ids.add(coordinate, value, this.count);
    this.coordinates.push(coordinate);
    this.values.push(value);
    return this.count - 1;
  }

  coordinateOf(atom: number): number {
    return this.coordinates.at(atom);
  }

  valueOf(atom: number): number {
    return this.values.at(atom);
  }

  /** The coordinate of a letter, which is new if nobody has sent it before. */
  letter(slot: number, letter: number): number {
    const known = this.letters.get(slot, letter);
    if (known !== ABSENT) return known;
    this.letters.add(slot, letter, this.list.length);
    return this.list.push({ kind: "letter", slot, letter }) - 1;
  }

  /** The coordinates on which what is in transit to a process depends. */
  readByMailbox(slot: number): number[] {
    return this.someCrash ? [slot, ...this.lettersTo(slot)] : this.lettersTo(slot);
  }

  /** The coordinates of letters to a process. */
  lettersTo(slot: number): number[] {
    return [...this.list.keys()].filter((coordinate) => {
      const one = at(this.list, coordinate);
      return one.kind === "letter" && one.slot === slot;
    });
  }

  /** The atoms of a configuration, coordinate by coordinate. */
  pointOf(values: Int32Array): Int32Array {
    for (const { process, mailboxes, mailboxOf } of this.network.processes)
      for (const letter of mailboxes.list(mailboxOf.at(values[process.number] as number)))
        this.letter(process.number, letter);
    return Int32Array.from(this.list, (one, coordinate) =>
      this.atom(coordinate, this.valueIn(one, values[one.slot] as number)),
    );
  }

  private valueIn(coordinate: Coordinate, value: number): number {
    if (coordinate.kind === "shared") return value;
    const slot = at(this.network.processes, coordinate.slot);
    return coordinate.kind === "local" ? slot.localOf.at(value) : copiesIn(slot, value, coordinate.letter);
  }

  /**
   * The values of all slots in a configuration with some atoms. What is left open is as in the first
   * configuration, and of letters none.
   */
  valuesOf(atoms: readonly number[]): Int32Array {
    const own = Array.from(this.filler, (): number[] => []);
    for (const atom of atoms) own[at(this.list, this.coordinateOf(atom)).slot]?.push(atom);
    return this.filler.map((_, slot) => this.valueAt(slot, at(own, slot)));
  }

  /** The value of a slot with some atoms, all of its own coordinates; what is left open as in `valuesOf`. */
  valueAt(slot: number, atoms: readonly number[]): number {
    const process = this.network.processes[slot];
    const given = atoms.find((atom) => this.coordinateOf(atom) === slot);
    const first = this.filler[slot] as number;
    if (process === undefined) return given === undefined ? first : this.valueOf(given);
    const mailbox = atoms.flatMap((atom) => {
      const one = at(this.list, this.coordinateOf(atom));
      return one.kind === "letter" ? Array.from({ length: this.valueOf(atom) }, () => one.letter) : [];
    });
    const local = given === undefined ? process.localOf.at(first) : this.valueOf(given);
    const isUp = process.locals.value(local).down === undefined;
    return process.value(local, process.mailboxes.id(isUp ? mailbox.sort((a, b) => a - b) : []));
  }
}

/** The number of equal letters in a value of a slot. */
export function copiesIn(slot: ProcessSlot, value: number, letter: number): number {
  return slot.mailboxes.list(slot.mailboxOf.at(value)).filter((other) => other === letter).length;
}
