/** The valence of all configurations of a system, in the worker. */
import {
  criticalConfigurations,
  hookAt,
  isBivalent,
  longestWalk,
  sizeOfSet,
  tracedWalk,
  valencesOf,
  type Valences,
} from "../../analysis/index.ts";
import { assert, at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import type { ExploredGraph } from "../../explorer/index.ts";
import { UsageError } from "../../model/error.ts";
import { accessedIn } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { System } from "../../model/system/system.ts";
import { exploreGraph, isCut, shownExecution, type GraphSurroundings } from "./graphJob.ts";
import type {
  CriticalReport,
  CutGraphReport,
  StepReport,
  ValenceJob,
  ValenceReport,
  ValuedExecution,
} from "./theoryJobs.ts";
import type { Schedule } from "../../model/transition/execution.ts";
import type { ViolationReport } from "./job.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";

/** Of more vectors of inputs, so many are listed. */
const INPUTS_MAX = 64;

/** Finds the valence of all configurations. @throws UsageError, ProtocolError */
export function runValence(job: ValenceJob, surroundings: GraphSurroundings): ValenceReport | CutGraphReport {
  const explored = systemFor(surroundings, job.system);
  const graph = exploreGraph(explored, job, surroundings);
  if (isCut(graph)) return graph;
  const valences = knownValences(graph);
  const { values } = valences;
  const critical = criticalConfigurations(graph, valences);
  return {
    kind: "valence",
    protocol: explored.protocol.name,
    system: reportOfSystem(explored),
    configurations: graph.size,
    values: values.map(format),
    counts: countsOf(graph, valences),
    inputs: inputsOf(graph, valences),
    ...criticalIn(graph, { valences, critical }, { explored, version: surroundings.version }),
    ...hookIn(graph, { valences, critical }, { explored, version: surroundings.version }),
    ...adversaryIn(graph, valences, { explored, version: surroundings.version }),
  };
}

/** The valence of every configuration. @throws UsageError if too many values are decided */
export function knownValences(graph: ExploredGraph): Valences {
  const valences = valencesOf(graph);
  if (valences !== undefined) return valences;
  throw new UsageError(
    "More than 30 different values are decided.",
    "Valence is about decisions between a few values: give fewer --inputs.",
  );
}

/** The values in a set, as texts. */
export function textsOf({ values }: Valences, set: number): string[] {
  return values.flatMap((value, i) => (((set >> i) & 1) === 1 ? [format(value)] : []));
}

/** The vectors of inputs, or the first of them, and what can be decided from each. */
function inputsOf(graph: ExploredGraph, valences: Valences): ValenceReport["inputs"] {
  const sets = new Map<string, { readonly inputs: readonly string[]; readonly set: number }>();
  for (const { inputs: vector, node } of graph.beginnings()) {
    const inputs = vector.map(format);
    const known = sets.get(inputs.join());
    if (known === undefined && sets.size === INPUTS_MAX) break;
    sets.set(inputs.join(), { inputs, set: (known?.set ?? 0) | (valences.sets[node] as number) });
  }
  return [...sets.values()].map(({ inputs, set }) => ({ inputs, valence: textsOf(valences, set) }));
}

/** The number of configurations with each valence, and of those that are initial. */
function countsOf({ size, initial }: ExploredGraph, valences: Valences): ValenceReport["counts"] {
  const counts = new Map<number, { configurations: number; initial: number }>();
  for (let node = 0; node < size; node++) {
    const set = valences.sets[node] as number;
    const own = counts.get(set) ?? { configurations: 0, initial: 0 };
    own.configurations++;
    if (node < initial) own.initial++;
    counts.set(set, own);
  }
  return [...counts]
    .sort(([a], [b]) => sizeOfSet(a) - sizeOfSet(b) || a - b)
    .map(([set, numbers]) => ({ valence: textsOf(valences, set), ...numbers }));
}

/** The means to show an execution. */
interface Showing {
  readonly explored: System;
  readonly version: string;
}

/** The valences of a graph, and its critical configurations. */
interface ValuedConfigurations {
  readonly valences: Valences;
  readonly critical: readonly number[];
}

function criticalIn(
  graph: ExploredGraph,
  { valences, critical }: ValuedConfigurations,
  { explored, version }: Showing,
): Pick<ValenceReport, "critical"> {
  const [first] = critical;
  if (first === undefined) return {};
  const objects = new Map<string, number>();
  for (const node of critical) {
    const place = placeOf(stepsFrom(graph, valences, node));
    objects.set(place, (objects.get(place) ?? 0) + 1);
  }
  const report: CriticalReport = {
    count: critical.length,
    places: [...objects].map(([place, count]) => {
      const kind = explored.objects.find(({ name }) => name === place)?.kind.name;
      return { place, count, ...(kind === undefined ? {} : { kind }) };
    }),
    ...valued(graph, valences, shownExecution(explored, graph.scheduleTo(first), version)),
    next: stepsFrom(graph, valences, first),
  };
  return { critical: report };
}

function hookIn(
  graph: ExploredGraph,
  { valences, critical }: ValuedConfigurations,
  { explored, version }: Showing,
): Pick<ValenceReport, "hook"> {
  const hook = hookAt(graph, valences, critical.length > 0 ? critical : bivalentIn(valences));
  if (hook === undefined) return {};
  const { node, early, other, late } = hook;
  const after = graph.to[other] as number;
  const told = (edge: number, from: number): StepReport => stepReport(graph, valences, { edge, from });
  const { inputs, events } = graph.scheduleTo(node);
  const further = [...events, ...graph.eventsOf(other, node), ...graph.eventsOf(late, after)];
  return {
    hook: {
      ...valued(graph, valences, shownExecution(explored, graph.scheduleTo(node), version)),
      valence: textsOf(valences, valences.sets[node] as number),
      early: told(early, node),
      other: told(other, node),
      late: told(late, after),
      through: valued(graph, valences, shownExecution(explored, { inputs, events: further }, version)),
    },
  };
}

function* bivalentIn({ sets }: Valences): Generator<number> {
  for (let node = 0; node < sets.length; node++) if (isBivalent(sets[node] as number)) yield node;
}

/** The steps from a configuration that change something, and the valence after each. */
function stepsFrom(graph: ExploredGraph, valences: Valences, node: number): StepReport[] {
  const { first, to } = graph;
  const found: StepReport[] = [];
  for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
    if (to[edge] !== node) found.push(stepReport(graph, valences, { edge, from: node }));
  }
  return found;
}

