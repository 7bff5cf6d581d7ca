/** A second look at a job in which author code did not return: another worker finds what led to it. */
import { relative } from "node:path";
import type { Bundle } from "./bundle.ts";
import type { Called } from "./called.ts";
import type { Job } from "./assignment.ts";
import type { PathReport, SimulateJob, SystemRequest } from "./job.ts";
import { Supervisor, type JobEnd } from "./supervise.ts";

type FailedJob = Extract<JobEnd, { readonly kind: "failed" }>;

/** A run that is told call by call may take so long to get to the call that does not return. */
const CAREFUL_MS_MAX = 30_000;

/** The code that is looked at again. */
interface Looked {
  readonly bundled: Bundle;
  readonly handlerTimeoutMs: number;
}

/** The failure with what led to it, where that is found; otherwise as it is. */
export function secondLook(failed: FailedJob, job: Job, looked: Looked): Promise<JobEnd> | JobEnd {
  if (job.kind === "simulate") return carefully(failed, job, looked);
  return job.kind === "check" ? withPath(failed, job.system, looked) : failed;
}

/**
 * Runs tell the heartbeat only that they call author code. When one call does not return, a second worker
 * takes that run again and tells each call, until it meets the same.
 */
async function carefully(
  failed: FailedJob,
  job: SimulateJob,
  { bundled, handlerTimeoutMs }: Looked,
): Promise<JobEnd> {
  if (failed.during?.kind !== "run") return failed;
  const again = new Supervisor({ handlerTimeoutMs });
  const late = setTimeout(() => again.requestStop("time"), CAREFUL_MS_MAX);
  const careful = { ...job, careful: true, seed: failed.during.seed };
  const ran = await again.run(careful, bundled, relative(process.cwd(), bundled.file));
  clearTimeout(late);
  await again.close();
  return ran.kind === "failed" ? ran : failed;
}

/** Author code that never returns was ended from outside: a second worker finds what leads to it. */
async function withPath(
  failed: FailedJob,
  system: SystemRequest,
  { bundled, handlerTimeoutMs }: Looked,
): Promise<JobEnd> {
  const { during, failure } = failed;
  if (during === undefined) return failed;
  const searcher = new Supervisor({ handlerTimeoutMs });
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

/** The events before a property was asked that did not answer, if it is the one that did not before. */
function pathBefore(called: Called | undefined, sought: Called): readonly string[] | undefined {
  if (called?.kind !== "predicate" || sought.kind !== "predicate") return undefined;
  return called.property === sought.property ? called.path : undefined;
}
