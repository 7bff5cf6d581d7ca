/**
 * A permutation of processes, and what it makes of the values of slots: the local state and the letters in
 * transit of p become those of the process that takes p's place, with the ids in them changed alike. Found
 * out by renaming when a value is first asked for, and looked up from then on.
 */
import { at } from "../../base/assert.ts";
import type { Letters } from "../../model/communication/index.ts";
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

/** The slot of a process, and that of the one that takes its place. */
interface SlotPair {
  readonly from: ProcessSlot;
  readonly to: ProcessSlot;
}

/** One permutation, with its tables. */
export class Permutation {
  /** The number of the process that takes the place of each. */
  readonly to: readonly number[];
  readonly ids: NewIds;
  private readonly network: Network;
  private readonly pairs: readonly SlotPair[];
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
    const { processes } = network;
    this.pairs = processes.map((from, number) => ({ from, to: at(processes, at(to, number)) }));
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
    const known = entryAt(table, value);
    return known === ABSENT ? this.learn(slot, value) : known;
  }

  private learn(number: number, value: number): number {
    this.settle();
    const { from, to } = this.slotsOf(number);
    const local = this.local(number, from.localOf.at(value));
    const mailbox = this.mailbox(number, from.mailboxOf.at(value));
    const after = to.value(local, mailbox);
    if (to.localOf.at(after) !== local || to.mailboxOf.at(after) !== mailbox) throw new Unsettled();
    return noted(at(this.values, number), value, after);
  }

  private slotsOf(number: number): SlotPair {
    return at(this.pairs, number);
  }

  /** The id of the mailbox that one becomes: its letters, renamed, as they would have been sent. */
  private mailbox(number: number, id: number): number {
    const { from, to } = this.slotsOf(number);
    const { channel } = this.network.system;
    const letters = from.mailboxes.list(id);
    for (let i = 0; i < letters.length; i++) letters[i] = this.letter(number, letters[i] as number);
    if (channel.order === "any") return to.mailboxes.id(sortFew(letters, to.order));
    const none: readonly number[] = [];
    return to.mailboxes.id(letters.reduce((sent, letter) => channel.send(sent, letter, to.order), none));
  }

  /** The id of the local state that one becomes. */
  local(number: number, id: number): number {
    const table = at(this.locals, number);
    const known = entryAt(table, id);
    if (known !== ABSENT) return known;
    const { from, to } = this.slotsOf(number);
    const local = renamedLocal(from.locals.value(id), this.ids);
    return noted(table, id, to.locals.id(formatLocal(local), local));
  }

  /** The id of the letter that one becomes. */
  letter(number: number, id: number): number {
    const table = at(this.letters, number);
    const known = entryAt(table, id);
    return known === ABSENT ? noted(table, id, this.newLetter(number, id)) : known;
  }

  private newLetter(number: number, id: number): number {
    const slots = this.slotsOf(number);
    const { from, message, ...rest } = slots.from.letters.value(id);
    const renamed = { ...rest, from: this.slot(from), message: renamedMessage(message, this.ids) };
    return slots.to.letterId(renamed);
  }

  /** The id of the parcel that one becomes; those to slots of no process stay. */
  parcel(number: number, id: number): number {
    const table = this.parcels[number];
    if (table === undefined) return id;
    const known = entryAt(table, id);
    return known === ABSENT ? noted(table, id, this.newParcel(number, id)) : known;
  }

  private newParcel(number: number, id: number): number {
    const { from, to } = this.slotsOf(number);
    return to.parcels.id(from.parcels.list(id).map((letter) => this.letter(number, letter)));
  }
}

/**
 * Sorts a few letters where they lie: of the channels in which any letter may be next, mailboxes are sorted,
 * and what is renamed stays different from what it was different from.
 */
function sortFew(letters: number[], { compare }: Letters<number>): number[] {
  for (let i = 1; i < letters.length; i++) {
    const letter = letters[i] as number;
    let place = i;
    for (; place > 0 && compare(letters[place - 1] as number, letter) > 0; place--)
      letters[place] = letters[place - 1] as number;
    letters[place] = letter;
  }
  return letters;
}

/** The ids that change places. */
export function newIds({ system: { processes } }: Network, to: readonly number[]): NewIds {
  const changes = processes.map(({ id }, number): [string, string] => [id, at(processes, at(to, number)).id]);
  return new Map(changes.filter(([before, after]) => before !== after));
}

/** The entry of a table, or ABSENT. */
function entryAt(table: IntList, index: number): number {
  return index < table.length ? table.at(index) : ABSENT;
}

/** Notes an entry of a table. @returns the entry */
function noted(table: IntList, index: number, entry: number): number {
  table.put(index, entry, ABSENT);
  return entry;
}
