/** The system that users ask for, made from their request, and its report. */
import type { TheoryClaim } from "../../properties/theoryClaim.ts";
import { format } from "../../base/text.ts";
import type { Protocol } from "../../model/system/protocol.ts";
import { formatFailure, parseFailures } from "../../model/failure/index.ts";
import { parseTiming } from "../../model/timing/index.ts";
import { parseChannels } from "../../model/communication/index.ts";
import { UsageError } from "../../model/error.ts";
import { parseMemory } from "../../emulation/memories.ts";
import { shared } from "../../model/memory/memory.ts";
import { system, type System, type SystemOptions } from "../../model/system/system.ts";
import { formatWithin, parseWithin } from "../../model/system/within.ts";
import { parseTopology } from "../../model/system/topology.ts";
import type { SystemReport, SystemRequest } from "./job.ts";

/** The parts of a file that systems are made of. */
export interface SystemSource {
  readonly protocol: Protocol;
  readonly systems: Readonly<Record<string, SystemOptions>>;
  /** The claims of the file for the theory bench. */
  readonly theory?: readonly TheoryClaim[];
}

/**
 * Lays out the system that is asked for.
 * @param base what it is like otherwise
 * @throws UsageError, ProtocolError
 */
export function systemFor(
  { protocol, systems, theory }: SystemSource,
  request: SystemRequest,
  base: SystemOptions = {},
): System {
  const claimed = request.theory === undefined ? {} : theory?.[request.theory]?.system;
  const { named, processes, topology, channels, timing, failures, begin, memory, inputs, within } = request;
  return system(protocol, {
    ...base,
    ...claimed,
    ...(named === undefined ? {} : systemNamed(systems, named)),
    ...(processes === undefined ? {} : { processes }),
    ...(topology === undefined ? {} : { topology: parseTopology(topology) }),
    ...(channels === undefined ? {} : { channels: parseChannels(channels) }),
    ...(timing === undefined ? {} : { timing: parseTiming(timing) }),
    ...(failures === undefined ? {} : { failures: parseFailures(failures) }),
    ...(begin === undefined ? {} : { begin: parseFailures(begin) }),
    ...(memory === undefined ? {} : { memory: parseMemory(memory) }),
    ...(inputs === undefined ? {} : { inputs }),
    ...(within === undefined ? {} : { within: parseWithin(within, protocol.within) }),
  });
}

function systemNamed(systems: SystemSource["systems"], name: string): SystemOptions {
  const found = Object.hasOwn(systems, name) ? systems[name] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(systems);
  throw new UsageError(
    `The file exports no system "${name}".`,
    known.length === 0
      ? "Export some: export const systems = { lossy: { … } }; with the options that `system` takes."
      : `It exports: ${known.join(", ")}.`,
    { given: name, possible: known },
  );
}

/** A system as texts. */
export function reportOfSystem(system: System): SystemReport {
  const given = system.firstChoices.filter(({ values }) => values.length > 1 || values[0] !== null);
  return {
    ...withoutInputs(system),
    ...(given.length === 0
      ? {}
      : { inputs: Object.fromEntries(given.map(({ name, values }) => [name, values.map(format)])) }),
  };
}

/** A system that is searched, as texts. */
export function reportOfSearched(system: System): SystemReport {
  const within = formatWithin(system.within);
  return { ...reportOfSystem(system), ...(within === "" ? {} : { within }) };
}

/** The maximum number of inputs that the report of a system lists. */
const INPUTS_MAX = 1_000;

/** A system as texts, without the inputs if there are very many. */
export function reportOfLargeSystem(system: System): SystemReport {
  const listed = system.firstChoices.reduce((sum, { values }) => sum + values.length, 0);
  return listed <= INPUTS_MAX ? reportOfSystem(system) : withoutInputs(system);
}

function withoutInputs({ roles, topology, channel, timing, failures, begin, memory }: System): SystemReport {
  return {
    processes: Object.fromEntries(Object.entries(roles).map(([role, ids]) => [role, ids.length])),
    topology: topology.text,
    channels: channel.name,
    timing: timing.text,
    rounds: timing.rounds,
    failures: failures
      .filter(({ kind, budget }) => budget > 0 || !begin.some((inPlace) => inPlace.kind === kind))
      .map(formatFailure),
    ...(begin.length === 0 ? {} : { begin: begin.map(formatFailure) }),
    ...(memory === shared ? {} : { memory: memory.text }),
  };
}
