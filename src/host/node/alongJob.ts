/** The valence after each step of a given execution, in the worker. */
import { tracedWalk } from "../../analysis/index.ts";
import { assert, at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import { stepNumbers, type Execution } from "../../model/transition/execution.ts";
import { system } from "../../model/system/system.ts";
import type { Cutoff } from "../../properties/verdict.ts";
import { optionsOf } from "../../schedule/schedule.ts";
import { givenSchedule } from "./givenSchedule.ts";
import { exploreGraph, isCut, type GraphSurroundings } from "./graphJob.ts";
import type { ReplayJob, ReplayReport } from "./job.ts";
import { runReplay } from "./replayJob.ts";
import type { GraphLimits } from "./theoryJobs.ts";
import { knownValences, textsOf } from "./valenceJob.ts";

/** Replay a schedule, and find the valence after each of its steps. */
export interface AlongJob extends Omit<ReplayJob, "kind">, GraphLimits {
  readonly kind: "along";
}

/** A replay, and what can still be decided along it. */
export interface AlongReport {
  readonly kind: "along";
  readonly replayed: ReplayReport;
  readonly valence: ValenceAlong;
}

/** The valences along an execution, or why they are not known; and how many configurations were visited. */
export type ValenceAlong = { readonly configurations: number } & (
  | {
      /** The values that are decided in some configuration. */
      readonly values: readonly string[];
      /** Those that can still be decided, by the number of the step, from 0 on; of whole steps alone. */
      readonly after: readonly (readonly string[])[];
    }
  | { readonly cutoff: Cutoff }
);

/** Replays a schedule, with the valence after each step. @throws UsageError, ProtocolError */
export function runAlong(
  { schedule, name, ...limits }: AlongJob,
  surroundings: GraphSurroundings,
): AlongReport {
  const { protocol, version } = surroundings;
  const replayed = runReplay({ kind: "replay", schedule, name }, protocol, version);
  const { script } = givenSchedule(schedule, { name, protocol, version });
  const graph = exploreGraph(system(protocol, optionsOf(script)), limits, surroundings);
  if (isCut(graph)) {
    const { cutoff, configurations } = graph;
    return { kind: "along", replayed, valence: { cutoff, configurations } };
  }
  const valences = knownValences(graph);
  const whole = wholeSteps(replayed.execution);
  const walk = whole === undefined ? { nodes: [] } : tracedWalk(graph, whole);
  assert(walk !== undefined, "an execution of the model is one of the graph's");
  const after = walk.nodes.map((node) => textsOf(valences, valences.sets[node] as number));
  const values = valences.values.map(format);
  return { kind: "along", replayed, valence: { configurations: graph.size, values, after } };
}

/** An execution without the last step, if that is not finished; undefined if it is a start step. */
function wholeSteps(execution: Execution): Execution | undefined {
  const { configurations, events } = execution;
  if (at(configurations, events.length).pending.length === 0) return execution;
  const numbers = stepNumbers(execution);
  const last = numbers.at(-1) ?? 0;
  if (last === 0) return undefined;
  const whole = numbers.indexOf(last);
  return { ...execution, events: events.slice(0, whole), configurations: configurations.slice(0, whole + 1) };
}
