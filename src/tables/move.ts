/** Moves, spelled out: slow, for rebuilding schedules and for analysis. */
import type { Event } from "../model/event/event.ts";
import type { Network } from "./network.ts";
import { roundMoves } from "./rounds.ts";
import { HEADER, idleIn, SUMMARY, type ProcessSlot } from "./slot.ts";
import { beatMoves } from "./ticks.ts";

/** A step from a configuration: its events, and the configuration after it. */
export interface Move {
  readonly events: readonly Event[];
  /** The values of all slots after it. */
  readonly values: Int32Array;
}

/** All moves from a configuration. */
export function* movesFrom(network: Network, values: Int32Array): Generator<Move> {
  if (network.system.timing.rounds) yield* roundMoves(network, values);
  else for (const slot of network.processes) yield* movesAt(network, slot, values);
  if (network.system.timing.ticks !== undefined) yield* beatMoves(network, values);
}

function* movesAt(network: Network, slot: ProcessSlot, values: Int32Array): Generator<Move> {
  const { number } = slot.process;
  const begin = network.movesOf(slot, values);
  let left = slot.moves.at(begin) + idleIn(slot.moves.at(begin + SUMMARY));
  for (let item = begin + HEADER; left > 0; left--) {
    const { events } = slot.outcomeAt(item);
    const end = item + 3 + 2 * slot.moves.at(item + 2);
    const parcels = Array.from({ length: end - item - 3 }, (_, i) => slot.moves.at(item + 3 + i));
    const changed = values.slice();
    changed[number] = slot.moves.at(item + 1);
    if (network.deliverAll(parcels, changed)) yield { events, values: changed };
    item = end;
  }
}
