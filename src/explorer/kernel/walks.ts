/** Walks in the graph of an expansion, as schedules. */
import type { Event } from "../../model/event/event.ts";
import type { Schedule } from "../../model/transition/execution.ts";
import { movesFrom } from "../../tables/move.ts";
import type { Way } from "../endless/lasso.ts";
import { retrace } from "./retrace.ts";
import type { StepGraph } from "./stepGraph.ts";
import { NOWHERE } from "./visited.ts";

/** The number of steps by which a configuration was reached first. */
export function distanceTo({ expansion: { visited } }: StepGraph, node: number): number {
  let distance = 0;
  for (let at = visited.parent(node); at !== NOWHERE; at = visited.parent(at)) distance++;
  return distance;
}

/** The events of an edge, which leads from one node to another. */
function eventsOn(
  steps: StepGraph,
  edge: number,
  { from, to }: { readonly from: number; readonly to: number },
): readonly Event[] {
  const { network, expansion } = steps;
  const { slot, item } = steps.placeOf(steps.move.at(edge));
  const move = movesFrom(network, steps.valuesOf(from).slice()).find(
    (one) => one.slot === slot && one.item === item && expansion.find(one.values) === to,
  );
  if (move === undefined) throw new Error("every edge stands for a move");
  return move.events;
}

/** The events of a walk. */
function eventsAlong(steps: StepGraph, { nodes, edges }: Way): readonly Event[] {
  return edges.flatMap((edge, i) =>
    eventsOn(steps, edge, { from: nodes[i] as number, to: nodes[i + 1] as number }),
  );
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
