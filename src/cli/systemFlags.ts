/** The flags that say which system it is, what their values mean, and the request that they come to. */
import { NotReadable, parse } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import type { SystemRequest } from "../host/node/job.ts";
import { UsageError } from "../model/error.ts";
import { parseMemory } from "../emulation/memories.ts";
import { parseChannels } from "../model/communication/index.ts";
import { parseFailures } from "../model/failure/index.ts";
import { parseTiming } from "../model/timing/index.ts";
import { parseTopology } from "../model/system/topology.ts";
import { slip } from "./flagValues.ts";
import type { Flags } from "./verb.ts";

/** The flags that say which system it is, as they were given. */
export interface SystemFlags {
  readonly system: string | undefined;
  readonly processes: readonly (readonly [role: string, count: number])[] | undefined;
  readonly topology: string | undefined;
  readonly channels: string | undefined;
  readonly timing: string | undefined;
  readonly failures: string | undefined;
  readonly begin: string | undefined;
  readonly memory: string | undefined;
  readonly inputs: readonly string[] | undefined;
}

/** The flags that say which system it is. Where one is absent, the system is as the file has it. */
export const systemFlags = {
  system: {
    kind: "parsed",
    parse: String,
    brief: "A system that the file exports in `systems`",
    placeholder: "NAME",
    optional: true,
    more:
      'As in `export const systems = { lossy: { failures: parseFailures("loss") } }`; ' +
      "the other options change it.",
  },
  processes: {
    kind: "parsed",
    parse: parseProcesses,
    brief: "How many processes play a role",
    placeholder: "ROLE=N",
    optional: true,
    variadic: true,
  },
  topology: {
    kind: "parsed",
    parse: String,
    brief: "Who can send to whom: complete, ring, ring:5, line, star, tree, grid:2x3, …",
    placeholder: "GRAPH",
    optional: true,
    more: "Also `hypercube:3`, `random:0.3:7`, `edges:1-2,2-3`; `:directed` after most, `:self` after all.",
  },
  channels: {
    kind: "parsed",
    parse: String,
    brief: "unordered, fifo or message-set; fifo:3 has room for 3, unordered:anonymous tells no senders",
    placeholder: "KIND",
    optional: true,
    more: "See [models](models.md#channels).",
  },
  timing: {
    kind: "parsed",
    parse: String,
    brief:
      "When steps and messages happen: asynchronous, synchronous, bounded:3, partially-synchronous:gst:3",
    placeholder: "MODEL",
    optional: true,
    more: "See [models](models.md#timing).",
  },
  failures: {
    kind: "parsed",
    parse: String,
    brief: "What may fail, and how often: crash:1, loss:2, crash:p1+p2, crash:client:1, …; none",
    placeholder: "KIND:N,…",
    optional: true,
    more: "See [models](models.md#failures).",
  },
  begin: {
    kind: "parsed",
    parse: String,
    brief: "What has failed before anything happens: crash:p1, partition:p1+p2, crash-recovery:server",
    placeholder: "KIND:WHO,…",
    optional: true,
    more: "It takes nothing from the budgets of `--failures`.",
  },
  memory: {
    kind: "parsed",
    parse: String,
    brief: "shared; servers:3 keep the registers, by messages; registers: channels are made of them",
    placeholder: "KIND",
    optional: true,
    more: "See [models](models.md#memory).",
  },
  inputs: {
    kind: "parsed",
    parse: String,
    brief: "The inputs that a role or process may have, or what an object may begin with",
    placeholder: "NAME=VALUE,VALUE",
    optional: true,
    variadic: true,
    more: "Values are written as in TypeScript: `--inputs process=0,1`.",
  },
} as const satisfies Flags<SystemFlags>;

function parseProcesses(text: string): readonly [string, number] {
  const [, role, count] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
  if (role === undefined) throw slip("give a role and a number of processes, such as --processes acceptor=3");
  if (!Number.isSafeInteger(Number(count))) throw slip(`${count} processes are too many for any system`);
  return [role, Number(count)];
}

/** The system that flags ask for; its words are looked at before any work is done. @throws UsageError */
export function systemRequest(flags: SystemFlags): SystemRequest {
  const { system, processes, topology, channels, timing, failures, begin, memory, inputs } = flags;
  if (topology !== undefined) parseTopology(topology);
  if (channels !== undefined) parseChannels(channels);
  if (timing !== undefined) parseTiming(timing);
  if (failures !== undefined) parseFailures(failures);
  if (begin !== undefined) parseFailures(begin);
  if (memory !== undefined) parseMemory(memory);
  return {
    ...(system === undefined ? {} : { named: system }),
    ...(processes === undefined ? {} : { processes: Object.fromEntries(processes) }),
    ...(topology === undefined ? {} : { topology }),
    ...(channels === undefined ? {} : { channels }),
    ...(timing === undefined ? {} : { timing }),
    ...(failures === undefined ? {} : { failures }),
    ...(begin === undefined ? {} : { begin }),
    ...(memory === undefined ? {} : { memory }),
    ...(inputs === undefined ? {} : { inputs: Object.fromEntries(inputs.map(parseInputs)) }),
  };
}

/** The flags of a system, as words of a command. */
export function wordsOfSystem(flags: SystemFlags): string[] {
  const { processes = [], inputs = [], ...others } = flags;
  const names = ["system", "topology", "channels", "timing", "failures", "begin", "memory"] as const;
  return [
    ...names.flatMap((name) => {
      const value = others[name];
      return value === undefined ? [] : [`--${name}`, value];
    }),
    ...processes.flatMap(([role, number]) => ["--processes", `${role}=${number}`]),
    ...inputs.flatMap((input) => ["--inputs", input]),
  ];
}

const INPUTS_ADVICE =
  "Values are written as in TypeScript: --inputs process=0,1 or " +
  `--inputs 'process="red","green"' (strings keep their quotes).`;

/** The inputs of a process or role, from the text `NAME=VALUE,VALUE`. */
function parseInputs(text: string): [string, readonly Plain[]] {
  const [, name, values] = /^([A-Za-z_$][^=]*)=(.+)$/s.exec(text) ?? [];
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
