/** `lightcone simulate FILE`: many runs, each with an adversary that chooses one schedule. */
import type { SimulateJob, SimulateReport } from "../host/node/job.ts";
import { UsageError } from "../model/error.ts";
import { usageFailure } from "../host/node/failure.ts";
import { startJob } from "../host/node/session.ts";
import { complain } from "./complain.ts";
import { ExitCode } from "./exitCode.ts";
import { documentOfSimulation, jsonText } from "./json.ts";
import { LiveProgress } from "./progress.ts";
import { noSchedule, readSchedule } from "./fileJob.ts";
import type { SimulateFlags } from "./simulateFlags.ts";
import { textOfSimulation } from "./simulateReport.ts";
import type { Surroundings } from "./surroundings.ts";
import { systemRequest } from "./systemFlags.ts";

/** Simulates a protocol file. */
export async function simulate(this: Surroundings, flags: SimulateFlags, file: string): Promise<void> {
  const progress = new LiveProgress();
  const script = scriptOf(flags.adversary);
  if (script !== undefined && script.text === undefined) return complain(this, noSchedule(script.path));
  const running = startJob(
    file,
    { ...jobOf(flags), ...jobOfScript(script) },
    {
      types: flags.typecheck,
      handlerTimeoutMs: flags.handlerTimeout,
      onSimulated: ({ runs, events, violated }) => progress.showRuns(runs, events, violated),
    },
  );
  let interrupts = 0;
  const onInterrupt = (): void => {
    if (++interrupts > 1) process.exit(ExitCode.interrupted);
    running.interrupt();
  };
  process.on("SIGINT", onInterrupt);
  const outcome = await running.outcome.finally(() => {
    progress.clear();
    process.off("SIGINT", onInterrupt);
  });
  if (outcome.kind === "failed") return complain(this, outcome.failure);
  if (outcome.kind === "cut-off") {
    const what = outcome.cutoff === "memory" ? "ran out of memory" : "was ended before it could answer";
    const advice = "Simulate fewer processes, or end each run earlier: --limit events=100000.";
    return complain(this, usageFailure(`The simulation ${what}.`, advice));
  }
  const report = outcome.report as SimulateReport;
  this.process.exitCode = report.violations.length > 0 ? ExitCode.violated : ExitCode.holds;
  this.process.stdout.write(
    this.json
      ? jsonText(documentOfSimulation(report, running.warnings))
      : await textOfSimulation(report, { warnings: running.warnings, file, flags }),
  );
}

/** A schedule with which every run begins, and who goes on after it. */
interface Script {
  readonly path: string;
  /** Undefined if there is no such file. */
  readonly text: string | undefined;
  readonly afterwards: string;
}

/** What `scripted:FILE,NAME` names; undefined if it is another adversary. @throws UsageError */
function scriptOf(adversary: string): Script | undefined {
  const [isScripted, path = "", afterwards = "random"] =
    /^scripted(?::([^,]*)(?:,(.+))?)?$/.exec(adversary) ?? [];
  if (isScripted === undefined) return undefined;
  if (path !== "") return { path, text: readSchedule(path), afterwards };
  throw new UsageError(
    "The adversary scripted does not say which schedule it follows.",
    "Write scripted:FILE, or scripted:FILE,NAME if another than random is to go on where it ends.",
  );
}

function jobOfScript(script: Script | undefined): Partial<SimulateJob> {
  if (script?.text === undefined) return {};
  return { script: { path: script.path, text: script.text }, adversary: script.afterwards };
}

function jobOf(flags: SimulateFlags): SimulateJob {
  const events = flags.limit?.findLast((limit) => limit.kind === "events");
  const time = flags.limit?.findLast((limit) => limit.kind === "time");
  return {
    kind: "simulate",
    system: systemRequest(flags),
    runs: flags.runs,
    seed: flags.seed,
    adversary: flags.adversary,
    ...(flags.property === undefined ? {} : { properties: flags.property }),
    ...(flags.every === undefined ? {} : { stride: flags.every }),
    ...(events === undefined ? {} : { eventsMax: events.count }),
    ...(time === undefined ? {} : { timeMsMax: time.ms }),
  };
}
