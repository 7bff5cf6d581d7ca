/** The way back from a configuration's number to the schedule by which it was reached first. */
import { assert } from "../../base/assert.ts";
import type { Event } from "../../model/event/event.ts";
import type { Schedule } from "../../model/transition/execution.ts";
import type { Expansion } from "./expansion.ts";
import { movesFrom } from "../../tables/move.ts";
import type { Network } from "../../tables/network.ts";
import type { InitialMove } from "../../tables/starts.ts";
import { NOWHERE } from "./visited.ts";

/**
 * The schedule to the configuration with a number, the effects of the start steps included. Nothing is
 * searched again: the numbers of the parents say which configurations it leads through, and of each the
 * moves are tried until one leads to the next.
 */
export function retrace(network: Network, expansion: Expansion, number: number): Schedule {
  const path = [number];
  for (let at = expansion.visited.parent(number); at !== NOWHERE; at = expansion.visited.parent(at))
    path.push(at);
  const first = initialNumbered(network, expansion, path.pop() ?? NOWHERE);
  let { values } = first;
  const events: Event[] = [...first.events];
  for (const next of path.reverse()) {
    const move = movesFrom(network, values).find((candidate) => expansion.find(candidate.values) === next);
    assert(move !== undefined, `configuration ${next} is a successor of its parent`);
    events.push(...move.events);
    values = move.values;
  }
  return { inputs: first.inputs, events };
}

/** The initial configuration with a number, as inputs and start steps lead to it first. */
function initialNumbered(network: Network, expansion: Expansion, number: number): InitialMove {
  for (const first of network.starts.all()) {
    if (first !== undefined && expansion.find(first.values) === number) return first;
  }
  throw new Error(
    `Lightcone is wrong about itself: configuration ${number} is not initial. Please report this as a bug.`,
  );
}
