/** The worst cases of systems, in the worker. */
import { worstCost } from "../../analysis/index.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";
import { exploreGraph, isCut, shownExecution, type GraphSurroundings } from "./graphJob.ts";
import { UsageError } from "../../model/error.ts";
import type { System } from "../../model/system/system.ts";
import type { CutGraphReport, WorstJob, WorstReport, WorstResult } from "./theoryJobs.ts";

/**
 * Finds the worst case of each system, as far as the limits allow: what is beyond is told, and the larger
 * ones are not tried. @throws UsageError, ProtocolError
 */
export function runWorst(job: WorstJob, surroundings: GraphSurroundings): WorstReport | CutGraphReport {
  const results: WorstResult[] = [];
  let cut: CutGraphReport | undefined;
  for (const system of job.sizes) {
    const explored = systemFor(surroundings, { ...job.system, ...system });
    checkCost(explored, job.cost);
    const graph = exploreGraph(explored, job, surroundings);
    if (isCut(graph)) {
      if (results.length === 0) return graph;
      cut = graph;
      break;
    }
    const { isBounded, cost, average, schedule } = worstCost(graph, job.cost);
    results.push({
      system: reportOfSystem(explored),
      configurations: graph.size,
      isBounded,
      cost,
      ...(average === undefined ? {} : { average }),
      ...shownExecution(explored, schedule, surroundings.version),
    });
  }
  return {
    kind: "worst",
    protocol: surroundings.protocol.name,
    cost: job.cost,
    results,
    ...(cut === undefined ? {} : { cut }),
  };
}

/** @throws UsageError if a system has nothing of what is to be counted */
export function checkCost({ timing }: System, cost: WorstJob["cost"]): void {
  if (cost === "rounds" && !timing.rounds)
    throw new UsageError(
      "There are no rounds in this system.",
      "Count them in a synchronous one: --timing synchronous.",
    );
  if (cost === "time" && timing.ticks === undefined)
    throw new UsageError(
      "No time is kept in this system.",
      "Count ticks where a message takes at most one: --timing bounded:0-1.",
    );
}
