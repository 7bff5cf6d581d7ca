/** Moves of the whole system, one by one: for rebuilding schedules, for cycles and for analysis. */
import type { Event } from "../model/event/event.ts";
import { ABSENT } from "./integers.ts";
import type { Network } from "./network.ts";
import { roundMoves } from "./rounds.ts";
import { HEADER, idleIn, REFUSED, SUMMARY, type ProcessSlot } from "./slot.ts";
import { beatMoves } from "./ticks.ts";

/** The place in the tables where a move stands. */
export interface MovePlace {
  /** The slot of the process that makes it, or ABSENT for one of the whole system. */
  readonly slot: number;
  /** Its position in the moves of the slot; of the whole system, its number among the beats. */
  readonly item: number;
}

/** A step from a configuration: its events, and the configuration after it. */
export interface Move extends MovePlace {
  readonly events: readonly Event[];
  /** The values of all slots after it. */
  readonly values: Int32Array;
}

/** Shows every move from a configuration; the values after it are valid during the call only. */
export function eachMove(
  network: Network,
  values: Int32Array,
  show: (after: Int32Array, slot: number, item: number) => void,
): void {
  if (network.system.timing.rounds) {
    for (const { values: after, item } of roundMoves(network, values)) show(after, ABSENT, item);
    return;
  }
  const after = values.slice();
  for (const slot of network.processes) {
    const begin = network.movesOf(slot, values);
    let left = slot.moves.at(begin) + idleIn(slot.moves.at(begin + SUMMARY));
    for (let item = begin + HEADER; left > 0; left--) {
      if (moved(network, slot, { item, values: after })) show(after, slot.process.number, item);
      after.set(values);
      item += 3 + 2 * slot.moves.at(item + 2);
    }
  }
  if (!network.hasBeats) return;
  for (const { values: later, item } of beatMoves(network, values)) show(later, ABSENT, item);
}

/** Makes a move. @returns false if a slot refuses what it is sent */
function moved(
  network: Network,
  { moves, process }: ProcessSlot,
  { item, values }: { readonly item: number; readonly values: Int32Array },
): boolean {
  values[process.number] = moves.at(item + 1);
  const end = item + 3 + 2 * moves.at(item + 2);
  for (let i = item + 3; i < end; i += 2) {
    const to = moves.at(i);
    const delivered = network.deliver(to, values[to] as number, moves.at(i + 1));
    if (delivered === REFUSED) return false;
    values[to] = delivered;
  }
  return true;
}

/** All moves from a configuration, with their events. */
export function movesFrom(network: Network, values: Int32Array): Move[] {
  if (network.system.timing.rounds) return roundMoves(network, values);
  const found: Move[] = [];
  const beats = !network.hasBeats ? [] : [...beatMoves(network, values)];
  eachMove(network, values, (after, slot, item) => {
    if (slot === ABSENT) return;
    const { events } = (network.processes[slot] as ProcessSlot).outcomeAt(item);
    found.push({ slot, item, events, values: after.slice() });
  });
  return [...found, ...beats];
}
