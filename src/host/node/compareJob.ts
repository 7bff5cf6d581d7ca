/** Comparing two executions, in the worker: both are replayed, or the second one is looked for. */
import { lookalike } from "../../analysis/index.ts";
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import { UsageError } from "../../model/error.ts";
import { hasForgers } from "../../model/failure/index.ts";
import type { Configuration } from "../../model/state/configuration.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { system, type System } from "../../model/system/system.ts";
import { isStuck, replay, type Execution } from "../../model/transition/execution.ts";
import { propertiesOfRuns } from "../../properties/propertiesOfRuns.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import { formatSchedule, optionsOf } from "../../schedule/schedule.ts";
import { Network } from "../../tables/index.ts";
import { givenSchedule } from "./givenSchedule.ts";
import type { ReplayReport } from "./job.ts";
import type { CompareJob, CompareReport, LookalikeRequest } from "./theoryJobs.ts";
import { reportOfExecution, runReplay } from "./replayJob.ts";

/** Compares two schedules, or finds the second one. @throws UsageError, ProtocolError */
export function runCompare(job: CompareJob, protocol: Protocol, version: string): CompareReport {
  const [first, second] = job.schedules.map((one) =>
    runReplay({ kind: "replay", ...one }, protocol, version),
  );
  if (first === undefined) throw new UsageError("There is nothing to compare.", "Name two schedules.");
  if (second !== undefined) return { kind: "compare", executions: [first, second] };
  if (job.search === undefined)
    throw new UsageError(
      "There is one schedule, and nothing to compare it with.",
      "Name a second one, or look for one: --to PROCESS --but decisions.",
    );
  const { script } = givenSchedule(at(job.schedules, 0).schedule, {
    name: at(job.schedules, 0).name,
    protocol,
    version,
  });
  return found(system(protocol, optionsOf(script)), first, { ...job.search, version });
}

/** The two executions, or the first alone where there is no other. */
function found(
  here: System,
  first: ReplayReport,
  { process, but, max, version }: LookalikeRequest & { readonly version: string },
): CompareReport {
  const { execution } = first;
  if (!here.numbers.has(process))
    throw new UsageError(`There is no process ${process}.`, `There are ${execution.processes.join(", ")}.`);
  if (hasForgers(here))
    throw new UsageError(
      "What a Byzantine process may say is not known before everything is explored.",
      "Compare two schedules: lightcone compare FILE A B.",
    );
  if (first.stuck !== undefined || at(execution.configurations, execution.events.length).pending.length > 0)
    throw new UsageError("The schedule does not end between two steps.", "Complete its last step.");
  const network = new Network(here);
  const differs = differenceIn(here, execution, but);
  const isWanted = (values: Int32Array): boolean => differs(network.configuration(values));
  const { schedule, isCutOff, visited } = lookalike(network, { execution, process, isWanted, max });
  const searched = { process, but, visited, isCutOff };
  if (schedule === undefined) return { kind: "compare", executions: [first], searched };
  const other = replay(here, schedule);
  if (isStuck(other)) throw new Error("what was found is an execution");
  const report: ReplayReport = { kind: "replay", ...reportOfExecution(here, other), warnings: [] };
  const text = formatSchedule(here, schedule, version);
  return { kind: "compare", executions: [first, report], searched: { ...searched, schedule: text } };
}

/** Whether a configuration differs from the last one of an execution in what is asked for. */
function differenceIn(
  here: System,
  { configurations }: Execution,
  but: string,
): (configuration: Configuration) => boolean {
  const last = at(configurations, configurations.length - 1);
  const aspect = aspectOf(here, but);
  const usual = aspect(last);
  return (other) => aspect(other) !== usual;
}

/** An aspect of configurations, as text: all decisions, all failures, or whether a property is true. */
function aspectOf(here: System, but: string): (configuration: Configuration) => string {
  switch (but) {
    case "decisions":
      return ({ locals }) =>
        locals.map(({ decision }) => (decision === undefined ? "" : format(decision))).join("; ");
    case "failures":
      return ({ locals }) =>
        locals.map(({ down = "", marks = [], faults = [] }) => [down, ...marks, ...faults].join()).join("; ");
    default: {
      const [property] = propertiesOfRuns(here, [but]);
      return (configuration) => `${property?.predicate(viewOfConfiguration(here, configuration))}`;
    }
  }
}
