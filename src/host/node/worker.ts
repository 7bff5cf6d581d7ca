/**
 * The worker: the only thread in which author code runs. It takes one assignment after the other, and
 * never decides when to give up: the main thread watches its heartbeat.
 */
import { parentPort, workerData } from "node:worker_threads";
import { assert, unreachable } from "../../base/assert.ts";
import type { Assignment, JobReport, WorkerData, WorkerMessage } from "./assignment.ts";
import { AuthorCode } from "./authorCode.ts";
import { runAlong } from "./alongJob.ts";
import { runChain } from "./chainJob.ts";
import { runCheck } from "./checkJob.ts";
import { runCausality } from "./causalityJob.ts";
import { runCompare } from "./compareJob.ts";
import { describeProtocol } from "./describeJob.ts";
import { runInduction } from "./inductionJob.ts";
import { runKnows } from "./knowsJob.ts";
import { failureOf } from "./mistakeReport.ts";
import { guarded, type Guard } from "./guard.ts";
import { Heartbeat } from "./heartbeat.ts";
import { pathToProperty, pathToStep } from "./path.ts";
import { Recording } from "./recording.ts";
import { loadProtocol } from "./protocolModule.ts";
import { runProbability } from "./probabilityJob.ts";
import { runReplay } from "./replayJob.ts";
import { takeRun } from "./runJob.ts";
import type { GraphSurroundings } from "./graphJob.ts";
import type { PathJob, PathReport } from "./job.ts";
import type { ExplainJob } from "./theoryJobs.ts";
import { runSimulation } from "./simulateJob.ts";
import { runSplice } from "./spliceJob.ts";
import { mapStacks } from "./stackTrace.ts";
import { systemFor, type SystemSource } from "./systemRequest.ts";
import { runValence } from "./valenceJob.ts";
import { runGraphPicture } from "./graphPictureJob.ts";
import { runWorst } from "./worstJob.ts";

const port = parentPort;
assert(port !== null, "the worker runs in a worker thread");
const { heartbeat: memory } = workerData as WorkerData;
const heartbeat = new Heartbeat(memory);

mapStacks(() => heartbeat.count % 2 !== 0);
port.on("message", (assignment: Assignment) => {
  perform(assignment)
    .then(
      (report): WorkerMessage => ({ kind: "done", report }),
      (error: unknown): WorkerMessage => ({ kind: "failed", failure: failureOf(error) }),
    )
    .then((message) => written().then(() => post(message)));
});

/** Waits until all that author code has printed is with the main thread, which may then end this one. */
async function written(): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise((done) => stream.write("", () => done(undefined)));
}

function post(message: WorkerMessage): void {
  port?.postMessage(message);
}

/**
 * The guard of a copy on which steps are tried out, but for some handlers. It records, too: what it is asked
 * may happen, so that nothing is said of the branches that are taken in it.
 */
function probing(recording: Recording, unprobed: readonly string[] = []): Guard {
  const trap: Guard["trap"] = (called) => called.kind === "probe" && unprobed.includes(called.step.handler);
  return { heartbeat, recording, isProbe: true, trap };
}

/** The surroundings of jobs that look at all configurations. */
function graphSurroundings(
  code: AuthorCode,
  { protocol, systems, theory }: ReturnType<typeof loadProtocol>,
  { bundle: { version }, name }: Assignment,
): GraphSurroundings {
  const guard: Guard = { heartbeat };
  return {
    protocol: guarded(protocol, guard),
    systems,
    theory,
    fresh: () => guarded(loadProtocol(code, name, heartbeat).protocol, guard),
    heartbeat,
    version,
    report: (progress) => post({ kind: "progress", progress }),
  };
}

/** Explains. Its parser is loaded first: that takes long, and cannot be done where the language is closed. */
async function performExplain(job: ExplainJob, assignment: Assignment): Promise<JobReport> {
  const { runExplain } = await import("./explainJob.ts");
  const { bundle, name } = assignment;
  const code = await AuthorCode.read(bundle);
  const module = loadProtocol(code, name, heartbeat);
  return runExplain(job, {
    ...graphSurroundings(code, module, assignment),
    loaded: module.protocol,
    async noting(text) {
      const copy = await AuthorCode.read({ ...bundle, code: text }, " with notes");
      return loadProtocol(copy, name, heartbeat).protocol;
    },
    code: bundle.code,
    guard: { heartbeat },
  });
}

async function perform(assignment: Assignment): Promise<JobReport> {
  const { job, bundle, name } = assignment;
  if (job.kind === "explain") return performExplain(job, assignment);
  const code = await AuthorCode.read(bundle);
  const module = loadProtocol(code, name, heartbeat);
  const guard: Guard = { heartbeat };
  const protocol = guarded(module.protocol, guard);
  const surroundings = (): GraphSurroundings => graphSurroundings(code, module, assignment);
  switch (job.kind) {
    case "check": {
      const recording = new Recording();
      return runCheck(job, {
        protocol,
        guard,
        fresh: () => guarded(loadProtocol(code, name, heartbeat).protocol, { heartbeat, recording }),
        probed: () => guarded(loadProtocol(code, name, heartbeat).protocol, probing(recording, job.unprobed)),
        recording,
        bundle,
        claims: module.claims,
        systems: module.systems,
        begin: (subject) => post({ kind: "begun", subject }),
        report: (progress) => post({ kind: "progress", progress }),
      });
    }
    case "simulate":
      return runSimulation(job, {
        protocol: guarded(module.protocol, { heartbeat, isBrief: job.careful !== true }),
        fresh: () => guarded(loadProtocol(code, name, heartbeat).protocol, guard),
        heartbeat,
        systems: module.systems,
        version: bundle.version,
        adversaries: module.adversaries,
        begin: (subject) => post({ kind: "begun", subject }),
        report: (progress) => post({ kind: "simulated", progress }),
      });
    case "replay":
      return runReplay(job, protocol, bundle.version);
    case "along":
      return runAlong(job, surroundings());
    case "worst":
      return runWorst(job, surroundings());
    case "probability":
      return runProbability(job, surroundings());
    case "chain":
      return runChain(job, surroundings());
    case "induction":
      return runInduction(job, { ...surroundings(), claims: module.claims });
    case "knows":
      return runKnows(job, surroundings());
    case "splice":
      return runSplice(job, surroundings());
    case "valence":
      return runValence(job, surroundings());
    case "graph":
      return runGraphPicture(job, surroundings());
    case "causality":
      return runCausality(job, protocol, bundle.version);
    case "compare":
      return runCompare(job, protocol, bundle.version);
    case "run":
      return takeRun(job, { protocol, version: bundle.version, systems: module.systems });
    case "describe":
      return describeProtocol(module.protocol, module);
    case "path":
      return pathReport(job, { protocol, systems: module.systems, guard });
    default:
      return unreachable(job);
  }
}

function pathReport(
  job: PathJob,
  { protocol, systems, guard }: SystemSource & { readonly guard: Guard },
): PathReport {
  const system = systemFor({ protocol, systems }, job.system);
  const schedule =
    job.step === undefined ? pathToProperty(system, guard, () => false) : pathToStep(system, guard, job.step);
  return { kind: "path", ...(schedule === undefined ? {} : { schedule }) };
}
