/** The system that flags ask for; its words are looked at before any work is done. */
import { NotReadable, parse } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import type { SystemRequest } from "../host/node/job.ts";
import { UsageError } from "../model/error.ts";
import { parseMemory } from "../emulation/memories.ts";
import { channelNamed } from "../schedule/schedule.ts";
import { parseFailures } from "../model/failure/index.ts";
import { parseTiming } from "../model/timing/index.ts";
import { parseTopology } from "../model/topology.ts";
import type { CheckFlags } from "./checkFlags.ts";

/** The flags that say which system it is. */
export type SystemFlags = Pick<
  CheckFlags,
  "system" | "processes" | "topology" | "channels" | "timing" | "failures" | "memory" | "inputs"
>;

/** The system that flags ask for. @throws UsageError */
export function systemRequest(flags: SystemFlags): SystemRequest {
  const { system, processes, topology, channels, timing, failures, memory, inputs } = flags;
  if (topology !== undefined) parseTopology(topology);
  if (channels !== undefined) channelNamed(channels);
  if (timing !== undefined) parseTiming(timing);
  if (failures !== undefined) parseFailures(failures);
  if (memory !== undefined) parseMemory(memory);
  return {
    ...(system === undefined ? {} : { named: system }),
    ...(processes === undefined ? {} : { processes: Object.fromEntries(processes) }),
    ...(topology === undefined ? {} : { topology }),
    ...(channels === undefined ? {} : { channels }),
    ...(timing === undefined ? {} : { timing }),
    ...(failures === undefined ? {} : { failures }),
    ...(memory === undefined ? {} : { memory }),
    ...(inputs === undefined ? {} : { inputs: Object.fromEntries(inputs.map(parseInputs)) }),
  };
}

const INPUTS_ADVICE =
  "Values are written as in TypeScript: --inputs process=0,1 or " +
  `--inputs 'process="red","green"' (strings keep their quotes).`;

/** `NAME=VALUE,VALUE`. */
function parseInputs(text: string): [string, readonly Plain[]] {
  const [, name, values] = /^([A-Za-z_][\w-]*)=(.+)$/s.exec(text) ?? [];
  if (name === undefined) {
    const what = /^[\w-]+=?$/.test(text) ? "gives no values" : "does not say whose inputs they are";
    throw new UsageError(`--inputs ${text} ${what}.`, INPUTS_ADVICE);
  }
  try {
    return [name, parse(`[${values}]`) as readonly Plain[]];
  } catch (error) {
    if (!(error instanceof NotReadable)) throw error;
    throw new UsageError(`The inputs ${values} of ${name} cannot be read.`, INPUTS_ADVICE);
  }
}
