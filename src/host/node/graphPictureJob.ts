/**
 * The graph of all configurations as a picture of a few hundred boxes at most, in the worker: what is looked
 * at as one is one box, and what is too far away is left out, and counted.
 */
import {
  alikeIn,
  chainsIn,
  singles,
  valencesOf,
  type Grouping,
  type Valences,
} from "../../analysis/index.ts";
import { format } from "../../base/text.ts";
import type { ExploredGraph } from "../../explorer/index.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { System } from "../../model/system/system.ts";
import type { Plain } from "../../base/value.ts";
import { UsageError } from "../../model/error.ts";
import { propertiesOf } from "../../properties/property.ts";
import { truthOf } from "./amongAll.ts";
import { exploreGraph, isCut, type GraphSurroundings } from "./graphJob.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";
import type { Collapse, GraphArrow, GraphBox, GraphPictureJob, GraphPictureReport } from "./graphBoxes.ts";
import type { CutGraphReport } from "./theoryJobs.ts";
import { textsOf } from "./valenceJob.ts";

/** The maximum number of boxes, and that up to which nothing needs to be collapsed. */
const BOXES_MAX = 300;
const [LEGIBLE_MAX, COLLAPSES] = [60, ["none", "chains", "alike"] as const];

/** Finds the boxes of a system. @throws UsageError, ProtocolError */
export function runGraphPicture(
  job: GraphPictureJob,
  surroundings: GraphSurroundings,
): GraphPictureReport | CutGraphReport {
  const laidOut = (fresh = surroundings.protocol): System =>
    systemFor({ ...surroundings, protocol: fresh }, job.system);
  const explored = laidOut();
  const graph = exploreGraph(explored, job, surroundings);
  if (isCut(graph)) return graph;
  const looks = new BoxLooks(graph, explored, {
    fresh: () => laidOut(surroundings.fresh()),
    shown: job.show,
  });
  const { collapse, groups } = collapsed(graph, looks, job.collapse);
  const boxes = boxesOf(graph, groups, looks);
  const shown = boxes.reduce((sum, { configurations }) => sum + configurations, 0);
  return {
    kind: "graph",
    protocol: explored.protocol.name,
    system: reportOfSystem(explored),
    configurations: graph.size,
    transitions: graph.first[graph.size] as number,
    collapse,
    values: looks.values,
    variables: looks.variables,
    boxes,
    arrows: arrowsOf(graph, groups, boxes.length),
    leftOut: { boxes: groups.count - boxes.length, configurations: graph.size - shown },
  };
}

/**
 * The groups as they were asked for; or else the first ones that are few enough, or the fewest, unless all
 * looks alike.
 */
function collapsed(
  graph: ExploredGraph,
  looks: BoxLooks,
  asked: Collapse | undefined,
): { readonly collapse: Collapse; readonly groups: Grouping } {
  const tried = (asked === undefined ? COLLAPSES : [asked]).map((collapse) => {
    return { collapse, groups: groupsOf(graph, looks, collapse) };
  });
  const telling = tried.filter(
    ({ collapse, groups }, i) => i === 0 || collapse !== "alike" || groups.count > 2,
  );
  const fewest = telling.reduce((best, one) => (one.groups.count < best.groups.count ? one : best));
  return telling.find(({ groups }) => groups.count <= LEGIBLE_MAX) ?? fewest;
}

function groupsOf(graph: ExploredGraph, looks: BoxLooks, collapse: Collapse): Grouping {
  const lookOf = (node: number): number => looks.of(node);
  if (collapse === "alike") return alikeIn(graph, lookOf);
  return collapse === "chains" ? chainsIn(graph, lookOf, (node) => node < graph.initial) : singles(graph);
}

/** The look of each configuration: who has decided what, what still can be, what is false, some variables. */
class BoxLooks {
  /** The values that are decided anywhere; empty if they are too many. */
  readonly values: readonly string[];
  /** The variables that some state has. */
  readonly variables: readonly string[];
  private readonly graph: ExploredGraph;
  private readonly valences: Valences | undefined;
  private readonly truths: readonly (readonly [property: string, isTrue: Uint8Array])[];
  private readonly ids = new Map<string, number>();
  private readonly known: Int32Array;
  private readonly shown: readonly string[];

