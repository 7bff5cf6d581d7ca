/** Walks in the graph of an expansion, as schedules. */
import { at } from "../../base/assert.ts";
import type { Event } from "../../model/event/event.ts";
import type { Schedule } from "../../model/transition/execution.ts";
import type { Way } from "../endless/lasso.ts";
import { retrace } from "./retrace.ts";
import type { StepGraph } from "./stepGraph.ts";
import { NOWHERE } from "./visited.ts";

/** The number of steps by which a configuration was reached first. */
export function distanceTo({ expansion: { visited } }: StepGraph, node: number): number {
  let distance = 0;
  for (let one = visited.parent(node); one !== NOWHERE; one = visited.parent(one)) distance++;
  return distance;
}

/** The events of a walk. */
function eventsAlong(steps: StepGraph, { nodes, edges }: Way): readonly Event[] {
  return edges.flatMap((edge, i) => {
    const from = nodes[i] as number;
    return at(steps.eventsFrom(from), edge - (steps.first[from] as number));
  });
}

/** The schedule that leads to where a walk begins, goes along it, and perhaps round a cycle for ever. */
export function scheduleAlong(
  steps: StepGraph,
  { stem, cycle }: { readonly stem: Way; readonly cycle?: Way },
): Schedule {
  const { inputs, events } = retrace(steps.network, steps.expansion, stem.nodes[0] as number);
  const before = [...events, ...eventsAlong(steps, stem)];
  if (cycle === undefined) return { inputs, events: before };
  return { inputs, events: [...before, ...eventsAlong(steps, cycle)], cycle: before.length };
}
