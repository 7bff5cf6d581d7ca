/**
 * Word of what objects hold, to those who may wait for it: where time is kept, an operation that cannot
 * happen has all of its STEP before it, so that a step of one process changes the slot of another. Only
 * operations of an author's own kinds can wait.
 */
import { at } from "../base/assert.ts";
import { objectKinds } from "../model/memory/index.ts";
import { accessed } from "../model/memory/access.ts";
import { formatLocal } from "../model/state/localState.ts";
import type { System } from "../model/system/system.ts";
import { heldUp } from "../model/transition/tick.ts";
import type { ObjectSlot, ProcessSlot } from "./slot.ts";

/** The slots of a system. */
interface Slots {
  readonly system: System;
  readonly processes: readonly ProcessSlot[];
  readonly objects: readonly ObjectSlot[];
}

/** A word in a parcel, among the ids of letters, which are not negative. */
export function isWord(item: number): boolean {
  return item < 0;
}

/** Whether somebody may wait for what an object holds. */
function isAwaited({ system }: Slots, object: number): boolean {
  return system.timing.ticks !== undefined && !objectKinds.includes(at(system.objects, object).kind);
}

/**
 * The parcels of a move to other slots, with word of what it has written.
 * @param from the number of the process that moves
 * @param written slots of objects, and their values
 * @param parcels receivers and parcels, alternately
 */
export function withWord(
  slots: Slots,
  from: number,
  {
    written,
    parcels,
  }: { readonly written: ReadonlyMap<number, number>; readonly parcels: readonly number[] },
): readonly number[] {
  const { processes, objects } = slots;
  const words = [...written].flatMap(([slot, value]) => {
    const object = slot - processes.length;
    return isAwaited(slots, object) ? [-1 - (value * objects.length + object)] : [];
  });
  if (words.length === 0) return parcels;
  const told = processes.filter(({ process }) => process.number !== from && process.role.run !== undefined);
  return told.reduce((before, { process: { number }, parcels: lists }) => {
    const i = before.findIndex((to, k) => k % 2 === 0 && to === number);
    if (i === -1) return [...before, number, lists.id(words)];
    return before.with(i + 1, lists.id([...lists.list(at(before, i + 1)), ...words]));
  }, parcels);
}

/** The local state of a process, by its id, after word of what an object holds. */
export function afterWord(
  { system, objects }: Omit<Slots, "processes">,
  slot: ProcessSlot,
  heard: { readonly local: number; readonly word: number },
): number {
  const number = -1 - heard.word;
  const object = number % objects.length;
  const local = slot.locals.value(heard.local);
  if (accessed(system, local) !== object) return heard.local;
  const seen = system.objects.map((_, i) =>
    i === object ? at(objects, i).content(Math.floor(number / objects.length)) : undefined,
  );
  const after = heldUp(system, slot.process, { local, seen });
  return after === local ? heard.local : slot.locals.id(formatLocal(after), after);
}