  /** @param shown the names of variables @throws UsageError if no state has one */
  constructor(
    graph: ExploredGraph,
    explored: System,
    { fresh, shown }: { readonly fresh: () => System; readonly shown: readonly string[] },
  ) {
    this.graph = graph;
    this.shown = shown;
    const { processes } = graph.network;
    const states = processes.flatMap(({ locals }) => locals.values.map(({ state }) => Object.keys(state)));
    this.variables = [...new Set(states.flat())];
    const possible = this.variables;
    for (const given of shown)
      if (!possible.includes(given))
        throw new UsageError(`No state has a variable "${given}".`, `There are ${possible.join(", ")}.`, {
          given,
          possible,
        });
    this.known = new Int32Array(graph.size).fill(-1);
    this.valences = valencesOf(graph);
    this.values = this.valences?.values.map(format) ?? [];
    const invariants = propertiesOf(explored).filter(({ kind }) => kind.name === "invariant");
    this.truths = invariants.map((property) => [property.name, truthOf(graph, property, fresh)]);
  }

  /** A number for the look of a configuration. */
  of(node: number): number {
    const known = this.known[node] as number;
    if (known !== -1) return known;
    const text = JSON.stringify([
      this.decided(node),
      this.valence(node),
      this.refuted(node),
      this.states(node),
    ]);
    const found = this.ids.get(text) ?? this.ids.size;
    this.ids.set(text, found);
    return (this.known[node] = found);
  }

  decided(node: number): GraphBox["decided"] {
    const values = this.graph.valuesOf(node);
    return this.graph.network.processes.flatMap((slot, number) => {
      const { decision } = slot.local(values[number] as number);
      return decision === undefined ? [] : [{ process: slot.process.id, value: format(decision) }];
    });
  }

  /** The variables that are shown, of each process that has one. */
  states(node: number): GraphBox["states"] {
    if (this.shown.length === 0) return [];
    const values = this.graph.valuesOf(node);
    return this.graph.network.processes.flatMap((slot, number) => {
      const { state } = slot.local(values[number] as number);
      const own = this.shown.flatMap((name) =>
        Object.hasOwn(state, name) ? [format(state[name] as Plain)] : [],
      );
      return own.length === 0 ? [] : [{ process: slot.process.id, value: own.join(" ") }];
    });
  }

  /** The values that can still be decided. */
  valence(node: number): string[] {
    const { valences } = this;
    return valences === undefined ? [] : textsOf(valences, valences.sets[node] as number);
  }

  refuted(node: number): string[] {
    return this.truths.flatMap(([property, isTrue]) => (isTrue[node] === 0 ? [property] : []));
  }
}

/** The nearest groups as boxes: groups are numbered by their first configurations, which are the nearest. */
function boxesOf(graph: ExploredGraph, { of }: Grouping, looks: BoxLooks): GraphBox[] {
  const boxes: (GraphBox & { configurations: number; isInitial: boolean; isEnd: boolean })[] = [];
  const depths = depthsIn(graph);
  const isEnd = new Set(graph.ends);
  for (let node = 0; node < graph.size; node++) {
    const group = of[node] as number;
    if (group >= BOXES_MAX) continue;
    const box = (boxes[group] ??= {
      configurations: 0,
      depth: depths[node] as number,
      isInitial: false,
      isEnd: false,
      decided: looks.decided(node),
      states: looks.states(node),
      valence: looks.valence(node),
      refuted: looks.refuted(node),
    });
    box.configurations++;
    box.isInitial ||= node < graph.initial;
    box.isEnd ||= isEnd.has(node);
  }
  return boxes;
}

/** The number of steps to each configuration, at least. */
function depthsIn({ size, initial, first, to }: ExploredGraph): Int32Array {
  const depths = new Int32Array(size).fill(-1).fill(0, 0, initial);
  // Numbers grow with the distance from the beginning.
  for (let node = 0; node < size; node++)
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      if (depths[to[edge] as number] === -1) depths[to[edge] as number] = (depths[node] as number) + 1;
  return depths;
}

/** The steps from one of the first boxes to another, taken together. */
function arrowsOf(graph: ExploredGraph, { of }: Grouping, boxes: number): GraphArrow[] {
  const arrows = new Map<number, GraphArrow & { steps: number }>();
  for (let node = 0; node < graph.size; node++) {
    const from = of[node] as number;
    if (from >= boxes) continue;
    for (let edge = graph.first[node] as number; edge < (graph.first[node + 1] as number); edge++) {
      const to = of[graph.to[edge] as number] as number;
      if (to === from || to >= boxes) continue;
      const known = arrows.get(from * boxes + to);
      if (known === undefined) {
        const events = graph.eventsOf(edge, node).map(formatEvent);
        arrows.set(from * boxes + to, { from, to, steps: 1, events });
      } else known.steps++;
    }
  }
  return [...arrows.values()];
}
