/** The executions that three processes cannot all survive of which one may lie, in the worker. */
import { compareExecutions, splicedExecutions, type SplicedExecution } from "../../analysis/index.ts";
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import { equal, type Plain } from "../../base/value.ts";
import { UsageError } from "../../model/error.ts";
import type { System } from "../../model/system/system.ts";
import { shownExecution, type GraphSurroundings } from "./graphJob.ts";
import { Failed, lightconeFailure } from "./mistakeReport.ts";
import { reportOfExecution } from "./replayJob.ts";
import { reportOfSystem, systemFor } from "./systemRequest.ts";
import type { RingExecution, SpliceJob, SpliceReport } from "./theoryJobs.ts";

/** Cuts the three executions out of the ring of two copies. @throws UsageError, ProtocolError */
export function runSplice(job: SpliceJob, surroundings: GraphSurroundings): SpliceReport {
  const here = systemFor(surroundings, job.system);
  const inputs = twoInputs(here);
  const [a, b] = inputs.map((input) => here.processes.map(() => input)) as [Plain[], Plain[]];
  const executions = splicedExecutions(here, [a, b]).map((one) => shown(here, one, surroundings.version));
  checkLikeness(executions);
  return {
    kind: "splice",
    protocol: here.protocol.name,
    system: reportOfSystem(here),
    processes: here.processes.map(({ id }) => id),
    inputs: inputs.map(format),
    executions,
  };
}

/** Two inputs that all processes may have. @throws UsageError */
function twoInputs({ firstChoices, processes }: System): Plain[] {
  const [first, ...others] = firstChoices.slice(0, processes.length).map(({ values }) => values);
  const common = (first ?? []).filter((value) =>
    others.every((values) => values.some((other) => equal(value, other))),
  );
  if (common.length > 1) return common.slice(0, 2);
  throw new UsageError(
    "There are no two inputs that all processes may have.",
    "The two copies have to begin differently: --inputs process=0,1.",
  );
}

function shown(here: System, { honest, liar, schedule }: SplicedExecution, version: string): RingExecution {
  const found = shownExecution(here, schedule, version);
  const { execution } = found;
  const { locals } = at(execution.configurations, execution.events.length);
  return {
    ...found,
    honest: honest.map(({ process, copy }) => {
      const number = here.numbers.get(process) ?? -1;
      const { decision } = at(locals, number);
      return {
        process,
        copy,
        input: format(at(execution.inputs, number)),
        ...(decision === undefined ? {} : { decision: format(decision) }),
      };
    }),
    liar,
    refuted: reportOfExecution(here, execution)
      .properties.filter(({ isRefuted }) => isRefuted)
      .map(({ name }) => name),
  };
}

/** Checks, in what the model has replayed, that who is honest in two of them sees the same in both. */
function checkLikeness(executions: readonly RingExecution[]): void {
  for (const [i, next] of executions.slice(1).entries()) {
    const before = at(executions, i);
    const [, shared] = before.honest;
    const found = compareExecutions([before.execution, next.execution]).find(
      ({ process }) => process === shared?.process,
    );
    if (found?.difference !== undefined)
      throw new Failed(lightconeFailure("A process sees a difference that there is not.", [found.process]));
  }
}
