/** A violation among all that its system can do, in the worker. */
import {
  calmestWay,
  tracedWalk,
  turningPoint,
  type CalmWay,
  type GoodOutcomes,
  type GraphWalk,
  type MovedGraph,
  type ToldGraph,
  type TurningPoint,
} from "../../analysis/index.ts";
import { at } from "../../base/assert.ts";
import type { ExploredGraph } from "../../explorer/index.ts";
import { isFault } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { Execution } from "../../model/transition/execution.ts";
import type { System } from "../../model/system/system.ts";
import type { NamedProperty } from "../../properties/property.ts";
import { Judge, Repetition } from "../../tables/index.ts";
import { shownExecution } from "./graphJob.ts";
import type { ViolationReport } from "./job.ts";
import type { AmongAll } from "./theoryJobs.ts";

/** A violation that is looked at. */
interface ExplainedViolation {
  readonly property: NamedProperty;
  readonly execution: Execution;
  /** Makes the system anew, from a copy of the protocol that has no history. */
  fresh(): System;
  readonly version: string;
}

/**
 * The violation of a property among all: how many there are, the calmest, and the nearest execution that is
 * good; undefined for kinds of which no single configuration says anything.
 */
export function amongAll(
  graph: ExploredGraph,
  { property, execution, fresh, version }: ExplainedViolation,
): AmongAll | undefined {
  const { name } = property.kind;
  const outcomes = OUTCOMES[name]?.(truthOf(graph, property, fresh), endsOf(graph));
  if (outcomes === undefined) return undefined;
  const own = tracedWalk(graph, execution);
  const shown = (stem: GraphWalk): ViolationReport =>
    shownExecution(graph.network.system, graph.scheduleAlong({ stem }), version);
  const turning = own === undefined ? undefined : turningPoint(toldGraph(graph), own, outcomes);
  const good = turning === undefined ? endlessIn(graph, outcomes, version) : nearestOf(turning);
  const { isBad } = outcomes;
  if (isBad === undefined) return good;
  const bad = Uint8Array.from({ length: graph.size }, (_, node) => (isBad(node) ? 1 : 0));
  const violating = bad.reduce((sum, one) => sum + one, 0);
  const moved = movedGraph(graph);
  const calmest = calmestWay(moved, bad);
  if (calmest === undefined) return { violating, ...good };
  const { walk, calm, switches } = calmest;
  const isCalmest = own !== undefined && isAsCalm(moved, own, calmest);
  return { violating, isCalmest, calmest: { ...shown(walk), calm, switches }, ...good };

  function nearestOf({ walk, common, struck, put }: TurningPoint): Pick<AmongAll, "nearest"> {
    return { nearest: { ...shown(walk), struck, put, ...(common === undefined ? {} : { common }) } };
  }
}

/** An execution that goes on for ever and comes to nothing bad, where it is configurations that are. */
function endlessIn(
  graph: ExploredGraph,
  { isBad, isAllowed }: PropertyOutcomes,
  version: string,
): Pick<AmongAll, "endless"> {
  const schedule = isBad === undefined ? undefined : graph.endlessWithin(isAllowed);
  return schedule === undefined ? {} : { endless: shownExecution(graph.network.system, schedule, version) };
}

/** The good outcomes for a property, and the configurations that violate it, where it is configurations. */
interface PropertyOutcomes extends GoodOutcomes {
  readonly isBad?: (node: number) => boolean;
}

/** The outcomes by the kind of a property: where its predicate is true, and where executions end. */
const OUTCOMES: Readonly<Record<string, (isTrue: Uint8Array, isEnd: Uint8Array) => PropertyOutcomes>> = {
  invariant: (isTrue, isEnd) => ({
    isBad: (node) => isTrue[node] === 0,
    isGood: (node) => isEnd[node] === 1,
    isAllowed: (node) => isTrue[node] === 1,
  }),
  whenQuiescent: (isTrue, isEnd) => ({
    isBad: (node) => isEnd[node] === 1 && isTrue[node] === 0,
    isGood: (node) => isEnd[node] === 1 && isTrue[node] === 1,
    isAllowed: () => true,
  }),
  eventually: (isTrue) => ({
    isGood: (node) => isTrue[node] === 1,
    isAllowed: () => true,
    isOpen: true,
  }),
};

function endsOf({ size, ends }: ExploredGraph): Uint8Array {
  const isEnd = new Uint8Array(size);
  for (const node of ends) isEnd[node] = 1;
  return isEnd;
}

/** Whether a predicate is true in each configuration. */
export function truthOf(graph: ExploredGraph, property: NamedProperty, fresh: () => System): Uint8Array {
  const repetition = new Repetition(fresh);
  const judge = new Judge(graph.network, property, { repetition });
  const truth = Uint8Array.from({ length: graph.size }, (_, node) =>
    judge.isTrue(graph.valuesOf(node)) ? 1 : 0,
  );
  repetition.flush();
  return truth;
}

/** The graph whose steps are the same if all of their events are. */
function toldGraph(graph: ExploredGraph): ToldGraph {
  const { size, initial, first, to } = graph;
  const textsFrom = (node: number): string[] =>
    graph.eventsFrom(node).map((events) => events.map(formatEvent).join("\n"));
  return { size, initial, first, to, textsFrom };
}

function movedGraph(graph: ExploredGraph): MovedGraph {
  const { size, initial, first, to, move } = graph;
  const faults = new Map<number, boolean>();
  const moverOf = (edge: number): number | undefined => graph.moverOf(move[edge] as number);
  const isFaultAt = (edge: number, from: number): boolean => {
    const known = faults.get(move[edge] as number);
    if (known !== undefined) return known;
    const found = graph.eventsOf(edge, from).some(isFault);
    // What happens to the whole system has one number, whatever happens in it.
    if (moverOf(edge) !== undefined) faults.set(move[edge] as number, found);
    return found;
  };
  return { size, initial, first, to, moverOf, isFault: isFaultAt };
}

/** Whether a walk has as few steps, as late a failure and as few switches as the calmest way. */
function isAsCalm(
  graph: MovedGraph,
  { nodes, edges }: GraphWalk,
  { walk, calm, switches }: CalmWay,
): boolean {
  const movers = edges.map((edge, i) => graph.moverOf(edge, at(nodes, i)));
  const first = edges.findIndex((edge, i) => graph.isFault(edge, at(nodes, i)));
  return (
    edges.length === walk.edges.length &&
    (first === -1 ? edges.length : first) === calm &&
    movers.filter((mover, i) => i > 0 && movers[i - 1] !== mover).length === switches
  );
}
