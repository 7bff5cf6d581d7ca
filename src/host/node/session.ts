/**
 * A session on one protocol file: bundling, types and a worker, at the same time. Every verb of the
 * command line is a job in a session.
 */
import { relative } from "node:path";
import type { Bundle } from "./bundle.ts";
import { Failed, type Failure } from "./failure.ts";
import type { Job, PathReport, SimulateJob, SystemRequest } from "./job.ts";
import { Supervisor, type Outcome, type Watch } from "./supervise.ts";

/** How to go about a job. */
export interface SessionOptions extends Watch {
  /** Whether types are checked too. */
  readonly types: boolean;
}

/** A job under way. */
export interface Running {
  /** How it ended. A type error is a failure, whatever the job found. Rejects only if Lightcone is wrong. */
  readonly outcome: Promise<Outcome>;
  /** What the author should be told besides. Complete when `outcome` is there. */
  readonly warnings: readonly string[];
  /** Asks a check to end with what it has. */
  interrupt(): void;
}

/** A run that is told call by call may take so long to get to the call that does not return. */
const CAREFUL_MS_MAX = 30_000;

/** Starts a job on a protocol file. */
export function startJob(path: string, job: Job, options: SessionOptions): Running {
  const supervisor = new Supervisor(options);
  const warnings: string[] = [];
  const outcome = run()
    .catch((error: unknown): Outcome => {
      if (error instanceof Failed) return { kind: "failed", failure: error.failure };
      throw error;
    })
    .finally(() => supervisor.close());
  return { outcome, warnings, interrupt: () => supervisor.interrupt() };

  async function run(): Promise<Outcome> {
    // The worker is on its way already; what is needed meanwhile is loaded meanwhile.
    const [{ bundle, protocolFile }, { checkTypes }] = await Promise.all([
      import("./bundle.ts"),
      import("./typecheck.ts"),
    ]);
    const file = protocolFile(path);
    const name = relative(process.cwd(), file);
    const types = options.types ? checkTypes(file) : undefined;
    types?.catch(() => undefined);
    const bundled = await bundle(file);
    const ran = await supervisor.run(job, bundled, name);
    const report = await types;
    if (report?.kind === "skipped") warnings.push(`The types of ${name} were not checked: ${report.reason}.`);
    if (report?.kind === "bad") return { kind: "failed", failure: report.failure };
    if (ran.kind !== "failed") return ran;
    if (job.kind === "simulate") return carefully(job, ran.failure, bundled);
    return job.kind === "check"
      ? { kind: "failed", failure: await withPath(ran.failure, bundled, job.system) }
      : ran;
  }

  /**
   * Runs tell the heartbeat only that they call author code. When one call does not return, a second worker
   * takes that run again and tells each call, until it meets the same.
   */
  async function carefully(job: SimulateJob, failure: Failure, bundled: Bundle): Promise<Outcome> {
    const [, seed] = /^The run with seed (\d+)/.exec(failure.what) ?? [];
    if (failure.name !== "never-returns" || seed === undefined) return { kind: "failed", failure };
    const again = new Supervisor({ handlerTimeoutMs: options.handlerTimeoutMs });
    const careful = { ...job, careful: true, seed: Number(seed), timeMsMax: CAREFUL_MS_MAX };
    const ran = await again.run(careful, bundled, relative(process.cwd(), bundled.file));
    await again.close();
    return ran.kind === "failed" ? ran : { kind: "failed", failure };
  }

  /** Author code that never returns was ended from outside: a second worker finds what leads to it. */
  async function withPath(failure: Failure, bundled: Bundle, system: SystemRequest): Promise<Failure> {
    if (failure.name !== "never-returns") return failure;
    const searcher = new Supervisor({ handlerTimeoutMs: options.handlerTimeoutMs });
    const job = { kind: "path" as const, system, step: failure.evidence.join("\n") };
    const found = await searcher.run(job, bundled, relative(process.cwd(), bundled.file));
    await searcher.close();
    const schedule =
      found.kind === "done"
        ? (found.report as PathReport).schedule
        : found.kind === "failed" && found.failure.what === failure.what
          ? pathNoted(found.failure.evidence)
          : undefined;
    return schedule === undefined ? failure : { ...failure, schedule };
  }
}

/** The path that was noted for a property: an empty line stands for no events, no line for no path. */
function pathNoted(lines: readonly string[]): string[] | undefined {
  return lines.length === 0 ? undefined : lines.filter((line) => line !== "");
}
