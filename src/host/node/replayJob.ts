/** Replaying a schedule, in the worker. */
import { at } from "../../base/assert.ts";
import { isStuck, replayWritten, type Execution } from "../../model/transition/execution.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { optionsOf, scheduleFor } from "../../schedule/schedule.ts";
import { system, type System } from "../../model/system/system.ts";
import { enabled } from "../../model/transition/transition.ts";
import { ProtocolError } from "../../model/error.ts";
import { doubtAbout, isTrueOfAll } from "../../properties/doubt.ts";
import { propertiesOfRuns } from "../../properties/propertiesOfRuns.ts";
import { nameOf } from "../../properties/property.ts";
import { doubtAboutCycle } from "../../model/transition/account.ts";
import { ANY } from "../../model/transition/debt.ts";
import { cycleIn } from "./checkJob.ts";
import { givenSchedule } from "./givenSchedule.ts";
import type { ExecutionReport, ReplayJob, ReplayReport, StuckReport } from "./job.ts";
import { reportOfSystem } from "./systemRequest.ts";

/** Replays the text of a schedule, as far as it goes. @throws UsageError, ProtocolError */
export function runReplay({ schedule, name }: ReplayJob, protocol: Protocol, version: string): ReplayReport {
  const { script: text, warnings, fitted } = givenSchedule(schedule, { name, protocol, version });
  const replayed = fitted(() => system(protocol, optionsOf(text)));
  const fitting = fitted(() => scheduleFor(replayed, text));
  const result = replayWritten(replayed, fitting);
  const execution = isStuck(result) ? result.execution : result;
  const stuck = isStuck(result) ? { stuck: stuckReport(result.at) } : {};
  const cycle = execution.cycle === undefined ? {} : { cycle: cycleOrDoubt(replayed, execution) };
  return { kind: "replay", ...reportOfExecution(replayed, execution), ...stuck, ...cycle, warnings };

  function stuckReport(position: number): StuckReport {
    const last = at(execution.configurations, execution.configurations.length - 1);
    return {
      at: position,
      event: at(text.events, position),
      line: at(text.lines, position),
      unfinished: last.pending.length > 0,
    };
  }
}

/**
 * The cycle of an execution, or why it cannot be gone round for ever. One that is not admissible can, where a
 * property counts all executions and this one refutes it.
 */
function cycleOrDoubt(here: System, execution: Execution): NonNullable<ReplayReport["cycle"]> {
  const owes = doubtAboutCycle(here, execution);
  if (owes === undefined) return cycleIn(here, execution);
  if (doubtAboutCycle(here, execution, ANY) !== undefined) return { doubt: owes };
  const refuted = propertiesOfRuns(here)
    .filter(({ fairness }) => fairness === "none")
    .filter((property) => doubtAbout(here, property, execution) === undefined)
    .map(({ name }) => name);
  if (refuted.length === 0) return { doubt: `in an admissible execution, as ${owes}` };
  return { ...cycleIn(here, execution, ANY), inadmissible: { owes, refuted } };
}

/** An execution, and what is true and what is enabled at its end. */
export function reportOfExecution(here: System, execution: Execution): ExecutionReport {
  const last = at(execution.configurations, execution.configurations.length - 1);
  return {
    protocol: execution.protocol,
    system: reportOfSystem(here),
    execution,
    properties: propertiesOfRuns(here).map((property) => {
      try {
        const isRefuted =
          last.pending.length === 0 &&
          property.kind.isWanted !== true &&
          doubtAbout(here, property, execution) === undefined;
        return { ...nameOf(property), isTrue: isTrueOfAll(here, property, execution), isRefuted };
      } catch (error) {
        // One that cannot be asked here is no reason to show nothing.
        if (!(error instanceof ProtocolError)) throw error;
        return { ...nameOf(property), isTrue: false, isRefuted: false, mistake: error.what };
      }
    }),
    enabled: enabled(here, last),
  };
}
