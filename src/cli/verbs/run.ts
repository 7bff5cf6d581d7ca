/** `lightcone run FILE`: one good execution, or event by event, as the reader plays the adversary. */
import { usageFailure } from "../../host/node/mistakeReport.ts";
import type { ValenceAlong } from "../../host/node/alongJob.ts";
import type { RunJob, RunReport } from "../../host/node/job.ts";
import { startJob } from "../../host/node/session.ts";
import type { Warning } from "../../host/node/warning.ts";
import { lengthOf } from "../../model/transition/execution.ts";
import { counted } from "../amounts.ts";
import { complain } from "../complain.ts";
import { drawnRun, refutedIn } from "../drawnRun.ts";
import { ExitCode } from "../exitCode.ts";
import { file, fileFlags, type FileFlags } from "../fileFlags.ts";
import { HANDLER_TIMEOUT_MS } from "../fileJob.ts";
import { parseSeed, slip, wholeNumber } from "../flagValues.ts";
import { bold } from "../ink.ts";
import { documentOfRun } from "../json.ts";
import { keepSchedule } from "../keptSchedule.ts";
import { propertyLines } from "../lastConfiguration.ts";
import { systemFlags, systemRequest, type SystemFlags } from "../systemFlags.ts";
import { lengthText, textOfSystem } from "../systemText.ts";
import type { Terminal } from "../terminal.ts";
import {
  alongFlags,
  alongOf,
  checkLimit,
  exitCodeAlong,
  linesAlong,
  type AlongFlags,
} from "../valenceAlong.ts";
import { verb, type Flags } from "../verb.ts";
import { warningLines } from "../warningText.ts";

/** Flags of `run`, as they were given. */
interface RunFlags extends SystemFlags, FileFlags, AlongFlags {
  readonly seed: number | undefined;
  readonly events: number;
}

const flags = {
  seed: {
    kind: "parsed",
    parse: parseSeed,
    brief: "Draw the run with this seed, and ask nothing",
    placeholder: "N",
    optional: true,
    more: "Without a terminal that can be asked, 1.",
  },
  events: {
    kind: "parsed",
    parse: parseEvents,
    brief: "End a run that goes by itself after so many events",
    placeholder: "N",
    default: "200",
  },
  ...systemFlags,
  ...alongFlags,
  ...fileFlags,
} as const satisfies Flags<RunFlags>;

/** The verb `run`. */
export const run = verb<RunFlags, [string]>({
  brief: "Draw one good execution, or play the adversary",
  about: [
    "In a terminal you are the adversary: it lists what could be next, you choose, and see what comes of it.",
    "With --seed, or without a terminal, a fair adversary chooses, nothing fails, and the run is drawn.",
    "Either way the schedule is written to a file.",
  ],
  examples: [
    "lightcone run my-protocol.ts",
    "lightcone run my-protocol.ts --seed 7",
    "lightcone run my-protocol.ts --failures crash:1",
  ],
  exitCodes: "0 no property is violated at the end, 1 one is, 2 a mistake, 3 the valence is unknown",
  flags,
  positional: [file],
  async run(given, path) {
    checkLimit(given);
    const isPlayed = !this.json && given.seed === undefined && isTerminal();
    const job: RunJob = {
      kind: "run",
      system: systemRequest(given),
      seed: given.seed ?? 1,
      chosen: [],
      goesOn: !isPlayed,
      eventsMax: given.events,
    };
    const began = await first(this, job, { path, types: given.typecheck });
    if (began === undefined) return;
    const { report, warnings } = began;
    const { play } = await import("../play.ts");
    const taken = isPlayed ? await play(this, { report, job, path }) : report;
    const telling = { path, job, warnings, system: given.system };
    if (!given.valence) return tell(this, taken, telling);
    const asked = { file: path, schedule: taken.schedule, name: "the run" };
    const along = await alongOf(this, { ...given, typecheck: false }, asked);
    if (along !== undefined) await tell(this, taken, { ...telling, valence: along.report.valence });
  },
});

/** Whether there is somebody to ask. */
function isTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

/** The first report, and warnings; undefined if there is none, which has then been told. */
async function first(
  terminal: Terminal,
  job: RunJob,
  { path, types }: { readonly path: string; readonly types: boolean },
): Promise<{ readonly report: RunReport; readonly warnings: readonly Warning[] } | undefined> {
  const running = startJob(path, job, { types, handlerTimeoutMs: HANDLER_TIMEOUT_MS });
  const outcome = await running.outcome;
  if (outcome.kind === "done") return { report: outcome.report as RunReport, warnings: running.warnings };
  const failure =
    outcome.kind === "failed"
      ? outcome.failure
      : usageFailure("The run ran out of memory.", "Run fewer processes, or --events fewer.");
  complain(terminal, failure);
  return undefined;
}

/** The surroundings of a run, besides its report. */
interface RunTelling {
  readonly path: string;
  readonly job: RunJob;
  readonly warnings: readonly Warning[];
  readonly system: string | undefined;
  readonly valence?: ValenceAlong;
}

/** Draws a run, and keeps its schedule. */
async function tell(terminal: Terminal, report: RunReport, telling: RunTelling): Promise<void> {
  const { path, job, warnings, system, valence } = telling;
  const isRefuted = refutedIn(report) !== undefined;
  terminal.process.exitCode = exitCodeAlong(valence, isRefuted ? ExitCode.violated : ExitCode.holds);
  if (terminal.json) {
    const text = await drawnRun(report, { width: 100, valence });
    return terminal.answer({
      ...(await documentOfRun(report, { seed: job.seed, text }, warnings)),
      ...(valence === undefined ? {} : { valence }),
    });
  }
  const { protocol, execution, schedule, enabled } = report;
  const length = lengthText(lengthOf(execution), report.system);
  const events = execution.events.length;
  const end = report.isCut
    ? `It was ended after ${counted(events, "event")}, ${length}. For more: --events ${4 * job.eventsMax}`
    : enabled.length === 0
      ? `It is complete: after ${length} nothing is enabled.`
      : `It can go on: after ${length} ${counted(enabled.length, "event")} could be next.`;
  terminal.print([
    `${bold(protocol)}: ${textOfSystem(report.system)}`,
    "",
    ...(await drawnRun(report, { valence })).trimEnd().split("\n"),
    "",
    ...(await linesAlong(valence, report.system.rounds ? "round" : "step")),
    end,
    ...propertyLines(report, "In its last configuration:"),
    "",
    ...keepSchedule({ protocol, file: path, system, seed: job.seed }, schedule),
    ...warningLines(warnings),
  ]);
}

function parseEvents(text: string): number {
  const number = wholeNumber(text);
  if (number >= 1) return number;
  throw slip(`"${text}" is no number of events; give a whole number from 1 on, such as 200`);
}
