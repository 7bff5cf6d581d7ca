/**
 * Conflicts at objects in rounds, as in the model's conflict.ts, over slots: who may go first where several
 * processes are about to operate on the same object.
 */
import { at } from "../base/assert.ts";
import { POSSIBLE_MAX } from "../model/transition/conflict.ts";
import type { Precedence } from "../model/event/event.ts";
import { goingOn } from "../model/transition/options.ts";
import { ABSENT, ListInterner, PairTable } from "./integers.ts";
import type { Network } from "./network.ts";
import { partOf } from "./valueParts.ts";

/** An order in which processes take their turns in a round, and of what it was said. */
export interface Turns {
  /** Numbers of processes. */
  readonly processes: readonly number[];
  readonly order: readonly Precedence[];
}

/** Processes that are about to operate on the same object: its slot, and their numbers. */
interface Conflict {
  readonly object: number;
  readonly processes: readonly number[];
}

/** Finds out in which orders processes may take their turns. */
export class Conflicts {
  private readonly network: Network;
  private readonly isOpen: boolean;
  private readonly usual: Turns;
  /**
   * The values of the object after a turn, as a list, by process, then by the values of its slot and of the
   * object's.
   */
  private readonly after: readonly PairTable[];
  private readonly lists = new ListInterner();

  constructor(network: Network) {
    const { system, processes } = network;
    this.network = network;
    this.isOpen = system.timing.rounds && system.timing.conflicts === undefined && system.objects.length > 0;
    this.usual = { processes: processes.map((_, number) => number), order: [] };
    this.after = processes.map(() => new PairTable());
  }

  /** Bytes that the tables take, about. */
  get bytes(): number {
    return this.after.reduce((sum, table) => sum + table.bytes, this.lists.bytes);
  }

  /** Shows every order that makes a difference, given the values of all slots when a round begins. */
  eachOrder(values: Int32Array, show: (turns: Turns) => void): void {
    if (!this.isOpen) return show(this.usual);
    const conflicts = this.conflictsIn(values);
    const go = (turns: Turns, number: number): void => {
      const conflict = conflicts[number];
      if (conflict === undefined) return show(turns);
      this.eachWay(conflict, values, (way) => go(this.withWay(turns, conflict, way), number + 1));
    };
    go(this.usual, 0);
  }

  private conflictsIn(values: Int32Array): Conflict[] {
    const byObject = new Map<number, number[]>();
    for (const [number, slot] of this.network.processes.entries()) {
      const object = this.network.looks.first(slot, values[number] as number);
      if (object === ABSENT) continue;
      byObject.set(object, [...(byObject.get(object) ?? []), number]);
    }
    return [...byObject]
      .filter(([, processes]) => processes.length > 1)
      .map(([object, processes]) => ({ object, processes }))
      .toSorted((a, b) => a.object - b.object);
  }

  /** Shows every order at one object that makes a difference; undefined: there is only one. */
  private eachWay(
    { object, processes }: Conflict,
    values: Int32Array,
    show: (way: readonly number[] | undefined) => void,
  ): void {
    const go = (
      possible: readonly number[] | undefined,
      gone: readonly number[],
      left: readonly number[],
    ): void => {
      const after = left.map((number) =>
        possible?.map((seen) => this.valuesAfter(number, values[number] as number, { object, seen })),
      );
      const isSame = after.every(
        (list) => list?.every((all, i) => all.every((value) => value === possible?.[i])) === true,
      );
      if (left.length < 2 || isSame) {
        show(gone.length === 0 ? undefined : [...gone, ...left]);
        return;
      }
      for (const [i, number] of left.entries())
        go(this.possibleAfter(possible, after[i]), [...gone, number], left.toSpliced(i, 1));
    };
    go([values[object] as number], [], processes);
  }

  /**
   * The values that an object may have after a turn, given those before it and the outcomes of the turn for
   * each.
   */
  private possibleAfter(
    before: readonly number[] | undefined,
    after: readonly (readonly number[])[] | undefined,
  ): readonly number[] | undefined {
    if (before === undefined || after === undefined) return undefined;
    const all = new Set([...(this.network.system.failures.length === 0 ? [] : before), ...after.flat()]);
    return all.size > POSSIBLE_MAX ? undefined : [...all];
  }

  private withWay(
    { processes, order }: Turns,
    conflict: Conflict,
    way: readonly number[] | undefined,
  ): Turns {
    if (way === undefined) return { processes, order };
    const { system } = this.network;
    const turns = [...processes];
    for (const [i, place] of conflict.processes.entries()) turns[place] = at(way, i);
    const { name: object } = at(system.objects, conflict.object - this.network.processes.length);
    const ids = way.map((number) => at(system.processes, number).id);
    return { processes: turns, order: [...order, { object, processes: ids }] };
  }

  /** The values that an object's slot may have after a process has had its turn at it. */
  private valuesAfter(
    number: number,
    value: number,
    look: { object: number; seen: number },
  ): readonly number[] {
    const table = at(this.after, number);
    const known = table.get(value, look.seen);
    if (known !== ABSENT) return this.lists.list(known);
    const { system, processes, objects } = this.network;
    const slot = at(processes, number);
    const object = at(objects, look.object - processes.length);
    const part = partOf(this.network, slot, { value, sight: [look.object, look.seen] });
    const after = goingOn(system, slot.process, part).map(({ writes }) => {
      const written = writes?.get(look.object - processes.length);
      return written === undefined ? look.seen : object.id(written);
    });
    const list = this.lists.id(after.length === 0 ? [look.seen] : after);
    table.add(value, look.seen, list);
    return this.lists.list(list);
  }
}
