/** `lightcone check FILE`: every schedule, and a verdict for each property. */
import type { CheckJob, CheckReport } from "../host/node/job.ts";
import { availableBytes } from "../host/node/memory.ts";
import { startJob, type Running } from "../host/node/session.ts";
import type { Outcome } from "../host/node/supervise.ts";
import { limitsOf, type CheckFlags } from "./checkFlags.ts";
import { complain } from "./complain.ts";
import { ExitCode } from "./exitCode.ts";
import { documentOfCheck, jsonText } from "./json.ts";
import { exitCodeOf, overall } from "./overall.ts";
import { LiveProgress } from "./progress.ts";
import { reportOfCutOff, textOfCheck, warningsOf, warningsOfCutOff, type Telling } from "./checkReport.ts";
import { systemRequest } from "./systemFlags.ts";
import type { Surroundings } from "./surroundings.ts";

/** Checks a protocol file once, or again and again with --watch. */
export async function check(this: Surroundings, flags: CheckFlags, file: string): Promise<void> {
  if (!flags.watch) return checkOnce(this, flags, file);
  const { watchFile } = await import("./watch.ts");
  return watchFile(this, flags, file);
}

/** One check under way. */
export interface CheckUnderWay {
  readonly finished: Promise<void>;
  interrupt(): void;
}

async function checkOnce(surroundings: Surroundings, flags: CheckFlags, file: string): Promise<void> {
  const { finished, interrupt } = startChecking(surroundings, flags, file);
  let interrupts = 0;
  const onInterrupt = (): void => {
    if (++interrupts > 1) process.exit(ExitCode.interrupted);
    interrupt();
  };
  process.on("SIGINT", onInterrupt);
  await finished.finally(() => process.off("SIGINT", onInterrupt));
}

/** Starts a check; what it finds is printed when it has `finished`. @throws UsageError */
export function startChecking(surroundings: Surroundings, flags: CheckFlags, file: string): CheckUnderWay {
  const limits = { memoryBytes: availableBytes(), ...limitsOf(flags.limit) };
  const memoryBytesMax = limits.memoryBytes;
  const job: CheckJob = {
    kind: "check",
    system: systemRequest(flags),
    visited: flags.visited,
    keepGoing: flags.keepGoing,
    memoryBytesMax,
    ...(flags.property === undefined ? {} : { properties: flags.property }),
    ...(limits.configurations === undefined ? {} : { configurationsMax: limits.configurations }),
    ...(limits.timeMs === undefined ? {} : { timeMsMax: limits.timeMs }),
  };
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
      : await textOfCheck(report, { warnings, file, limits }),
  );
}
