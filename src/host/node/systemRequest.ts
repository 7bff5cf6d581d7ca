/** From what users ask of a system to the system, and from a system to its report. */
import { format } from "../../base/text.ts";
import type { Protocol } from "../../model/protocol.ts";
import { formatFailure, parseFailures } from "../../model/failure/index.ts";
import { parseTiming } from "../../model/timing/index.ts";
import { channelNamed } from "../../model/schedule.ts";
import { system, type System } from "../../model/system.ts";
import { parseTopology } from "../../model/topology.ts";
import type { SystemReport, SystemRequest } from "./job.ts";

/** Lays out the system that is asked for. @throws UsageError, ProtocolError */
export function systemFor(
  protocol: Protocol,
  { processes, topology, channels, timing, failures, inputs }: SystemRequest,
): System {
  return system(protocol, {
    ...(processes === undefined ? {} : { processes }),
    ...(topology === undefined ? {} : { topology: parseTopology(topology) }),
    ...(channels === undefined ? {} : { channels: channelNamed(channels) }),
    ...(timing === undefined ? {} : { timing: parseTiming(timing) }),
    ...(failures === undefined ? {} : { failures: parseFailures(failures) }),
    ...(inputs === undefined ? {} : { inputs }),
  });
}

/** A system as texts. */
export function reportOfSystem(system: System): SystemReport {
  const { processes } = system;
  const given = processes.filter((process) => process.inputs.length > 1 || process.inputs[0] !== null);
  return {
    ...withoutInputs(system),
    ...(given.length === 0
      ? {}
      : { inputs: Object.fromEntries(given.map((process) => [process.id, process.inputs.map(format)])) }),
  };
}

/** More inputs than this are not listed in the report of a system that may be large. */
const INPUTS_MAX = 1_000;

/** A system as texts, without the inputs if there are very many. */
export function reportOfLargeSystem(system: System): SystemReport {
  const listed = system.processes.reduce((sum, { inputs }) => sum + inputs.length, 0);
  return listed <= INPUTS_MAX ? reportOfSystem(system) : withoutInputs(system);
}

function withoutInputs({ roles, topology, channel, timing, failures }: System): SystemReport {
  return {
    processes: Object.fromEntries(Object.entries(roles).map(([role, ids]) => [role, ids.length])),
    topology: topology.text,
    channels: channel.name,
    timing: timing.text,
    failures: failures.map(formatFailure),
  };
}
