/** The valence along an execution: the flags that ask for it, and what they come to. */
import type { AlongReport, ValenceAlong } from "../host/node/alongJob.ts";
import type { ReplayReport } from "../host/node/job.ts";
import type { StepValences } from "../diagram/index.ts";
import { UsageError } from "../model/error.ts";
import { formatReason } from "../properties/verdict.ts";
import { counted } from "./amounts.ts";
import { ExitCode } from "./exitCode.ts";
import type { FileFlags } from "./fileFlags.ts";
import { givenIn, replayed, reportOf, type Done } from "./fileJob.ts";
import { graphFlags, graphLimits, type GraphFlags } from "./graphFlags.ts";
import { yellow } from "./ink.ts";
import type { Terminal } from "./terminal.ts";
import type { Flags } from "./verb.ts";

/** The flags of verbs that can tell the valence along an execution, as they were given. */
export interface AlongFlags extends Pick<GraphFlags, "limit"> {
  readonly valence: boolean;
}

/** The flags of such a verb. */
export const alongFlags = {
  valence: {
    kind: "boolean",
    brief: "Mark after each step which values can still be decided, and the step that settles it",
    default: false,
    withNegated: false,
    more:
      "`bi` stands for bivalent, `0v` for 0-valent. All configurations of the system are visited " +
      "for that: see `valence`.",
  },
  limit: {
    ...graphFlags.limit,
    brief: "With --valence: give up at configurations=N, memory=2GB or time=30s",
    more: "The valence is unknown then.",
  },
} as const satisfies Flags<AlongFlags>;

/** A replay, with the valence along it where that was asked for. */
export interface ReplayedAlong extends Done<ReplayReport> {
  readonly valence?: ValenceAlong;
}

/** Replays the schedule in a file; undefined if that failed, which has then been told. @throws UsageError */
export async function replayedAlong(
  terminal: Terminal,
  flags: AlongFlags & FileFlags,
  [file, path]: readonly [string, string],
): Promise<ReplayedAlong | undefined> {
  checkLimit(flags);
  if (!flags.valence) return replayed(terminal, flags, [file, path]);
  const given = givenIn(terminal, path);
  if (given === undefined) return undefined;
  const done = await alongOf(terminal, flags, { file, ...given });
  if (done === undefined) return undefined;
  const { replayed: report, valence } = done.report;
  return { report, valence, warnings: [...done.warnings, ...report.warnings] };
}

/** The valence along a schedule; undefined if that failed, which has then been told. */
export function alongOf(
  terminal: Terminal,
  flags: AlongFlags & FileFlags,
  { file, schedule, name }: { readonly file: string; readonly schedule: string; readonly name: string },
): Promise<Done<AlongReport> | undefined> {
  return reportOf<AlongReport>(terminal, flags, {
    file,
    job: { kind: "along", schedule, name, ...graphLimits(flags.limit) },
    name: "The search for the valence",
    advice: "Ask about a smaller system, or leave --valence out.",
  });
}

/** Refuses limits of a search where none is made. @throws UsageError */
export function checkLimit({ valence, limit }: AlongFlags): void {
  if (valence || limit === undefined) return;
  throw new UsageError(
    "--limit is about the search for the valence, and none was asked for.",
    "Add --valence, or leave --limit out.",
  );
}

/** The valences in a picture: none where they are not known, or there are none. */
export function shownAlong(valence: ValenceAlong | undefined): { readonly valences?: StepValences } {
  if (valence === undefined || "cutoff" in valence) return {};
  const { values, after } = valence;
  return values.length === 0 ? {} : { valences: { values, after } };
}

/** The exit code of a verb, which is another one where the valence was wanted and is not known. */
export function exitCodeAlong(valence: ValenceAlong | undefined, otherwise: number): number {
  const isUnknown = valence !== undefined && "cutoff" in valence;
  return isUnknown && otherwise === ExitCode.holds ? ExitCode.unknown : otherwise;
}

/** The lines about what is settled when; none where nobody asks. */
export async function linesAlong(
  valence: ValenceAlong | undefined,
  unit: "step" | "round",
): Promise<string[]> {
  if (valence === undefined) return [];
  const { configurations } = valence;
  if ("cutoff" in valence) {
    const reason = formatReason({ kind: "cut off", cutoff: valence.cutoff, configurations }, unit);
    return [`${yellow("?")} The valence is unknown: ${reason}.`];
  }
  const { valenceText } = await import("../diagram/index.ts");
  const texts = valence.after.map(valenceText);
  const settled = valence.after.findIndex((one) => one.length <= 1);
  const known = `as all ${counted(configurations, "configuration")} tell`;
  if (valence.values.length === 0) return [`Nothing is ever decided, ${known}.`];
  if (texts.length === 0) return ["It ends before anything can be said: not all start steps are finished."];
  if (settled === -1) return [`Nothing is settled by it, ${known}: ${texts.at(-1)} at its end.`];
  if (settled === 0) return [`It is settled from the beginning, ${known}: ${texts[0]}.`];
  const which = `${unit === "step" ? "Step" : "Round"} ${settled}`;
  const before = texts[settled - 1];
  return [`${which} settles it, ${known}: ${before} before, ${texts[settled]} after it.`];
}
