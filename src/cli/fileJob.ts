/** Jobs on one file and one schedule: `replay` and `draw`. */
import { existsSync, readFileSync } from "node:fs";
import { usageFailure, type MistakeReport } from "../host/node/mistakeReport.ts";
import { UsageError } from "../model/error.ts";
import type { ReplayReport } from "../host/node/job.ts";
import { startJob } from "../host/node/session.ts";
import type { Warning } from "../host/node/warning.ts";
import { complain } from "./complain.ts";
import type { FileFlags } from "./fileFlags.ts";
import { endedBySignal } from "./signals.ts";
import type { Terminal } from "./terminal.ts";

/** The result of a replay, and its warnings. */
interface Replayed {
  readonly report: ReplayReport;
  readonly warnings: readonly Warning[];
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
): Promise<Replayed | undefined> {
  const schedule = readSchedule(path);
  if (schedule === undefined) {
    complain(terminal, noSchedule(path));
    return undefined;
  }
  const running = startJob(
    file,
    { kind: "replay", schedule, name: path === "-" ? "the schedule" : path },
    { types: flags.typecheck, handlerTimeoutMs: HANDLER_TIMEOUT_MS },
  );
  const outcome = await endedBySignal(running.outcome, running.interrupt);
  if (outcome.kind === "done") {
    const report = outcome.report as ReplayReport;
    return { report, warnings: [...running.warnings, ...report.warnings] };
  }
  complain(
    terminal,
    outcome.kind === "failed"
      ? outcome.failure
      : usageFailure(
          `The replay ${outcome.cutoff === "memory" ? "ran out of memory" : "was ended too early"}.`,
          "Shorten the schedule.",
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
