/**
 * A session on one protocol file: bundling, types and a worker, at the same time. Every verb of the
 * command line is a job in a session.
 */
import { relative } from "node:path";
import type { Bundle } from "./bundle.ts";
import type { Called } from "./called.ts";
import { Failed } from "./mistakeReport.ts";
import type { Job, PathReport, SimulateJob, SystemRequest } from "./job.ts";
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

type FailedJob = Extract<JobEnd, { readonly kind: "failed" }>;

/** A run that is told call by call may take so long to get to the call that does not return. */
const CAREFUL_MS_MAX = 30_000;

/** Starts a job on a protocol file. */
export function startJob(path: string, job: Job, options: SessionOptions): JobUnderWay {
  const supervisor = new Supervisor(options);
  const warnings: Warning[] = [];
  const outcome = run()
    .catch((error: unknown): JobEnd => {
      if (error instanceof Failed) return { kind: "failed", failure: error.failure };
      throw error;
    })
    .finally(() => supervisor.close());
  return { outcome, warnings, interrupt: () => supervisor.interrupt() };

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
    const types = options.types ? checkTypes(file, cache) : undefined;
    types?.catch(() => undefined);
    const bundled = await bundle(file, cache);
    const ran = await supervisor.run(job, bundled, name);
    const report = await types;
    if (cache.problem !== undefined) warnings.push({ kind: "nothing kept", reason: cache.problem });
    if (report?.kind === "skipped")
      warnings.push({ kind: "types unchecked", file: name, reason: report.reason });
    if (report?.kind === "bad") return { kind: "failed", failure: report.failure };
    if (ran.kind !== "failed") return ran;
    if (job.kind === "simulate") return carefully(job, ran, bundled);
    return job.kind === "check" ? withPath(ran, bundled, job.system) : ran;
  }

  /**
   * Runs tell the heartbeat only that they call author code. When one call does not return, a second worker
   * takes that run again and tells each call, until it meets the same.
   */
  async function carefully(job: SimulateJob, failed: FailedJob, bundled: Bundle): Promise<JobEnd> {
    if (failed.during?.kind !== "run") return failed;
    const again = new Supervisor({ handlerTimeoutMs: options.handlerTimeoutMs });
    const careful = { ...job, careful: true, seed: failed.during.seed, timeMsMax: CAREFUL_MS_MAX };
    const ran = await again.run(careful, bundled, relative(process.cwd(), bundled.file));
    await again.close();
    return ran.kind === "failed" ? ran : failed;
  }

  /** Author code that never returns was ended from outside: a second worker finds what leads to it. */
  async function withPath(failed: FailedJob, bundled: Bundle, system: SystemRequest): Promise<JobEnd> {
    const { during, failure } = failed;
    if (during === undefined) return failed;
    const searcher = new Supervisor({ handlerTimeoutMs: options.handlerTimeoutMs });
    const step = during.kind === "step" ? { step: during.step } : {};
    const job = { kind: "path" as const, system, ...step };
    const found = await searcher.run(job, bundled, relative(process.cwd(), bundled.file));
    await searcher.close();
    const schedule =
      found.kind === "done"
        ? (found.report as PathReport).schedule
        : found.kind === "failed"
          ? pathBefore(found.during, during)
          : undefined;
    return schedule === undefined ? failed : { kind: "failed", failure: { ...failure, schedule } };
  }
}

/** The events before a property was asked that did not answer, if it is the one that did not before. */
function pathBefore(called: Called | undefined, sought: Called): readonly string[] | undefined {
  if (called?.kind !== "predicate" || sought.kind !== "predicate") return undefined;
  return called.property === sought.property ? called.path : undefined;
}
