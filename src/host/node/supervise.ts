/**
 * The main thread's side of a job: it starts the worker, watches its heartbeat, and turns whatever may
 * happen to it (no return, no memory, the end of the process) into an outcome that can be told.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { leaveBehind, PATIENCE_MS } from "./leave.ts";
import { availableBytes } from "./machineMemory.ts";
import type { Progress } from "../../explorer/explorer.ts";
import { visible } from "../../base/visible.ts";
import { linesOfStep } from "../../model/error.ts";
import type { SimulationProgress } from "../../simulator/simulation.ts";
import type { Bundle } from "./bundle.ts";
import { subjectOf, type Called } from "./called.ts";
import type { EndReason } from "./curfew.ts";
import {
  failureOf,
  lightconeFailure,
  loadFailure,
  usageFailure,
  type MistakeReport,
} from "./mistakeReport.ts";
import { Heartbeat, heartbeatMemory } from "./heartbeat.ts";
import type { Job, JobReport, WorkerData, WorkerMessage } from "./assignment.ts";
import type { CheckSubject } from "./job.ts";

/** The end of a job. */
export type JobEnd =
  | { readonly kind: "done"; readonly report: JobReport }
  | {
      readonly kind: "failed";
      readonly failure: MistakeReport;
      /** The call of author code that did not return, if that is what happened. */
      readonly during?: Called;
    }
  | CutOff;

/** A check whose worker had to be ended, or ended itself, from the outside: what it told last. */
export interface CutOff {
  readonly kind: "cut-off";
  readonly cutoff: "memory" | EndReason;
  readonly subject: CheckSubject;
  /** Absent if nothing was told. */
  readonly progress?: Progress;
  readonly seconds: number;
  /** The call of author code in which it ended, if it was in one. */
  readonly during?: Called;
}

/** The way in which a job is watched. */
export interface Watch {
  /** One call of author code may take so long. */
  readonly handlerTimeoutMs: number;
  /** The memory that the whole process may take; default a share of what the machine has. */
  readonly memoryBytesMax?: number;
  onProgress?(progress: Progress): void;
  onSimulated?(progress: SimulationProgress): void;
}

/** A worker that is ready for jobs, one at a time. */
export class Supervisor {
  private readonly memory = heartbeatMemory();
  private readonly heartbeat = new Heartbeat(this.memory);
  private readonly worker: Worker;
  private readonly watch: Watch;
  private ended: JobEnd | undefined;
  private subject: CheckSubject | undefined;
  private progress: Progress | undefined;
  private readonly bytesMax: number;
  /** The same while the file is loaded: it is not to blame for what the program takes by itself. */
  private readonly loadBytesMax: number;
  private readonly began = performance.now();

  constructor(watch: Watch) {
    this.watch = watch;
    const data: WorkerData = { heartbeat: this.memory };
    // Threads that begin now have this time zone, in which all machines agree.
    process.env["TZ"] = "UTC";
    this.bytesMax = watch.memoryBytesMax ?? availableBytes();
    this.loadBytesMax = Math.max(this.bytesMax, process.memoryUsage.rss() + LOAD_BYTES);
    const heapMb = Math.ceil(this.bytesMax / 2 ** 20);
    this.worker = new Worker(new URL("./worker.js", import.meta.url), {
      workerData: data,
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: Math.max(HEAP_MB_MIN, heapMb),
        maxYoungGenerationSizeMb: YOUNG_MB,
      },
    });
    // What author code prints must not mix with results, which alone go to the standard output.
    for (const stream of [this.worker.stdout, this.worker.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => void process.stderr.write(asPrinted(text)));
    this.worker.on("error", (error) => (this.ended = this.outcomeOfError(error)));
  }

  /** Does one job. */
  run(job: Job, bundle: Bundle, name: string): Promise<JobEnd> {
    return new Promise((resolve) => {
      const finish = (outcome: JobEnd): void => {
        clearInterval(watching);
        clearInterval(weighing);
        clearTimeout(timing);
        this.worker.off("message", listen).off("exit", exited);
        resolve(outcome);
      };
      const listen = (message: WorkerMessage): void => {
        if (message.kind === "begun") this.subject = message.subject;
        if (message.kind === "simulated") this.watch.onSimulated?.(message.progress);
        if (message.kind === "progress") this.tell(message.progress);
        if (message.kind === "done") finish({ kind: "done", report: message.report });
        if (message.kind === "failed") finish({ kind: "failed", failure: message.failure });
      };
      const exited = (): void => finish(this.ended ?? ENDED);
      const watching = setInterval(this.watcher(name, finish), POLL_MS);
      // A call of author code may take memory that no search has asked for.
      const weighing = setInterval(() => {
        const isAuthors = this.hasBegun || this.heartbeat.count % 2 !== 0;
        const bytesMax = this.hasBegun ? this.bytesMax : this.loadBytesMax;
        if (isAuthors && process.memoryUsage.rss() > bytesMax) finish(this.cut("memory"));
      }, WEIGH_MS);
      // A path is a courtesy, for which nobody waits long.
      const pathMs = PATH_MS + this.watch.handlerTimeoutMs;
      const timing = job.kind === "path" ? setTimeout(() => finish(this.cut("time")), pathMs) : undefined;
      this.worker.on("message", listen).on("exit", exited);
      this.worker.postMessage({ job, bundle, name });
    });
  }

  /** Asks a job to end with what it has. */
  requestStop(reason: EndReason): void {
    this.heartbeat.requestStop(reason);
  }

