/**
 * Worst cases: the greatest cost of any execution of a system, exactly, and one that has it. It is a longest
 * path in the graph of all configurations, and unbounded where a cycle costs something: then that is shown.
 */
import { isTrigger, formatMessage, type Event, type Schedule } from "../model/index.ts";
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import type { ExecutionStart, ExploredGraph } from "../explorer/index.ts";
import type { CostName } from "../properties/theoryClaim.ts";
import { longestWalk } from "./longestPaths.ts";

/** The costs of executions, each as what its events cost. */
export const costs = {
  /** The number of messages that are sent. */
  messages: (events: readonly Event[]): number => events.filter(({ kind }) => kind === "send").length,
  /** The bits of all messages that are sent: eight for each character of their texts. */
  bits: (events: readonly Event[]): number =>
    events.reduce((sum, event) => {
      return event.kind === "send" ? sum + 8 * formatMessage(event.message).length : sum;
    }, 0),
  /** The number of steps that processes take. */
  steps: (events: readonly Event[]): number => events.filter(isTrigger).length,
  /** The number of rounds. */
  rounds: (events: readonly Event[]): number => events.filter(({ kind }) => kind === "round").length,
  /** The number of ticks. */
  time: (events: readonly Event[]): number => events.filter(({ kind }) => kind === "tick").length,
} as const satisfies Record<CostName, (events: readonly Event[]) => number>;

/** The greatest cost, and an execution that has it; unbounded: a cycle costs something. */
export interface WorstCost {
  readonly isBounded: boolean;
  /** The greatest cost; of an unbounded one, that of going round the cycle once. */
  readonly cost: number;
  /**
   * The average, over all vectors of inputs, of the greatest cost of an execution with these; absent where
   * there is one vector, or no greatest cost.
   */
  readonly average?: number;
  readonly schedule: Schedule;
}

/**
 * The greatest cost of any execution. What changes nothing, such as a message that stays in its channel and
 * is received again, costs nothing: it could go on for ever.
 */
export function worstCost(graph: ExploredGraph, name: CostName): WorstCost {
  const costOf = costs[name];
  const { size, first, to } = graph;
  const cost = edgeCosts(graph, costOf);
  for (let node = 0; node < size; node++)
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++)
      if (to[edge] === node) cost[edge] = 0;
  const begun = new Map<number, number>();
  for (const { node, events } of graph.beginnings())
    begun.set(node, Math.max(begun.get(node) ?? 0, costOf(events)));
  const starts = [...begun].map(([node, before]) => ({ node, cost: before }));
  const longest = longestWalk({ size, first, to, cost, starts });
  if (longest === undefined) throw new Error("there is an initial configuration");
  if (longest.kind === "bounded") {
    const [start = 0] = longest.walk.nodes;
    const wanted = (one: ExecutionStart): boolean =>
      one.node === start && costOf(one.events) === begun.get(start);
    const { inputs, events } = at([...graph.beginnings()].filter(wanted), 0);
    const { length } = graph.scheduleTo(start).events;
    const later = graph.scheduleAlong({ stem: longest.walk }).events.slice(length);
    const schedule = { inputs, events: [...events, ...later] };
    return {
      isBounded: true,
      cost: longest.cost,
      ...averageOf(graph, { costs: longest.costs, begun, costOf }),
      schedule,
    };
  }
  const { stem, cycle } = longest;
  const once = cycle.edges.reduce((sum, edge) => sum + (cost[edge] as number), 0);
  return { isBounded: false, cost: once, schedule: graph.scheduleAlong({ stem, cycle }) };
}

/** The average over vectors of inputs, where there are several. */
function averageOf(
  graph: ExploredGraph,
  { costs: costsFrom, begun, costOf }: CostsFrom,
): Pick<WorstCost, "average"> {
  const byInputs = new Map<string, number>();
  for (const { inputs, node, events } of graph.beginnings()) {
    const later = (costsFrom.get(node) ?? 0) - (begun.get(node) ?? 0);
    const key = inputs.map(format).join();
    byInputs.set(key, Math.max(byInputs.get(key) ?? 0, costOf(events) + later));
  }
  const sum = [...byInputs.values()].reduce((one, other) => one + other, 0);
  return byInputs.size > 1 ? { average: sum / byInputs.size } : {};
}

/** The greatest cost from each initial configuration, that of start steps in it, and what an event costs. */
interface CostsFrom {
  readonly costs: ReadonlyMap<number, number>;
  readonly begun: ReadonlyMap<number, number>;
  readonly costOf: (events: readonly Event[]) => number;
}

/** The cost of each edge. Those of one move cost the same, but for what happens to the whole system. */
export function edgeCosts(graph: ExploredGraph, costOf: (events: readonly Event[]) => number): Float64Array {
  const { size, first, move } = graph;
  const cost = new Float64Array(first[size] as number);
  const known = new Map<number, number>();
  for (let node = 0; node < size; node++) {
    const begin = first[node] as number;
    let events: (readonly Event[])[] | undefined;
    for (let edge = begin; edge < (first[node + 1] as number); edge++) {
      const number = move[edge] as number;
      const isShared = graph.moverOf(number) !== undefined;
      const before = isShared ? known.get(number) : undefined;
      const own = before ?? costOf(at((events ??= graph.eventsFrom(node)), edge - begin));
      if (isShared) known.set(number, own);
      cost[edge] = own;
    }
  }
  return cost;
}
