/** One check under way, from the flags to what is printed of it. */
import type { CheckJob, CheckReport } from "../host/node/job.ts";
import { availableBytes } from "../host/node/memory.ts";
import { startJob, type Running } from "../host/node/session.ts";
import type { Outcome } from "../host/node/supervise.ts";
import { limitsOf, type CheckFlags } from "./checkFlags.ts";
import { complain } from "./complain.ts";
import { documentOfCheck, jsonText } from "./json.ts";
import { exitCodeOf, overall } from "./overall.ts";
import { LiveProgress } from "./progress.ts";
import { reportOfCutOff, textOfCheck, warningsOf, warningsOfCutOff, type Telling } from "./checkReport.ts";
import { systemRequest } from "./systemFlags.ts";
import type { Surroundings } from "./surroundings.ts";

/** One check under way. */
export interface CheckUnderWay {
  readonly finished: Promise<void>;
  interrupt(): void;
}

/** The job that flags ask for. @throws UsageError */
export function checkJob(flags: CheckFlags): CheckJob {
  const limits = { memoryBytes: availableBytes(), ...limitsOf(flags.limit) };
  return {
    kind: "check",
    system: systemRequest(flags),
    visited: flags.visited,
    keepGoing: flags.keepGoing,
    memoryBytesMax: limits.memoryBytes,
    ...(flags.property === undefined ? {} : { properties: flags.property }),
    ...(limits.configurations === undefined ? {} : { configurationsMax: limits.configurations }),
    ...(limits.timeMs === undefined ? {} : { timeMsMax: limits.timeMs }),
  };
}

/** Starts a check; what it finds is printed when it has `finished`. @throws UsageError */
export function startChecking(surroundings: Surroundings, flags: CheckFlags, file: string): CheckUnderWay {
  const limits = { memoryBytes: availableBytes(), ...limitsOf(flags.limit) };
  const job = checkJob(flags);
  const { memoryBytesMax } = job;
  const progress = new LiveProgress();
  const running = startJob(file, job, {
    types: flags.typecheck,
    handlerTimeoutMs: flags.handlerTimeout,
    memoryBytesMax,
    onProgress: (now) => progress.show(now),
  });
  const finished = running.outcome
    .finally(() => progress.clear())
    .then((outcome) => tell(surroundings, { outcome, running, file, flags, limits }));
  return { finished, interrupt: () => running.interrupt() };
}

interface Told {
  readonly outcome: Outcome;
  readonly running: Running;
  readonly file: string;
  readonly flags: CheckFlags;
  readonly limits: Telling["limits"];
}

async function tell(
  surroundings: Surroundings,
  { outcome, running, file, flags, limits }: Told,
): Promise<void> {
  const { process: out, json } = surroundings;
  if (outcome.kind === "failed") return complain(surroundings, outcome.failure);
  const report =
    outcome.kind === "done" ? (outcome.report as CheckReport) : reportOfCutOff(outcome, flags.visited);
  const warnings = [
    ...running.warnings,
    ...warningsOf(report),
    ...(outcome.kind === "cut-off" ? warningsOfCutOff(outcome) : []),
  ];
  out.exitCode = exitCodeOf(overall(report.properties));
  out.stdout.write(
    json
      ? jsonText(documentOfCheck(report, warnings))
      : await textOfCheck(report, { warnings, file, system: flags.system, limits }),
  );
}
