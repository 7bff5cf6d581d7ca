/** Lists of moves, as they stand in the tables of a slot: see `Slot.moves` for their layout. */
import type { Event } from "../model/event/event.ts";
import { fateIn } from "../model/failure/index.ts";
import { ABSENT } from "./integers.ts";
import type { Look } from "./looks.ts";
import { HEADER, REFUSED, SUMMARY, summaryOf, type Outcome, type ProcessSlot } from "./slot.ts";

/** A turn: something that may happen at a process. */
export interface Turn {
  /** A position in `outcomes`. */
  readonly outcome: number;
  /** The id of the mailbox after it. */
  readonly mailbox: number;
  /** The slots of objects that have changed, and their values, alternately; absent: none. */
  readonly writes?: readonly number[];
}

/** Delivers a parcel: the value of a slot after it, from the value before. */
type Deliver = (to: number, value: number, parcel: number) => number;

/** The moves of a process, what they depend on, and by whom they may happen (see `summaryOf`). */
interface Found {
  readonly here: Look;
  readonly moves: readonly Turn[];
  readonly by: number;
  readonly deliver: Deliver;
  /** The parcels to other slots, with word to processes of what was written. */
  readonly withWord: (parcels: readonly number[], written: ReadonlyMap<number, number>) => readonly number[];
}

/** Writes down all moves of a value. @returns where they begin in `slot.moves` */
export function writeMoves(slot: ProcessSlot, { here, moves: turns, by, ...rest }: Found): number {
  const moves = turns.flatMap((turn) => moveOf(slot, { here, turn, ...rest }) ?? []);
  const begin = slot.moves.length;
  for (let i = 0; i < HEADER; i++) slot.moves.push(0);
  const active = push(
    slot,
    moves.filter(({ isIdle }) => !isIdle),
  );
  const idle = push(
    slot,
    moves.filter(({ isIdle }) => isIdle),
  );
  slot.moves.put(begin, active, ABSENT);
  const loops = hasLoops(slot, begin + HEADER, { active, idle });
  slot.moves.put(begin + SUMMARY, summaryOf(idle, loops, by), ABSENT);
  return begin;
}

/** A move as it is written down. */
interface WrittenMove {
  /** A position in `outcomes`. */
  readonly outcome: number;
  /** The value of the slot after it. */
  readonly after: number;
  /** The parcels to other slots: receiver and parcel, alternately. */
  readonly parcels: readonly number[];
  readonly isIdle: boolean;
}

/** A move as it is written down; undefined if an object that it has written to rules it out. */
function moveOf(
  slot: ProcessSlot,
  { here, turn, deliver, withWord }: Omit<Found, "moves" | "by"> & { readonly turn: Turn },
): WrittenMove | undefined {
  const { value, sight } = here;
  const { outcome, mailbox, writes = [] } = turn;
  const { local, parcels: sent, writes: later } = slot.outcomes[outcome] as Outcome;
  const written = changed(sight, later.length === 0 ? writes : [...writes, ...later]);
  const others: number[] = [];
  let after = slot.value(local, mailbox);
  for (let i = 0; i < sent.length; i += 2) {
    const [to, parcel] = [sent[i] as number, sent[i + 1] as number];
    const now = written.get(to);
    if (to === slot.process.number) after = deliver(to, after, parcel);
    else if (now !== undefined) {
      // It has written to an object that learns of its crash: the hot loop knows one parcel for each.
      const left = deliver(to, now, parcel);
      if (left === REFUSED) return undefined;
      written.set(to, left);
    } else others.push(to, parcel);
  }
  const parcels: number[] = [];
  for (const [to, now] of written) parcels.push(to, now);
  parcels.push(...withWord(others, written));
  return { outcome, after, parcels, isIdle: after === value && parcels.length === 0 };
}

/** The values of the slots that have been written to, where they are not as they were seen. */
function changed(sight: readonly number[], writes: readonly number[]): Map<number, number> {
  const values = new Map<number, number>();
  for (let i = 0; i < writes.length; i += 2) values.set(writes[i] as number, writes[i + 1] as number);
  for (let i = 0; i < sight.length; i += 2)
    if (values.get(sight[i] as number) === sight[i + 1]) values.delete(sight[i] as number);
  return values;
}

/** Writes down some moves. @returns how many there are */
function push(slot: ProcessSlot, moves: readonly WrittenMove[]): number {
  for (const { outcome, after, parcels } of moves) {
    slot.moves.push(outcome);
    slot.moves.push(after);
    slot.moves.push(parcels.length / 2);
    for (const item of parcels) slot.moves.push(item);
  }
  return moves.length;
}

/** Whether some of the idle moves in a list may be all that happens from some moment on. */
function hasLoops(
  slot: ProcessSlot,
  first: number,
  { active, idle }: { readonly active: number; readonly idle: number },
): boolean {
  let item = first;
  for (let i = 0; i < active + idle; i++) {
    if (i >= active && goesRoundAt(slot, item)) return true;
    item += 3 + 2 * slot.moves.at(item + 2);
  }
  return false;
}

/**
 * Whether a move in the list of a process may be all that happens from some moment on, if it changes nothing:
 * it is owed, or pays what is, as a message that is lost again and again, or a timer that is set anew.
 */
export function goesRoundAt(slot: ProcessSlot, item: number): boolean {
  if (!slot.isOptionalAt(item)) return true;
  const { events, rearmed } = slot.outcomeAt(item);
  return rearmed.length > 0 || fateIn(events[0] as Event) === "lost";
}
