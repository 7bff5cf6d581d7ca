/** `lightcone simulate FILE`: many runs, each with an adversary that chooses one schedule. */
import { usageFailure } from "../../host/node/mistakeReport.ts";
import type { SimulateJob, SimulateReport } from "../../host/node/job.ts";
import { startJob } from "../../host/node/session.ts";
import { nearest } from "../../base/spelling.ts";
import { UsageError } from "../../model/error.ts";
import { MEASURES, type Measure } from "../../simulator/simulation.ts";
import { complain } from "../complain.ts";
import { ExitCode } from "../exitCode.ts";
import { noSchedule, readSchedule } from "../fileJob.ts";
import { file, fileFlags, judgingFlags, type FileFlags, type JudgingFlags } from "../fileFlags.ts";
import { parseDuration, parseSeed, slip, wholeNumber } from "../flagValues.ts";
import { documentOfSimulation } from "../json.ts";
import { LiveProgress } from "../progress.ts";
import { endedBySignal } from "../signals.ts";
import { linesOfSimulation } from "../simulateReport.ts";
import { systemFlags, systemRequest, wordsOfSystem, type SystemFlags } from "../systemFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** One `--limit`. */
type RunLimit =
  | { readonly kind: "events"; readonly count: number }
  | { readonly kind: "time"; readonly ms: number };

/** Flags of `simulate`, as they were given. */
interface SimulateFlags extends SystemFlags, JudgingFlags, FileFlags {
  readonly runs: number;
  readonly seed: number;
  readonly adversary: string;
  readonly every: number | undefined;
  readonly limit: readonly RunLimit[] | undefined;
  readonly histogram: readonly Measure[] | undefined;
}

const flags = {
  runs: { kind: "parsed", parse: parseRuns, brief: "How many runs", placeholder: "N", default: "1000" },
  seed: {
    kind: "parsed",
    parse: parseSeed,
    brief: "The seed of the first run; the others have the numbers after it",
    placeholder: "N",
    default: "1",
  },
  adversary: {
    kind: "parsed",
    parse: String,
    brief:
      "Who chooses: random, fair, round-robin, priority, delay-bounded, virtual-time, oblivious, " +
      "worst:PROPERTY, scripted:FILE, or your own",
    placeholder: "NAME",
    default: "random",
    more: "See [adversaries](#adversaries).",
  },
  every: {
    kind: "parsed",
    parse: parseRuns,
    brief: "Judge properties after every so many steps, and at the end; default 1 for up to 100 processes",
    placeholder: "STEPS",
    optional: true,
    more:
      "With more processes, the default is ten times their number. " +
      "Where a property is judged on steps, all are judged after each.",
  },
  limit: {
    kind: "parsed",
    parse: parseLimit,
    brief: "End each run at events=N, or the whole simulation at time=30s",
    placeholder: "KIND=VALUE",
    optional: true,
    variadic: true,
    more: "By default a run ends after 1,000 events for each process, and 10,000 at least.",
  },
  histogram: {
    kind: "parsed",
    parse: parseMeasure,
    brief: `Draw ${MEASURES.join(", ")}; default messages`,
    placeholder: "MEASURE",
    optional: true,
    variadic: true,
  },
  ...systemFlags,
  ...judgingFlags,
  ...fileFlags,
} as const satisfies Flags<SimulateFlags>;

