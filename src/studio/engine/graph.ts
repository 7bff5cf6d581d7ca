/** The configuration graph of a small system, breadth first, as far as there is room. */
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import {
  enabled,
  formatConfiguration,
  formatEvent,
  initialConfiguration,
  isQuiescent,
  step,
  type Configuration,
  type Event,
  type System,
} from "../../model/index.ts";
import { settlements } from "../../model/transition/transition.ts";
import { isOfConfigurations } from "../../properties/kinds/kind.ts";
import { propertiesOf } from "../../properties/property.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import type { Plain } from "../../base/value.ts";
import type { ConfigurationGraph, GraphNode } from "../conversation.ts";

/** The maximum number of configurations in a picture. */
const NODES_MAX = 400;

/** The graph of what is reachable with some inputs; `walked` are the settled configurations of a history. */
export function graphOf(
  system: System,
  inputs: readonly Plain[],
  walked: readonly Configuration[],
): ConfigurationGraph {
  const numbers = new Map<string, number>();
  const found: { configuration: Configuration; events: readonly Event[]; depth: number }[] = [];
  const edges = new Map<string, readonly [number, number]>();
  let isCut = false;
  const numberOf = (configuration: Configuration, events: readonly Event[], depth: number): number => {
    const text = formatConfiguration(configuration);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    if (found.length >= NODES_MAX) {
      isCut = true;
      return -1;
    }
    numbers.set(text, found.length);
    return found.push({ configuration, events, depth }) - 1;
  };
  for (const { settled, events } of settlements(system, initialConfiguration(system, inputs)))
    numberOf(settled, events, 0);
  for (let i = 0; i < found.length; i++) {
    const { configuration, events, depth } = at(found, i);
    for (const event of enabled(system, configuration)) {
      for (const end of settlements(system, step(system, configuration, event), [event])) {
        const target = numberOf(end.settled, [...events, ...end.events], depth + 1);
        if (target >= 0 && target !== i) edges.set(`${i} ${target}`, [i, target]);
      }
    }
  }
  return {
    nodes: found.map(({ configuration, events, depth }) => nodeOf(system, configuration, { events, depth })),
    edges: [...edges.values()],
    isCut,
    path: walked.flatMap((configuration) => numbers.get(formatConfiguration(configuration)) ?? []),
  };
}

function nodeOf(
  system: System,
  configuration: Configuration,
  { events, depth }: { readonly events: readonly Event[]; readonly depth: number },
): GraphNode {
  const view = viewOfConfiguration(system, configuration);
  const isEnd = isQuiescent(system, configuration);
  return {
    depth,
    isEnd,
    refuted: propertiesOf(system)
      // What has to become true may have been true on the way: no configuration alone tells.
      .filter(({ kind }) => isOfConfigurations(kind) && kind.isWanted !== true)
      .filter(({ predicate }) => !predicate(view))
      .map(({ name }) => name),
    decided: system.processes.flatMap(({ id, number }) => {
      const { decision } = at(configuration.locals, number);
      return decision === undefined ? [] : [`${id}: ${format(decision)}`];
    }),
    events: events.map(formatEvent),
  };
}
