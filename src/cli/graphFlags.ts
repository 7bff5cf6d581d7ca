/** The flags of verbs that look at all configurations of a system, and the job that they come to. */
import { availableBytes } from "../host/node/machineMemory.ts";
import type { CutGraphReport, GraphLimits, GraphRequest } from "../host/node/theoryJobs.ts";
import type { JobReport } from "../host/node/assignment.ts";
import { formatReason } from "../properties/verdict.ts";
import { ExitCode } from "./exitCode.ts";
import { fileFlags, type FileFlags } from "./fileFlags.ts";
import { reportOf } from "./fileJob.ts";
import { bold, yellow } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";
import { systemFlags, systemRequest, type SystemFlags } from "./systemFlags.ts";
import { textOfSystem } from "./systemText.ts";
import type { Terminal } from "./terminal.ts";
import type { Flags } from "./verb.ts";
import { limitsOf, parseLimit, type Limit } from "./verbs/check.ts";

/** The flags of such a verb, as they were given. */
export interface GraphFlags extends SystemFlags, FileFlags {
  readonly limit: readonly Limit[] | undefined;
}

/** The flags of such a verb. */
export const graphFlags = {
  ...systemFlags,
  limit: {
    kind: "parsed",
    parse: parseLimit,
    brief: "Give up at configurations=N, memory=2GB or time=30s",
    placeholder: "KIND=VALUE",
    optional: true,
    variadic: true,
    more: "All configurations are visited, and none is left out: what is said is said of all together.",
  },
  ...fileFlags,
} as const satisfies Flags<GraphFlags>;

/** The system and the limits that flags ask for. @throws UsageError */
export function graphRequest(given: GraphFlags): GraphRequest {
  return { system: systemRequest(given), ...graphLimits(given.limit) };
}

/** The limits that flags ask for. */
export function graphLimits(limits: GraphFlags["limit"]): GraphLimits {
  const { configurations, memoryBytes, timeMs } = { memoryBytes: availableBytes(), ...limitsOf(limits) };
  return {
    memoryBytesMax: memoryBytes,
    ...(configurations === undefined ? {} : { configurationsMax: configurations }),
    ...(timeMs === undefined ? {} : { timeMsMax: timeMs }),
  };
}

/** The report of such a job; undefined if it failed or a limit was met, which has then been told. */
export async function graphReport<R extends JobReport>(
  terminal: Terminal,
  flags: GraphFlags,
  asked: Pick<Parameters<typeof reportOf>[2], "file" | "job" | "name">,
): Promise<R | undefined> {
  const advice = "Ask about a smaller system.";
  const done = await reportOf<R | CutGraphReport>(terminal, flags, { ...asked, advice });
  if (done === undefined) return undefined;
  const { report } = done;
  if (report.kind !== "graph cut off") return report as R;
  const { protocol, system, cutoff, configurations } = report as CutGraphReport;
  terminal.process.exitCode = ExitCode.unknown;
  const reason = formatReason({ kind: "cut off", cutoff, configurations }, "step");
  if (terminal.json)
    terminal.answer({
      lightcone: "cut off",
      version: JSON_VERSION,
      protocol,
      system,
      cutoff,
      configurations,
    });
  else
    terminal.print([`${bold(protocol)}: ${textOfSystem(system)}`, "", `${yellow("?")} unknown: ${reason}`]);
  return undefined;
}
