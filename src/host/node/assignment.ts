/** The assignments that the main thread gives a worker, and the worker's messages. */
import type { Progress } from "../../explorer/explorer.ts";
import type { SimulationProgress } from "../../simulator/simulation.ts";
import type { AlongJob, AlongReport } from "./alongJob.ts";
import type { Bundle } from "./bundle.ts";
import type { CausalityJob, CausalityReport } from "./causalAnalysis.ts";
import type {
  CheckJob,
  CheckReport,
  CheckSubject,
  DescribeJob,
  DescribeReport,
  PathJob,
  PathReport,
  ReplayJob,
  ReplayReport,
  RunJob,
  RunReport,
  SimulateJob,
  SimulateReport,
} from "./job.ts";
import type { GraphPictureJob, GraphPictureReport } from "./graphBoxes.ts";
import type { MistakeReport } from "./mistakeReport.ts";
import type { ProbabilityJob, ProbabilityReport } from "./probabilities.ts";
import type {
  ChainJob,
  ChainReport,
  CompareJob,
  CompareReport,
  CutGraphReport,
  ExplainJob,
  ExplainReport,
  InductionJob,
  InductionReport,
  KnowsJob,
  KnowsReport,
  SpliceJob,
  SpliceReport,
  ValenceJob,
  ValenceReport,
  WorstJob,
  WorstReport,
} from "./theoryJobs.ts";

/** A job: all that a worker can be asked. */
export type Job =
  | SimulateJob
  | CheckJob
  | ReplayJob
  | AlongJob
  | CompareJob
  | CausalityJob
  | ChainJob
  | ExplainJob
  | GraphPictureJob
  | InductionJob
  | KnowsJob
  | ProbabilityJob
  | SpliceJob
  | ValenceJob
  | WorstJob
  | RunJob
  | DescribeJob
  | PathJob;

/** The data that a worker is started with. */
export interface WorkerData {
  readonly heartbeat: SharedArrayBuffer;
}

/** The message that starts the work. */
export interface Assignment {
  readonly job: Job;
  readonly bundle: Bundle;
  /** The name by which errors call the protocol file. */
  readonly name: string;
}

/** The answer to a job. */
export type JobReport =
  | SimulateReport
  | CheckReport
  | ReplayReport
  | AlongReport
  | CompareReport
  | CausalityReport
  | ChainReport
  | ExplainReport
  | GraphPictureReport
  | InductionReport
  | KnowsReport
  | ProbabilityReport
  | SpliceReport
  | ValenceReport
  | WorstReport
  | CutGraphReport
  | RunReport
  | DescribeReport
  | PathReport;

/** A message of the worker. */
export type WorkerMessage =
  | { readonly kind: "begun"; readonly subject: CheckSubject }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "simulated"; readonly progress: SimulationProgress }
  | { readonly kind: "done"; readonly report: JobReport }
  | { readonly kind: "failed"; readonly failure: MistakeReport };
