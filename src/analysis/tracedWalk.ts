/** An execution as a walk in the graph of all configurations: found by its events. */
import { at } from "../base/assert.ts";
import { equal } from "../base/value.ts";
import type { ExploredGraph } from "../explorer/index.ts";
import { formatEvent, stepNumbers, type Event, type Execution } from "../model/index.ts";
import type { GraphWalk } from "./longestPaths.ts";

/** The walk; undefined if the execution is none of the graph's, or ends in the middle of a step. */
export function tracedWalk(graph: ExploredGraph, execution: Execution): GraphWalk | undefined {
  const [first = [], ...others] = eventsByStep(execution);
  const start = [...graph.beginnings()].find(
    ({ inputs, events }) =>
      inputs.every((input, i) => equal(input, execution.inputs[i] ?? null)) &&
      textOf(events) === textOf(first),
  );
  if (start === undefined) return undefined;
  const nodes = [start.node];
  const edges: number[] = [];
  for (const events of others) {
    const from = at(nodes, nodes.length - 1);
    const text = textOf(events);
    const which = graph.eventsFrom(from).findIndex((one) => textOf(one) === text);
    if (which === -1) return undefined;
    const edge = (graph.first[from] as number) + which;
    edges.push(edge);
    nodes.push(graph.to[edge] as number);
  }
  return { nodes, edges };
}

/** The events of start steps, and then those of each step. */
function eventsByStep(execution: Execution): Event[][] {
  const steps: Event[][] = [[]];
  for (const [i, number] of stepNumbers(execution).entries()) {
    while (steps.length <= number) steps.push([]);
    at(steps, number).push(at(execution.events, i));
  }
  return steps;
}

function textOf(events: readonly Event[]): string {
  return events.map(formatEvent).join("\n");
}
