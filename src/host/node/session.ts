/**
 * A session on one protocol file: bundling, types and a worker, at the same time. Every verb of the
 * command line is a job in a session.
 */
import { relative } from "node:path";
import type { Called } from "./called.ts";
import { Curfew, type EndReason } from "./curfew.ts";
import { Failed } from "./mistakeReport.ts";
import type { Job } from "./assignment.ts";
import type { CheckJob } from "./job.ts";
import { secondLook } from "./secondLook.ts";
import type { Warning } from "./warning.ts";
import { Supervisor, type JobEnd, type Watch } from "./supervise.ts";

/** The way in which a job is gone about. */
interface SessionOptions extends Watch {
  /** Whether types are checked too. */
  readonly types: boolean;
}

/** A job under way. */
export interface JobUnderWay {
  /**
   * The end of the job. A type error is a failure, whatever the job found. Rejects only if Lightcone is
   * wrong.
   */
  readonly outcome: Promise<JobEnd>;
  /** The warnings for the author. Complete when `outcome` is there. */
  readonly warnings: readonly Warning[];
  /** Asks a check to end with what it has. */
  interrupt(): void;
}

/** Starts a job on a protocol file. Its time counts from now. */
export function startJob(path: string, job: Job, options: SessionOptions): JobUnderWay {
  let supervisor = new Supervisor(options);
  const curfew = new Curfew(limitOf(job));
  curfew.signal.addEventListener("abort", () => supervisor.requestStop(curfew.signal.reason as EndReason));
  const warnings: Warning[] = [];
  const running = run().catch((error: unknown): JobEnd => {
    if (error instanceof Failed) return { kind: "failed", failure: error.failure };
    throw error;
  });
  const outcome = Promise.race([running, cut()]).finally(() => {
    curfew.close();
    return supervisor.close();
  });
  return { outcome, warnings, interrupt: () => curfew.ask("interrupted") };

  /** The end of a job that does not end when it is asked to. */
  async function cut(): Promise<JobEnd> {
    const reason = await curfew.overdue;
    // Runs that are over are made short and drawn, which takes some seconds, and is not given up.
    const isTelling = reason === "time" && job.kind === "simulate" && supervisor.hasBegun;
    return isTelling ? running : supervisor.cut(reason);
  }

  async function run(): Promise<JobEnd> {
    // The worker is on its way already; what is needed meanwhile is loaded meanwhile.
    const [{ bundle, protocolFile }, { Cache }, { checkTypes }] = await Promise.all([
      import("./bundle.ts"),
      import("./cache.ts"),
      import("./typecheck.ts"),
    ]);
    const file = protocolFile(path);
    const name = relative(process.cwd(), file);
    const cache = new Cache(file);
    const types = options.types ? checkTypes(file, cache, curfew.signal) : undefined;
    types?.catch(() => undefined);
    const bundled = await bundle(file, cache);
    let ran = await supervisor.run(job, bundled, name);
    const unprobed: string[] = [];
    for (let probe = probeIn(ran); probe !== undefined; probe = probeIn(ran)) {
      unprobed.push(probe.step.handler);
      warnings.push({ kind: "unprobed", handler: probe.step.handler });
      supervisor = new Supervisor(options);
      if (curfew.signal.aborted) supervisor.requestStop(curfew.signal.reason as EndReason);
      ran = await supervisor.run({ ...job, unprobed } as CheckJob, bundled, name);
    }
    curfew.answered();
    const report = await types;
    if (cache.problem !== undefined) warnings.push({ kind: "nothing kept", reason: cache.problem });
    if (report?.kind === "skipped")
      warnings.push({ kind: "types unchecked", file: name, reason: report.reason });
    if (report?.kind === "bad") return { kind: "failed", failure: report.failure };
    return ran.kind === "failed"
      ? secondLook(ran, job, { bundled, handlerTimeoutMs: options.handlerTimeoutMs })
      : ran;
  }
}

/**
 * The step that was only tried out, and in which a check ended: it did not return, or took all the memory.
 * Perhaps nobody ever takes it. So that says nothing of the protocol, and the check is made again without it.
 */
function probeIn(end: JobEnd): Extract<Called, { kind: "probe" }> | undefined {
  if (end.kind === "done" || end.during?.kind !== "probe") return undefined;
  return end.kind === "failed" || end.cutoff === "memory" ? end.during : undefined;
}

/** The time that a job may take, in milliseconds. */
function limitOf(job: Job): number | undefined {
  return "timeMsMax" in job ? job.timeMsMax : undefined;
}
