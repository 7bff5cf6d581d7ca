/** Causality in the execution of a schedule, in the worker. */
import {
  causalShuffle,
  causalStepsOf,
  countCuts,
  detect,
  indistinguishableTo,
  isTotallyOrdered,
  type CausalSteps,
} from "../../analysis/index.ts";
import { assert, at } from "../../base/assert.ts";
import { seeded } from "../../base/random.ts";
import { UsageError } from "../../model/error.ts";
import { formatConfiguration } from "../../model/state/configuration.ts";
import { isStuck, replay, type Execution } from "../../model/transition/execution.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { system, type System } from "../../model/system/system.ts";
import { nameOf, propertiesOf } from "../../properties/property.ts";
import { isOfConfigurations } from "../../properties/kinds/kind.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import { formatSchedule, optionsOf } from "../../schedule/schedule.ts";
import { givenSchedule } from "./givenSchedule.ts";
import type { CausalityJob, CausalityReport } from "./causalAnalysis.ts";
import { runReplay } from "./replayJob.ts";

/** Replays a schedule, and looks at all orders in which its steps may have been taken. @throws UsageError */
export function runCausality(
  { schedule, name, cutsMax, shuffle: seed }: CausalityJob,
  protocol: Protocol,
  version: string,
): CausalityReport {
  const replayed = runReplay({ kind: "replay", schedule, name }, protocol, version);
  const here = system(protocol, optionsOf(givenSchedule(schedule, { name, protocol, version }).script));
  const steps = causalStepsOf(here, replayed.execution);
  const shuffle = seed === undefined ? {} : { shuffle: shuffled(here, steps, { seed, version }) };
  const cuts = countCuts(steps, cutsMax);
  if (cuts === undefined) return { kind: "causality", replayed, ...shuffle };
  const judged = propertiesOf(here).filter(({ kind }) => isOfConfigurations(kind) && !kind.isWanted);
  const violations = judged.map((property) => {
    const detected = detect(
      { system: here, steps },
      (configuration) => !property.predicate(viewOfConfiguration(here, configuration)),
      cutsMax,
    );
    if (detected === undefined) return { ...nameOf(property), isCutOff: true } as const;
    const { possibly, definitely, schedule: found } = detected;
    const text = found === undefined ? {} : { schedule: formatSchedule(here, found, version) };
    return { ...nameOf(property), possibly, definitely, ...text };
  });
  return { kind: "causality", replayed, cuts, violations, ...shuffle };
}

/** Another order of the steps, which the model replays and nobody can tell from the first; null: none is. */
function shuffled(
  here: System,
  steps: CausalSteps,
  { seed, version }: { readonly seed: number; readonly version: string },
): NonNullable<CausalityReport["shuffle"]> | null {
  const { execution } = steps;
  if (at(execution.configurations, execution.events.length).pending.length > 0)
    throw new UsageError("The schedule does not end between two steps.", "Complete its last step.");
  if (isTotallyOrdered(steps)) return null;
  const random = seeded(seed);
  let schedule = causalShuffle(steps, random);
  while (schedule.events.every((event, i) => event === execution.events[i]))
    schedule = causalShuffle(steps, random);
  const other = replay(here, schedule);
  assert(!isStuck(other), "a causal shuffle is an execution");
  const everybody = indistinguishableTo([execution, other]).length === execution.processes.length;
  assert(everybody, "nobody can tell a causal shuffle from the execution");
  assert(lastSeen(other) === lastSeen(execution), "a causal shuffle leads to the same configuration");
  return { execution: other, schedule: formatSchedule(here, schedule, version) };
}

/** The text of the last configuration, but for monitors, which hear what no process does. */
function lastSeen({ configurations, events }: Execution): string {
  const { monitors: _heard, ...rest } = at(configurations, events.length);
  return formatConfiguration(rest);
}
