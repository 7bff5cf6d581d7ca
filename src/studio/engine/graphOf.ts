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

/** The maximum number of configurations of a whole graph in a picture. */
const NODES_MAX = 400;
/** Of a larger graph, the number of those that are near, and of the last steps that led there. */
const [NEAR_MAX, WAY_MAX] = [60, 20];

/** The number of values for which there are colours; of more it is not told where they can be decided. */
const VALUES_MAX = 6;

/** A configuration, the events that lead to it, and the number of steps. */
export interface FoundConfiguration {
  readonly configuration: Configuration;
  readonly events: readonly Event[];
  readonly depth: number;
}

/** The part of a graph that has been explored, in the order in which it was found. */
interface Explored {
  readonly found: readonly FoundConfiguration[];
  readonly edges: readonly (readonly [from: number, to: number])[];
  readonly isCut: boolean;
  numberOf(configuration: Configuration): number | undefined;
}

/**
 * The graph of what is reachable with some inputs; `walked` are the settled configurations of a history. Of a
 * large one it is the end of the history, and what is near to where that has come.
 */
export function graphOf(
  system: System,
  inputs: readonly Plain[],
  walked: readonly FoundConfiguration[],
): ConfigurationGraph {
  const whole = explored(system, { seeds: initially(system, inputs), most: NODES_MAX, first: 0 });
  const { found, edges, isCut, numberOf } = whole.isCut ? near(system, inputs, walked) : whole;
  const decided = found.map(({ configuration }) => decisionsIn(configuration));
  const values = [...new Set(decided.flat())].sort();
  const isTold = !whole.isCut && values.length <= VALUES_MAX;
  const sets = isTold ? decidableFrom(decided, { values, edges }) : undefined;
  return {
    nodes: found.map((reached, i) => ({
      ...nodeOf(system, reached),
      ...(sets === undefined ? {} : { decidable: at(sets, i) }),
    })),
    edges,
    values,
    isCut: isCut || whole.isCut,
    path: walked.flatMap(({ configuration }) => numberOf(configuration) ?? []),
  };
}

/** The configurations after the start steps. */
function initially(system: System, inputs: readonly Plain[]): FoundConfiguration[] {
  return [...settlements(system, initialConfiguration(system, inputs))].map(({ settled, events }) => {
    return { configuration: settled, events, depth: 0 };
  });
}

/** The end of a history, and what is nearest to where it has come. */
function near(system: System, inputs: readonly Plain[], walked: readonly FoundConfiguration[]): Explored {
  const seeds = walked.length === 0 ? initially(system, inputs) : walked.slice(-WAY_MAX);
  return explored(system, { seeds, most: NEAR_MAX, first: walked.length === 0 ? 0 : seeds.length - 1 });
}

/** The beginning of a part: of its seeds those before `first` are not gone on from; and how large it gets. */
interface PartWanted {
  readonly seeds: readonly FoundConfiguration[];
  readonly most: number;
  readonly first: number;
}

/** Explores from some configurations, breadth first. */
function explored(system: System, { seeds, most, first }: PartWanted): Explored {
  const numbers = new Map<string, number>();
  const found: FoundConfiguration[] = [];
  const edges = new Map<string, readonly [number, number]>();
  let isCut = false;
  const join = (from: number, to: number): void => {
    if (to !== from) edges.set(`${from} ${to}`, [from, to]);
  };
  const numbered = (reached: FoundConfiguration): number => {
    const text = formatConfiguration(reached.configuration);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, found.length);
    return found.push(reached) - 1;
  };
  const way = seeds.map(numbered);
  for (let i = 1; i <= first; i++) join(at(way, i - 1), at(way, i));
  for (let i = first === 0 ? 0 : at(way, first); i < found.length; i++) {
    const { configuration, events, depth } = at(found, i);
    for (const event of enabled(system, configuration)) {
      for (const end of settlements(system, step(system, configuration, event), [event])) {
        const isKnown = numbers.has(formatConfiguration(end.settled));
        if (!isKnown && found.length >= most) isCut = true;
        else
          join(
            i,
            numbered({ configuration: end.settled, events: [...events, ...end.events], depth: depth + 1 }),
          );
      }
    }
  }
  const numberOf = (configuration: Configuration): number | undefined =>
    numbers.get(formatConfiguration(configuration));
  return { found, edges: [...edges.values()], isCut, numberOf };
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

function nodeOf(system: System, { configuration, events, depth }: FoundConfiguration): GraphNode {
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
