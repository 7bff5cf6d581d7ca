/** From a configuration's number back to the schedule by which it was reached first. */
import { assert } from "../../base/assert.ts";
import type { Event } from "../../model/event.ts";
import type { Schedule } from "../../model/execution.ts";
import type { Expansion } from "./expansion.ts";
import type { Network } from "./network.ts";
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
  let values = initialNumbered(network, expansion, path.pop() ?? NOWHERE);
  const inputs = network.configuration(values).locals.map(({ input }) => input);
  const events: Event[] = network.startEvents(inputs);
  for (const next of path.reverse()) {
    const move = [...network.moves(values)].find((candidate) => expansion.find(candidate.values) === next);
    assert(move !== undefined, `configuration ${next} is a successor of its parent`);
    events.push(...move.events);
    values = move.values;
  }
  return { inputs, events };
}

function initialNumbered(network: Network, expansion: Expansion, number: number): Int32Array {
  for (const values of network.initial()) {
    if (values !== undefined && expansion.find(values) === number) return values;
  }
  throw new Error(
    `Lightcone is wrong about itself: configuration ${number} is not initial. Please report this as a bug.`,
  );
}
