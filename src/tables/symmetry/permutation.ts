/**
 * A permutation of processes, and what it makes of the values of slots: the local state and the letters in
 * transit of p become those of the process that takes p's place, with the ids in them changed alike. Found
 * out by renaming when a value is first asked for, and looked up from then on.
 */
import { at } from "../../base/assert.ts";
import { formatLocal } from "../../model/state/localState.ts";
import { ABSENT, IntList } from "../integers.ts";
import type { Network } from "../network.ts";
import type { ProcessSlot } from "../slot.ts";
import { renamedLocal, renamedMessage, type NewIds } from "./renaming.ts";

/**
 * Thrown where what one process leaves out of its values is not left out by another that takes its place:
 * then it is known already that a decision was wrong, and that the search has to begin again.
 */
export class Unsettled extends Error {}

/** One permutation, with its tables. */
export class Permutation {
  /** The number of the process that takes the place of each. */
  readonly to: readonly number[];
  readonly ids: NewIds;
  private readonly network: Network;
  /** By slot: the value, local state, letter or parcel that each becomes, or ABSENT. */
  private readonly values: readonly IntList[];
  private readonly locals: readonly IntList[];
  private readonly letters: readonly IntList[];
  private readonly parcels: readonly IntList[];
  private readonly settle: () => void;

  /** @param settle makes known to all processes what is known to matter to one */
  constructor(network: Network, to: readonly number[], settle: () => void) {
    this.network = network;
    this.to = to;
    this.settle = settle;
    this.ids = newIds(network, to);
    const tables = (): IntList[] => network.processes.map(() => new IntList());
    this.values = tables();
    this.locals = tables();
    this.letters = tables();
    this.parcels = tables();
  }

  get bytes(): number {
    const tables = [...this.values, ...this.locals, ...this.letters, ...this.parcels];
    return tables.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The slot that takes the place of one; those of no process stay, and ABSENT does. */
  slot(slot: number): number {
    return this.to[slot] ?? slot;
  }

  /** The value that a value of a slot becomes. */
  value(slot: number, value: number): number {
    const table = this.values[slot];
    if (table === undefined) return value;
    const found = value < table.length ? table.at(value) : ABSENT;
    return found === ABSENT ? this.learn(slot, value) : found;
  }

  private learn(number: number, value: number): number {
    this.settle();
    const [from, to] = this.slotsOf(number);
    const { channel } = this.network.system;
    let letters: readonly number[] = [];
    for (const letter of from.mailboxes.list(from.mailboxOf.at(value)))
      letters = channel.send(letters, this.letter(number, letter), to.order);
    const local = this.local(number, from.localOf.at(value));
    const mailbox = to.mailboxes.id(letters);
    const after = to.value(local, mailbox);
    if (to.localOf.at(after) !== local || to.mailboxOf.at(after) !== mailbox) throw new Unsettled();
    at(this.values, number).put(value, after, ABSENT);
    return after;
  }

  private slotsOf(number: number): readonly [from: ProcessSlot, to: ProcessSlot] {
    const { processes } = this.network;
    return [at(processes, number), at(processes, at(this.to, number))];
  }

  /** The id of the local state that one becomes. */
  local(number: number, id: number): number {
    return found(at(this.locals, number), id, () => {
      const [from, to] = this.slotsOf(number);
      const local = renamedLocal(from.locals.value(id), this.ids);
      return to.locals.id(formatLocal(local), local);
    });
  }

  /** The id of the letter that one becomes. */
  letter(number: number, id: number): number {
    return found(at(this.letters, number), id, () => {
      const [slot, to] = this.slotsOf(number);
      const { from, message, ...rest } = slot.letters.value(id);
      return to.letterId({ ...rest, from: this.slot(from), message: renamedMessage(message, this.ids) });
    });
  }

  /** The id of the parcel that one becomes; those to slots of no process stay. */
  parcel(number: number, id: number): number {
    const table = this.parcels[number];
    if (table === undefined) return id;
    return found(table, id, () => {
      const [from, to] = this.slotsOf(number);
      return to.parcels.id(from.parcels.list(id).map((letter) => this.letter(number, letter)));
    });
  }
}

/** The ids that change places. */
export function newIds({ system: { processes } }: Network, to: readonly number[]): NewIds {
  const changes = processes.map(({ id }, number): [string, string] => [id, at(processes, at(to, number)).id]);
  return new Map(changes.filter(([before, after]) => before !== after));
}

/** The entry of a table, found out when it is first asked for. */
function found(table: IntList, index: number, find: () => number): number {
  const known = index < table.length ? table.at(index) : ABSENT;
  if (known !== ABSENT) return known;
  const value = find();
  table.put(index, value, ABSENT);
  return value;
}
