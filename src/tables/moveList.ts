/** Lists of moves, as they stand in the tables of a slot: see `Slot.moves` for their layout. */
import { ABSENT } from "./integers.ts";
import type { Look } from "./valueParts.ts";
import { HEADER, SUMMARY, summaryOf, type Outcome, type ProcessSlot } from "./slot.ts";

/** A turn: something that may happen at a process. */
export interface Turn {
  /** A position in `outcomes`. */
  readonly outcome: number;
  /** The id of the mailbox after it. */
  readonly mailbox: number;
  /** The value of the object slot after it; absent: as before. */
  readonly writes?: number;
}

/** The moves of a process, what they depend on, and by whom they may happen (see `summaryOf`). */
interface Found {
  readonly here: Look;
  readonly moves: readonly Turn[];
  readonly by: number;
}

/** Writes down all moves of a value. @returns where they begin in `slot.moves` */
export function writeMoves(slot: ProcessSlot, { here, moves, by }: Found): number {
  const begin = slot.moves.length;
  for (let i = 0; i < HEADER; i++) slot.moves.push(0);
  const active = push(slot, { here, moves, idle: false });
  const idle = push(slot, { here, moves, idle: true });
  slot.moves.put(begin, active, ABSENT);
  const loops = hasLoops(slot, begin + HEADER, { active, idle });
  slot.moves.put(begin + SUMMARY, summaryOf(idle, loops, by), ABSENT);
  return begin;
}

/** Writes down the moves that are idle, or those that are not. @returns how many there are. */
function push(
  slot: ProcessSlot,
  { here: { value, object, seen }, moves, idle }: Omit<Found, "by"> & { readonly idle: boolean },
): number {
  let count = 0;
  for (const { outcome: number, mailbox, writes = seen } of moves) {
    const { local, parcels: sent } = slot.outcomes[number] as Outcome;
    const parcels = writes === seen ? sent : [object, writes, ...sent];
    const after = slot.value(local, mailbox);
    if ((after === value && parcels.length === 0) !== idle) continue;
    slot.moves.push(number);
    slot.moves.push(after);
    slot.moves.push(parcels.length / 2);
    for (const item of parcels) slot.moves.push(item);
    count++;
  }
  return count;
}

/** Whether some of the idle moves in a list are not the work of failures. */
function hasLoops(
  slot: ProcessSlot,
  first: number,
  { active, idle }: { readonly active: number; readonly idle: number },
): boolean {
  let item = first;
  for (let i = 0; i < active + idle; i++) {
    if (i >= active && !slot.isOptionalAt(item)) return true;
    item += 3 + 2 * slot.moves.at(item + 2);
  }
  return false;
}