function stepReport(
  graph: ExploredGraph,
  valences: Valences,
  { edge, from }: { readonly edge: number; readonly from: number },
): StepReport {
  const events = graph.eventsOf(edge, from);
  const [object, ...others] = new Set(accessedIn(at(events, 0)));
  return {
    events: events.map(formatEvent),
    valence: textsOf(valences, valences.sets[graph.to[edge] as number] as number),
    isFault: events[0]?.kind === "fault",
    ...(object === undefined || others.length > 0 ? {} : { object }),
  };
}

/** The place of the steps from a critical configuration: one object, one process, or several places. */
function placeOf(steps: readonly StepReport[]): string {
  const own = steps.filter(({ isFault }) => !isFault);
  const objects = new Set(own.map(({ object }) => object));
  const [object] = objects;
  if (objects.size === 1 && object !== undefined) return object;
  const processes = new Set(own.map(({ events: [trigger = ""] }) => trigger.split(" ")[0]));
  return processes.size === 1 ? "one process" : "several places";
}

/** The execution in which an adversary keeps the decision open longest. */
function adversaryIn(
  graph: ExploredGraph,
  valences: Valences,
  { explored, version }: Showing,
): Pick<ValenceReport, "adversary"> {
  const { sets } = valences;
  const shown = (schedule: Schedule): ValuedExecution =>
    valued(graph, valences, shownExecution(explored, schedule, version));
  const isOpen = (node: number): boolean => isBivalent(sets[node] as number);
  const endless = graph.endlessWithin(isOpen);
  if (endless !== undefined) return { adversary: { lasts: "for ever", ...shown(endless) } };
  const edges = graph.first[graph.size] as number;
  const cost = new Int32Array(edges);
  for (let node = 0; node < graph.size; node++)
    for (let edge = graph.first[node] as number; edge < (graph.first[node + 1] as number); edge++)
      cost[edge] = graph.to[edge] === node ? 0 : 1;
  const starts = Array.from({ length: graph.initial }, (_, node) => ({ node, cost: 0 }));
  const longest = longestWalk({
    size: graph.size,
    first: graph.first,
    to: graph.to,
    cost,
    starts,
    isInside: isOpen,
  });
  if (longest === undefined) return {};
  if (longest.kind === "unbounded") {
    const { stem, cycle } = longest;
    const schedule = graph.scheduleAlong({ stem, cycle });
    return { adversary: { lasts: "unfairly", ...shown(schedule) } };
  }
  const schedule = graph.scheduleAlong({ stem: longest.walk });
  return { adversary: { lasts: "so long", ...shown(schedule) } };
}

/** An execution of the graph with the valence after each step. */
function valued(graph: ExploredGraph, valences: Valences, found: ViolationReport): ValuedExecution {
  const walk = tracedWalk(graph, found.execution);
  assert(walk !== undefined, "an execution that the graph gave is one of its own");
  return { ...found, valences: walk.nodes.map((node) => textsOf(valences, valences.sets[node] as number)) };
}
