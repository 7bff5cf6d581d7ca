/** Jobs on one file that end with their report: `replay`, `draw`, and those of the theory bench. */
import { existsSync, readFileSync } from "node:fs";
import { usageFailure, type MistakeReport } from "../host/node/mistakeReport.ts";
import { UsageError } from "../model/error.ts";
import type { Job, JobReport } from "../host/node/assignment.ts";
import type { ReplayJob, ReplayReport } from "../host/node/job.ts";
import { startJob } from "../host/node/session.ts";
import type { Warning } from "../host/node/warning.ts";
import { complain } from "./complain.ts";
import type { FileFlags } from "./fileFlags.ts";
import { LiveProgress } from "./progress.ts";
import { endedBySignal } from "./signals.ts";
import type { Terminal } from "./terminal.ts";

/** The report of a job, and all its warnings. */
export interface Done<R> {
  readonly report: R;
  readonly warnings: readonly Warning[];
}

/** A job on a file, and what errors call it. */
interface FileJob {
  readonly file: string;
  readonly job: Job;
  readonly name: string;
  /** The advice if it does not come to its end. */
  readonly advice: string;
}

/** The time that one call of author code may take where no flag says it. */
export const HANDLER_TIMEOUT_MS = 5_000;

/** The mistake of naming a schedule that is not there. */
export function noSchedule(path: string): MistakeReport {
  const advice = "Name a file; `lightcone check` writes violating schedules into .lightcone/.";
  return usageFailure(`There is no schedule ${path}.`, advice);
}

/** Replays the schedule in a file; undefined if that failed, which has then been told. */
export async function replayed(
  terminal: Terminal,
  flags: FileFlags,
  [file, path]: readonly [string, string],
): Promise<Done<ReplayReport> | undefined> {
  const given = givenIn(terminal, path);
  if (given === undefined) return undefined;
  const job: Job = { kind: "replay", ...given };
  const done = await reportOf<ReplayReport>(terminal, flags, {
    file,
    job,
    name: "The replay",
    advice: "Shorten the schedule.",
  });
  return done === undefined ? undefined : { ...done, warnings: [...done.warnings, ...done.report.warnings] };
}

/** The schedule in a file; undefined if there is none, which has then been told. */
export function givenIn(terminal: Terminal, path: string): Omit<ReplayJob, "kind"> | undefined {
  const schedule = readSchedule(path);
  if (schedule === undefined) complain(terminal, noSchedule(path));
  return schedule === undefined ? undefined : { schedule, name: path === "-" ? "the schedule" : path };
}

/** Does a job to its end; undefined if that failed, which has then been told. */
export async function reportOf<R extends JobReport>(
  terminal: Terminal,
  flags: FileFlags,
  { file, job, name, advice }: FileJob,
): Promise<Done<R> | undefined> {
  const progress = new LiveProgress();
  const running = startJob(file, job, {
    types: flags.typecheck,
    handlerTimeoutMs: HANDLER_TIMEOUT_MS,
    ...("memoryBytesMax" in job ? { memoryBytesMax: job.memoryBytesMax } : {}),
    onProgress: (now) => progress.show(now),
  });
  const outcome = await endedBySignal(running.outcome, running.interrupt).finally(() => progress.clear());
  if (outcome.kind === "done") return { report: outcome.report as R, warnings: running.warnings };
  complain(
    terminal,
    outcome.kind === "failed"
      ? outcome.failure
      : usageFailure(
          `${name} ${outcome.cutoff === "memory" ? "ran out of memory" : "was ended too early"}.`,
          advice,
        ),
  );
  return undefined;
}

/** The text of a schedule; undefined if there is no such file. @throws UsageError if it cannot be read */
export function readSchedule(path: string): string | undefined {
  if (path !== "-" && !existsSync(path)) return undefined;
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new UsageError(
      `The schedule ${path} cannot be read: ${(error as Error).message}.`,
      "Name a file that you may read.",
    );
  }
}