  /** Whether a check or a simulation has begun, so that its subject is known. */
  get hasBegun(): boolean {
    return this.subject !== undefined;
  }

  /** Ends the worker in the middle of whatever it does. @returns the end of its job: what it told last */
  cut(cutoff: CutOff["cutoff"]): JobEnd {
    const end = this.cutOff(cutoff);
    void this.close();
    return end;
  }

  /** Ends the worker, or leaves it behind if it hears nothing. */
  async close(): Promise<void> {
    const ended = this.worker.terminate();
    const patience = new AbortController();
    const isOver = await Promise.race([
      ended.then(() => true),
      pause(PATIENCE_MS, false, { signal: patience.signal }).catch(() => true),
    ]);
    patience.abort();
    if (!isOver) leaveBehind(this.worker, ended);
  }

  private tell(progress: Progress): void {
    this.progress = progress;
    this.watch.onProgress?.(progress);
  }

  /** Looks at the heartbeat; ends everything when one call of author code lasts too long. */
  private watcher(name: string, finish: (outcome: JobEnd) => void): () => void {
    let seen = -1;
    let since = performance.now();
    return () => {
      const { count } = this.heartbeat;
      const inside = count % 2 !== 0;
      if (count !== seen || !inside) {
        seen = count;
        since = performance.now();
        return;
      }
      if (performance.now() - since < this.watch.handlerTimeoutMs) return;
      finish(neverReturned(this.heartbeat.called, name, this.watch.handlerTimeoutMs));
      void this.close();
    };
  }

  private outcomeOfError(error: unknown): JobEnd {
    const isMemory = (error as { code?: string }).code === "ERR_WORKER_OUT_OF_MEMORY";
    if (isMemory) return this.cutOff("memory");
    return { kind: "failed", failure: failureOf(error) };
  }

  /** The end of a job that was cut off. */
  private cutOff(cutoff: CutOff["cutoff"]): JobEnd {
    const { subject, progress, heartbeat } = this;
    const called = heartbeat.count % 2 === 0 ? undefined : heartbeat.called;
    const during = called === undefined ? {} : { during: called };
    const seconds = (performance.now() - this.began) / 1_000;
    const told = progress === undefined ? {} : { progress };
    if (subject !== undefined) return { kind: "cut-off", cutoff, subject, seconds, ...told, ...during };
    return { kind: "failed", failure: notLoaded(cutoff) };
  }
}

/** The failure where a job ended before the file was loaded. */
function notLoaded(cutoff: CutOff["cutoff"]): MistakeReport {
  const told = (what: string, advice: string): Pick<MistakeReport, "what" | "evidence" | "advice"> => {
    return { what: `The file ${what}.`, evidence: [], advice };
  };
  const outside = "Look for something that grows or goes on without an end outside the handlers";
  switch (cutoff) {
    case "memory":
      return loadFailure("out-of-memory", told("took all the memory while it was loaded", `${outside}.`));
    case "time": {
      const advice = `${outside}, or give it more time with --limit.`;
      return loadFailure("never-loads", told("was not loaded before the limit on time was reached", advice));
    }
    case "interrupted":
      return usageFailure(
        "It was interrupted before there was anything to tell.",
        "Let it go on for longer.",
      );
  }
}

/** The text that author code prints, with its lines and tabs and nothing else that a terminal would obey. */
function asPrinted(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((piece, i) => (i % 2 === 0 ? visible(piece) : piece))
    .join("");
}

const ENDED: JobEnd = {
  kind: "failed",
  failure: lightconeFailure("Lightcone's worker ended without an answer.", []),
};

/** The time between two looks at the memory, in milliseconds. */
const WEIGH_MS = 10;
/** The bytes that the worker and a file may take while it is loaded, whatever the limit. */
const LOAD_BYTES = 64 * 2 ** 20;
/** The time between two looks at the heartbeat, in milliseconds. */
const POLL_MS = 200;
/** The search for a path may take so long, besides the call that it leads to. */
const PATH_MS = 5_000;
/** The smallest heap with which the worker can start, in megabytes. */
const HEAP_MB_MIN = 128;
/** The room for what is young: some versions of Node take 192 MB, and more is no faster. */
const YOUNG_MB = 24;

const SLOW_ADVICE = "Is it only slow? Give it more time with --handler-timeout.";
const STEP_ADVICE =
  "A step is finite: look for a loop without an end in the handler. To wait for something, return, and go " +
  `on in the handler of a message or a timer. ${SLOW_ADVICE}`;

function neverReturned(called: Called | undefined, name: string, timeoutMs: number): JobEnd {
  if (called === undefined)
    return { kind: "failed", failure: lightconeFailure("Lightcone's worker does not say what it does.", []) };
  const seconds = `${timeoutMs / 1_000} s`;
  if (called.kind === "file") {
    const what = `${name} has not finished loading after ${seconds}.`;
    const advice = "Look for a loop without an end outside the handlers.";
    return { kind: "failed", failure: loadFailure("never-loads", { what, evidence: [], advice }) };
  }
  const isStep = called.kind === "step";
  const what = `${subjectOf(called)} has not returned ${isStep ? "from its step " : ""}after ${seconds}.`;
  const advice = isStep
    ? STEP_ADVICE
    : `It must answer for every configuration: look for a loop without an end. ${SLOW_ADVICE}`;
  const evidence = isStep ? linesOfStep(called.step) : [];
  return {
    kind: "failed",
    failure: { kind: "protocol", name: "never-returns", what, evidence, advice },
    during: called,
  };
}
