import { shared } from "../../model/memory/memory.ts";
import { monitorsOf } from "../../model/system/monitor.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { linkedSystem, type System, type SystemOptions } from "../../model/system/system.ts";
import type { Process } from "../../model/state/process.ts";
import type { CheckOptions } from "../explorer.ts";

/** The same system over a new copy of the protocol, if there is one. */
export function copyOf(system: System, fresh: CheckOptions["fresh"]): System {
  if (fresh === undefined) return system;
  const protocol = fresh();
  const within = withinOf(system, protocol);
  // Copies are many, and to lay one out takes longer than to make it: what is no code is taken over.
  const isPlain = system.memory === shared && system.objects.length === 0;
  const processes = isPlain ? castAnew(system, protocol) : undefined;
  if (processes === undefined) return laidOutAnew(system, protocol, within);
  return { ...system, protocol, processes, within, monitors: monitorsOf(protocol.monitors, system.roles) };
}

/** The bounds of a system, with the predicate of the copy if they are the protocol's own. */
function withinOf({ protocol, within }: System, copy: Protocol): System["within"] {
  const isOwn = within.where !== undefined && within.where === protocol.within?.where;
  return isOwn ? { ...within, where: copy.within?.where ?? within.where } : within;
}

/** The processes in the roles of a copy, or undefined if it has not all of them. */
function castAnew({ processes }: System, { roles }: Protocol): Process[] | undefined {
  const cast: Process[] = [];
  for (const process of processes) {
    const role = roles[process.roleName];
    if (role === undefined) return undefined;
    cast.push({ ...process, role });
  }
  return cast;
}

function laidOutAnew(system: System, protocol: Protocol, within: System["within"]): System {
  const { alphabet } = system;
  // Every option: one that is left out would be the protocol's own.
  const options: Required<SystemOptions> = {
    processes: Object.fromEntries(Object.entries(system.roles).map(([role, ids]) => [role, ids.length])),
    inputs: Object.fromEntries(system.firstChoices.map(({ name, values }) => [name, values])),
    within,
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
