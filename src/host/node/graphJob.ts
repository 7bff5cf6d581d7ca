/**
 * Jobs that look at all configurations of a system, in the worker: the graph is explored, and nothing left
 * out.
 */
import { GraphSearch, type ExploredGraph, type Progress } from "../../explorer/index.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import type { System } from "../../model/system/system.ts";
import { isStuck, lengthOf, replay, type Schedule } from "../../model/transition/execution.ts";
import { formatSchedule } from "../../schedule/schedule.ts";
import { cycleIn } from "./checkJob.ts";
import type { Heartbeat } from "./heartbeat.ts";
import type { ViolationReport } from "./job.ts";
import type { CutGraphReport, GraphLimits } from "./theoryJobs.ts";
import { Failed, lightconeFailure } from "./mistakeReport.ts";
import { ProcessRoom } from "./processRoom.ts";
import { reportOfSystem, type SystemSource } from "./systemRequest.ts";

/** The surroundings of such a job in the worker. */
export interface GraphSurroundings extends SystemSource {
  /** Makes a copy of the protocol that has no history. */
  fresh(): Protocol;
  readonly heartbeat: Heartbeat;
  readonly version: string;
  /** Tells the progress, again and again. */
  report(progress: Progress): void;
}

/** Progress is reported so often. */
const PULSE_MS = 100;

/** Explores the graph of a system; a report of why not, where a limit was met. @throws ProtocolError */
export function exploreGraph(
  explored: System,
  { configurationsMax, memoryBytesMax }: GraphLimits,
  { fresh, heartbeat, report }: GraphSurroundings,
): ExploredGraph | CutGraphReport {
  const room = new ProcessRoom(memoryBytesMax);
  const search = new GraphSearch(explored, {
    fresh,
    hasRoom: (bytes) => room.has(bytes),
    ...(configurationsMax === undefined ? {} : { configurationsMax }),
  });
  let pulse = performance.now();
  while (search.advance()) {
    const now = performance.now();
    if (heartbeat.stopReason !== undefined)
      return cutGraph(explored, heartbeat.stopReason, search.progress.configurations);
    if (now - pulse < PULSE_MS) continue;
    pulse = now;
    report(search.progress);
  }
  return search.cutoff === undefined
    ? search.graph
    : cutGraph(explored, search.cutoff, search.progress.configurations);
}

/** The report that a limit was met after so many configurations. */
export function cutGraph(
  explored: System,
  cutoff: CutGraphReport["cutoff"],
  configurations: number,
): CutGraphReport {
  const { name: protocol } = explored.protocol;
  return { kind: "graph cut off", protocol, system: reportOfSystem(explored), cutoff, configurations };
}

/** Whether a limit was met. */
export function isCut(result: ExploredGraph | CutGraphReport): result is CutGraphReport {
  return "cutoff" in result;
}

/** An execution that was found in the graph, replayed by the model. @throws Failed if it is none */
export function shownExecution(explored: System, schedule: Schedule, version: string): ViolationReport {
  const execution = replay(explored, schedule);
  const text = formatSchedule(explored, schedule, version);
  if (isStuck(execution))
    throw new Failed(
      lightconeFailure("The model does not follow a walk in the graph.", text.trimEnd().split("\n")),
    );
  return {
    schedule: text,
    steps: lengthOf(execution),
    execution,
    ...(schedule.cycle === undefined ? {} : { cycle: cycleIn(explored, execution) }),
  };
}
