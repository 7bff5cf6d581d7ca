/** Causality in the execution of a schedule, in the worker. */
import { causalStepsOf, countCuts, detect } from "../../analysis/index.ts";
import { lengthOf } from "../../model/transition/execution.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { system } from "../../model/system/system.ts";
import { nameOf, propertiesOf } from "../../properties/property.ts";
import { isOfConfigurations } from "../../properties/kinds/kind.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import { formatSchedule, optionsOf } from "../../schedule/schedule.ts";
import { givenSchedule } from "./givenSchedule.ts";
import type { CausalityJob, CausalityReport } from "./theoryJobs.ts";
import { runReplay } from "./replayJob.ts";

/** Replays a schedule, and looks at all orders in which its steps may have been taken. @throws UsageError */
export function runCausality(
  { schedule, name, cutsMax }: CausalityJob,
  protocol: Protocol,
  version: string,
): CausalityReport {
  const replayed = runReplay({ kind: "replay", schedule, name }, protocol, version);
  const here = system(protocol, optionsOf(givenSchedule(schedule, { name, protocol, version }).script));
  const steps = causalStepsOf(here, replayed.execution);
  const cuts = countCuts(steps, cutsMax);
  if (cuts === undefined || lengthOf(replayed.execution) === 0) return { kind: "causality", replayed };
  const judged = propertiesOf(here).filter(({ kind }) => isOfConfigurations(kind) && !kind.isWanted);
  const violations = judged.flatMap((property) => {
    const detected = detect(
      { system: here, steps },
      (configuration) => !property.predicate(viewOfConfiguration(here, configuration)),
      cutsMax,
    );
    if (detected === undefined) return [];
    const { possibly, definitely, schedule: found } = detected;
    const text = found === undefined ? {} : { schedule: formatSchedule(here, found, version) };
    return [{ ...nameOf(property), possibly, definitely, ...text }];
  });
  return { kind: "causality", replayed, cuts, violations };
}
