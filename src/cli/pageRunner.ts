/** The runner of jobs on a page of the zoo. */
import type { Job, JobReport } from "../host/node/assignment.ts";

/** Does a job on a page. @throws Failed */
export type PageRunner = (job: Job) => Promise<JobReport>;
