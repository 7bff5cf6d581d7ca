/** `lightcone compare FILE A B`: two executions, and to whom they are indistinguishable. */
import { UsageError } from "../../model/error.ts";
import type { CompareJob, CompareReport } from "../../host/node/theoryJobs.ts";
import { ExitCode } from "../exitCode.ts";
import { file, fileFlags, schedule, type FileFlags } from "../fileFlags.ts";
import { givenIn, reportOf } from "../fileJob.ts";
import { slip, wholeNumber } from "../flagValues.ts";
import { writePicture } from "../pictureFile.ts";
import type { Terminal } from "../terminal.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `compare`. */
interface CompareFlags extends FileFlags {
  readonly to: string | undefined;
  readonly but: string;
  readonly limit: number;
  readonly svg: string | undefined;
  readonly ascii: boolean;
}

const flags = {
  to: {
    kind: "parsed",
    parse: String,
    brief: "Look for a second execution, which this process cannot tell from the first",
    placeholder: "PROCESS",
    optional: true,
  },
  but: {
    kind: "parsed",
    parse: String,
    brief: "What is otherwise at its end: decisions, failures, or the name of a property",
    placeholder: "WHAT",
    default: "decisions",
  },
  limit: {
    kind: "parsed",
    parse: parseLimit,
    brief: "Visit at most so many configurations while looking",
    placeholder: "N",
    default: "1e6",
  },
  svg: {
    kind: "parsed",
    parse: String,
    brief: "Write an SVG picture to this file",
    optional: true,
    placeholder: "OUT",
  },
  ascii: {
    kind: "boolean",
    brief: "Draw with ASCII characters alone",
    default: false,
    withNegated: false,
  },
  ...fileFlags,
} as const satisfies Flags<CompareFlags>;

function parseLimit(text: string): number {
  const count = wholeNumber(text);
  if (count > 0) return count;
  throw slip(`"${text}" is no number of configurations; give a whole number, such as 1000000 or 1e6`);
}

/** The verb `compare`. */
export const compare = verb<CompareFlags, [string, string, string | undefined]>({
  brief: "Compare two executions: to whom do they look the same?",
  about: [
    "Two executions are indistinguishable to a process if it has the same input and sees the same events in",
    "both: then it is in the same states, and does the same next. Says that of each process, or where it",
    "first sees a difference, and draws both side by side. With --to, looks for the second one.",
  ],
  examples: [
    "lightcone compare generals.ts caught.schedule arrived.schedule --svg both.svg",
    "lightcone compare generals.ts arrived.schedule --to general1 --but decisions",
  ],
  exitCodes: "0 they were compared, 1 there is no other such execution, 2 a mistake, 3 the limit was met",
  flags,
  positional: [file, { ...schedule, placeholder: "A" }, { ...schedule, placeholder: "B", optional: true }],
  run: compareSchedules,
});

async function compareSchedules(
  this: Terminal,
  given: CompareFlags,
  ...[path, a, b]: [string, string, string | undefined]
): Promise<void> {
  const job = jobOf(this, given, [a, ...(b === undefined ? [] : [b])]);
  if (job === undefined) return;
  const done = await reportOf<CompareReport>(this, given, {
    file: path,
    job,
    name: "The comparison",
    advice: "Shorten the schedules, or lower --limit.",
  });
  if (done === undefined) return;
  const { executions, searched } = done.report;
  const warnings = [...done.warnings, ...executions.flatMap((one) => one.warnings)];
  this.process.exitCode =
    executions.length === 2
      ? ExitCode.holds
      : searched?.isCutOff === true
        ? ExitCode.unknown
        : ExitCode.violated;
  const { documentOfCompare, linesOfCompare, pairOf } = await import("../compareReport.ts");
  const pair = pairOf(done.report, [a, b ?? `as ${given.to ?? ""} sees it`]);
  if (given.svg !== undefined && pair !== undefined) {
    const { drawSvgBeside } = await import("../../diagram/index.ts");
    writePicture(given.svg, () => drawSvgBeside(pair), [path, a, ...(b === undefined ? [] : [b])]);
  }
  if (this.json) return this.answer(documentOfCompare(done.report, warnings));
  this.print(linesOfCompare(done.report, { pair, warnings, ascii: given.ascii, file: path }));
}

/** The job that flags ask for; undefined if a schedule is not there, which has been told. */
function jobOf(terminal: Terminal, given: CompareFlags, paths: readonly string[]): CompareJob | undefined {
  const { to: process, but, limit: max } = given;
  if (process === undefined && paths.length < 2)
    throw new UsageError(
      "There is one schedule, and nothing to compare it with.",
      "Name a second one, or look for one: --to PROCESS --but decisions.",
    );
  if (process !== undefined && paths.length === 2)
    throw new UsageError(
      "There are two schedules, and --to looks for the second one.",
      "Leave out one or the other.",
    );
  const schedules = paths.map((path) => givenIn(terminal, path));
  if (schedules.includes(undefined)) return undefined;
  return {
    kind: "compare",
    schedules: schedules as CompareJob["schedules"],
    ...(process === undefined ? {} : { search: { process, but, max } }),
  };
}