/** The verb `simulate`. */
export const simulate = verb<SimulateFlags, [string]>({
  brief: "Run a protocol many times, each time with another schedule",
  about: [
    "An adversary chooses the schedule of each run, by a seed. Tells which properties were violated in",
    "how many runs, and how many messages and steps they took. A violating run is made short, drawn and",
    "written to a file. Runs show that a property can be violated; that it holds only `check` can show.",
  ],
  examples: [
    "lightcone simulate my-protocol.ts",
    "lightcone simulate paxos.ts --adversary priority:3 --runs 100000",
    "lightcone simulate election.ts --processes process=10000 --runs 10 --limit time=5m",
  ],
  exitCodes: "0 no violation was seen, 1 some property was violated, 2 a mistake",
  flags,
  positional: [file],
  async run(given, path) {
    const script = scriptOf(given.adversary);
    if (script !== undefined && script.text === undefined) return complain(this, noSchedule(script.path));
    const progress = new LiveProgress();
    const running = startJob(
      path,
      { ...jobOf(given), ...jobOfScript(script) },
      {
        types: given.typecheck,
        handlerTimeoutMs: given.handlerTimeout,
        onSimulated: ({ runs, events, violated }) => progress.showRuns(runs, events, violated),
      },
    );
    const outcome = await endedBySignal(running.outcome, running.interrupt).finally(() => progress.clear());
    if (outcome.kind === "failed") return complain(this, outcome.failure);
    if (outcome.kind === "cut-off") {
      const what = outcome.cutoff === "memory" ? "ran out of memory" : "was ended before it could answer";
      const advice = "Simulate fewer processes, or end each run earlier: --limit events=100000.";
      return complain(this, usageFailure(`The simulation ${what}.`, advice));
    }
    const report = outcome.report as SimulateReport;
    const warnings = [...running.warnings, ...report.warnings];
    this.process.exitCode = report.violations.length > 0 ? ExitCode.violated : ExitCode.holds;
    if (this.json) return this.answer(await documentOfSimulation(report, warnings));
    const lines = await linesOfSimulation(report, {
      warnings,
      subject: { file: path, system: given.system },
      again: wordsOf(given),
      drawn: given.histogram ?? ["messages"],
    });
    this.print(lines);
  },
});

/** A schedule with which every run begins, and who goes on after it. */
interface ScriptFile {
  readonly path: string;
  /** The text of the schedule; undefined if there is no such file. */
  readonly text: string | undefined;
  readonly afterwards: string;
}

/** The script that `scripted:FILE,NAME` names; undefined if it is another adversary. @throws UsageError */
function scriptOf(adversary: string): ScriptFile | undefined {
  const [isScripted, path = "", afterwards = "random"] =
    /^scripted(?::([^,]*)(?:,(.+))?)?$/.exec(adversary) ?? [];
  if (isScripted === undefined) return undefined;
  if (path !== "") return { path, text: readSchedule(path), afterwards };
  throw new UsageError(
    "The adversary scripted does not say which schedule it follows.",
    "Write scripted:FILE, or scripted:FILE,NAME if another than random is to go on where it ends.",
  );
}

function jobOfScript(script: ScriptFile | undefined): Partial<SimulateJob> {
  if (script?.text === undefined) return {};
  return { script: { path: script.path, text: script.text }, adversary: script.afterwards };
}

function jobOf(given: SimulateFlags): SimulateJob {
  const events = given.limit?.findLast((limit) => limit.kind === "events");
  const time = given.limit?.findLast((limit) => limit.kind === "time");
  return {
    kind: "simulate",
    system: systemRequest(given),
    runs: given.runs,
    seed: given.seed,
    adversary: given.adversary,
    ...(given.property === undefined ? {} : { properties: given.property }),
    ...(given.every === undefined ? {} : { stride: given.every }),
    ...(events === undefined ? {} : { eventsMax: events.count }),
    ...(time === undefined ? {} : { timeMsMax: time.ms }),
  };
}

/** The flags that say which system and which run it is, again. */
function wordsOf(given: SimulateFlags): string[] {
  const { adversary, property = [], every, limit } = given;
  const events = limit?.findLast((one) => one.kind === "events");
  return [
    ...(adversary === flags.adversary.default ? [] : ["--adversary", adversary]),
    ...wordsOfSystem(given),
    ...property.flatMap((name) => ["--property", name]),
    ...(every === undefined ? [] : ["--every", `${every}`]),
    ...(events === undefined ? [] : ["--limit", `events=${events.count}`]),
  ];
}

function parseRuns(text: string): number {
  const number = wholeNumber(text);
  if (number >= 1) return number;
  throw slip(`"${text}" is no whole number from 1 on, such as 1000 or 1e6`);
}

function parseMeasure(text: string): Measure {
  const found = MEASURES.find((measure) => measure === text);
  if (found !== undefined) return found;
  const meant = nearest(text, MEASURES);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  throw slip(`there is no histogram of "${text}"${hint}; possible are ${MEASURES.join(", ")}`);
}

function parseLimit(text: string): RunLimit {
  const [, kind, value = ""] = /^(events|time)=(.+)$/.exec(text) ?? [];
  if (kind === "time") return { kind, ms: parseDuration(value) };
  if (kind === "events" && wholeNumber(value) >= 1) return { kind, count: wholeNumber(value) };
  throw slip("limits are events=1000000 (of each run) and time=30s (of all together)");
}
