import { linkedSystem, type System, type SystemOptions } from "../../model/system/system.ts";
import type { CheckOptions } from "../explorer.ts";

/** The same system over a new copy of the protocol, if there is one. */
export function copyOf(system: System, fresh: CheckOptions["fresh"]): System {
  if (fresh === undefined) return system;
  const protocol = fresh();
  const { within: bounds, alphabet } = system;
  const isOwn = bounds.where !== undefined && bounds.where === system.protocol.within?.where;
  // Every option: one that is left out would be the protocol's own.
  const options: Required<SystemOptions> = {
    processes: Object.fromEntries(Object.entries(system.roles).map(([role, ids]) => [role, ids.length])),
    inputs: Object.fromEntries(system.firstChoices.map(({ name, values }) => [name, values])),
    within: isOwn ? { ...bounds, where: protocol.within?.where ?? bounds.where } : bounds,
    topology: system.topology,
    channels: system.channel,
    timing: system.timing,
    failures: system.failures,
    begin: system.begin,
    memory: system.memory,
  };
  const neighbors = system.processes.map((process) => process.neighbors);
  return { ...linkedSystem(protocol, options, () => neighbors), alphabet };
}
