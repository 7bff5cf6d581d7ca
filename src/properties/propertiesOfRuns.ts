/** The properties that one execution can refute. */
import { UsageError } from "../model/error.ts";
import type { System } from "../model/system/system.ts";
import { propertiesOf, type NamedProperty } from "./property.ts";

/**
 * The properties of a system, or those named, of which one execution can tell whether it refutes them: what
 * processes know depends on all others, too.
 * @throws UsageError if a name is not that of such a property. @throws ProtocolError if one is malformed.
 */
export function propertiesOfRuns(system: System, names?: readonly string[]): NamedProperty[] {
  const all = propertiesOf(system, names);
  const [other] = all.filter(({ knowledge }) => knowledge !== undefined);
  if (names !== undefined && other !== undefined)
    throw new UsageError(
      `Property ${other.name} says what processes know, and that depends on all executions.`,
      "Check it: lightcone check looks at all of them. Here, name other properties, or none.",
    );
  return all.filter(({ knowledge }) => knowledge === undefined);
}
