/** The configuration graph of a small system, breadth first, as far as there is room. */
import { closeUnder, turned } from "../../base/predecessors.ts";
import { at } from "../../base/assert.ts";
import type { Digraph } from "../../base/digraph.ts";
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

/** The number of values for which there are colours; of more it is not told where they can be decided. */
const VALUES_MAX = 6;

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
  const decided = found.map(({ configuration }) => decisionsIn(configuration));
  const values = [...new Set(decided.flat())].sort();
  const isTold = !isCut && values.length <= VALUES_MAX;
  const sets = isTold ? decidableFrom(decided, { values, edges: [...edges.values()] }) : undefined;
  return {
    nodes: found.map(({ configuration, events, depth }, i) => ({
      ...nodeOf(system, configuration, { events, depth }),
      ...(sets === undefined ? {} : { decidable: at(sets, i) }),
    })),
    edges: [...edges.values()],
    values,
    isCut,
    path: walked.flatMap((configuration) => numbers.get(formatConfiguration(configuration)) ?? []),
  };
}

/** The decisions of processes, as texts. */
function decisionsIn({ locals }: Configuration): string[] {
  return locals.flatMap(({ decision }) => (decision === undefined ? [] : [format(decision)]));
}

/** The numbers of the values that can still be decided in each, from what has been decided there. */
function decidableFrom(
  decided: readonly (readonly string[])[],
  {
    values,
    edges,
  }: { readonly values: readonly string[]; readonly edges: readonly (readonly [number, number])[] },
): number[][] {
  const sets = Int32Array.from(decided, (texts) =>
    values.reduce((set, value, v) => (texts.includes(value) ? set | (1 << v) : set), 0),
  );
  const back = turned(digraphOf(decided.length, edges));
  for (const v of values.keys()) closeUnder(back, sets, 1 << v);
  return [...sets].map((set) => [...values.keys()].filter((v) => (set & (1 << v)) !== 0));
}

function digraphOf(size: number, edges: readonly (readonly [number, number])[]): Digraph {
  const sorted = edges.toSorted(([a], [b]) => a - b);
  const first = new Int32Array(size + 1);
  for (let node = 0, edge = 0; node <= size; node++) {
    while (edge < sorted.length && at(sorted, edge)[0] < node) edge++;
    first[node] = edge;
  }
  return { size, first, to: Int32Array.from(sorted, ([, to]) => to) };
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
