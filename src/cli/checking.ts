/** One check under way, from what was ordered to what is printed of it. */
import type { CheckJob, CheckReport } from "../host/node/job.ts";
import { startJob, type JobUnderWay } from "../host/node/session.ts";
import type { JobEnd } from "../host/node/supervise.ts";
import { reportOfCutOff, linesOfCheck } from "./checkReport.ts";
import { complain } from "./complain.ts";
import { documentOfCheck } from "./json.ts";
import type { Subject } from "./keptSchedule.ts";
import { exitCodeOf, overall } from "./overall.ts";
import { LiveProgress } from "./progress.ts";
import type { SearchLimits } from "./searchLimits.ts";
import type { Terminal } from "./terminal.ts";

/** A check, as somebody wants it. */
export interface CheckOrder {
  readonly subject: Subject;
  readonly job: CheckJob;
  readonly limits: SearchLimits;
  /** Whether types are checked too. */
  readonly types: boolean;
  readonly handlerTimeoutMs: number;
}

/** One check under way. */
export interface CheckUnderWay {
  readonly finished: Promise<void>;
  interrupt(): void;
}

/** Starts a check; what it finds is printed when it has `finished`. */
export function startChecking(terminal: Terminal, order: CheckOrder): CheckUnderWay {
  const progress = new LiveProgress();
  const running = startJob(order.subject.file, order.job, {
    types: order.types,
    handlerTimeoutMs: order.handlerTimeoutMs,
    memoryBytesMax: order.job.memoryBytesMax,
    onProgress: (now) => progress.show(now),
  });
  const finished = running.outcome
    .finally(() => progress.clear())
    .then((outcome) => tell(terminal, order, { outcome, running }));
  return { finished, interrupt: () => running.interrupt() };
}

interface Ended {
  readonly outcome: JobEnd;
  readonly running: JobUnderWay;
}

async function tell(
  terminal: Terminal,
  { job, subject, limits }: CheckOrder,
  { outcome, running }: Ended,
): Promise<void> {
  if (outcome.kind === "failed") return complain(terminal, outcome.failure);
  const found =
    outcome.kind === "done" ? (outcome.report as CheckReport) : reportOfCutOff(outcome, job.visited);
  const report = { ...found, warnings: [...running.warnings, ...found.warnings] };
  terminal.process.exitCode = exitCodeOf(overall(report.properties));
  if (terminal.json) terminal.answer(await documentOfCheck(report));
  else terminal.print(await linesOfCheck(report, subject, limits));
}
