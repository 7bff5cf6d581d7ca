/** Counterexamples to induction as executions, one step long, of the model itself. */
import { at } from "../../base/assert.ts";
import { initialConfiguration, type InputVector } from "../../model/state/configuration.ts";
import type { System } from "../../model/system/system.ts";
import type { Execution } from "../../model/transition/execution.ts";
import { step } from "../../model/transition/transition.ts";
import { wordingOf } from "../../model/transition/wording.ts";
import type { Breach } from "./breach.ts";
import type { Coordinates } from "./coordinates.ts";

/**
 * The step of a breach, as the model takes it from the configuration before; of a mistake that author code
 * makes in it, the configuration alone. @throws NotEnabled if the model does not
 */
export function counterexampleOf(
  system: System,
  coordinates: Coordinates,
  { step: taken, atoms }: Breach,
): Execution {
  const { network } = coordinates;
  const events =
    taken.mistake === undefined ? at(network.processes, taken.process).outcomeAt(taken.item).events : [];
  const configurations = [network.configuration(coordinates.valuesOf(atoms))];
  for (const event of events)
    configurations.push(step(system, at(configurations, configurations.length - 1), event));
  const inputs = inputsIn(system, at(configurations, 0));
  return {
    protocol: system.protocol.name,
    processes: system.processes.map(({ id }) => id),
    inputs,
    configurations,
    events,
    // An initial configuration knows in which order the author wrote the fields of states.
    names: wordingOf(system, [initialConfiguration(system, inputs), ...configurations]),
  };
}

function inputsIn(
  { firstChoices }: System,
  { locals, objects = [] }: Execution["configurations"][number],
): InputVector {
  return firstChoices.map(
    ({ object }, i) => (object === undefined ? locals[i]?.input : objects[object]) ?? null,
  );
}
