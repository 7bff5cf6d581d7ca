/** `lightcone causality FILE SCHEDULE`: what happened before what, and how it may have been otherwise. */
import { readFileSync } from "node:fs";
import { formatLog, logOf, parseLog } from "../../analysis/index.ts";
import type { CausalityReport } from "../../host/node/causalAnalysis.ts";
import { UsageError } from "../../model/error.ts";
import type { Execution } from "../../model/transition/execution.ts";
import { ExitCode } from "../exitCode.ts";
import { fileFlags, schedule, type FileFlags } from "../fileFlags.ts";
import { givenIn, reportOf } from "../fileJob.ts";
import { parseSeed, slip, wholeNumber } from "../flagValues.ts";
import { writePicture } from "../pictureFile.ts";
import type { Terminal } from "../terminal.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `causality`. */
interface CausalityFlags extends FileFlags {
  readonly cuts: number;
  readonly shuffle: number | undefined;
  readonly shiviz: string | undefined;
  readonly mermaid: string | undefined;
  readonly dot: string | undefined;
}

const out = (brief: string) =>
  ({ kind: "parsed", parse: String, brief, optional: true, placeholder: "OUT" }) as const;

const flags = {
  cuts: {
    kind: "parsed",
    parse: parseCuts,
    brief: "Look at no more than so many consistent cuts",
    placeholder: "N",
    default: "20000",
  },
  shuffle: {
    kind: "parsed",
    parse: parseSeed,
    brief: "Draw a causal shuffle with this seed: the same steps, in an order that nobody can tell from it",
    optional: true,
    placeholder: "SEED",
  },
  shiviz: out("Write a log for ShiViz to this file"),
  mermaid: out("Write a sequence diagram for Mermaid to this file"),
  dot: out("Write a graph for Graphviz to this file"),
  ...fileFlags,
} as const satisfies Flags<CausalityFlags>;

function parseCuts(text: string): number {
  const count = wholeNumber(text);
  if (count > 0) return count;
  throw slip(`"${text}" is no number of cuts; give a whole number, such as 20000`);
}

/** The verb `causality`. */
export const causality = verb<CausalityFlags, [string, string | undefined]>({
  brief: "Say what happened before what in an execution, and how it may have been otherwise",
  about: [
    "Shows Lamport's and vector times, and how much is concurrent; counts the consistent cuts; and says of",
    "each invariant whether it is violated in some order of the concurrent steps (possibly), or in every",
    "one (definitely). Without a schedule, FILE is a log as ShiViz reads it, of an execution from elsewhere.",
  ],
  examples: [
    "lightcone causality lock.ts .lightcone/lock-mutualExclusion.schedule",
    "lightcone causality lock.ts some.schedule --shuffle 1",
    "lightcone causality lock.ts some.schedule --shiviz some.log --mermaid some.mmd --dot some.dot",
    "lightcone causality some.log",
  ],
  exitCodes: "0 no invariant is possibly violated, 1 some is, 2 a mistake, 3 there are too many cuts",
  flags,
  positional: [
    {
      brief: "A TypeScript file that exports a protocol by default, or a log for ShiViz",
      parse: String,
      placeholder: "FILE",
    },
    { ...schedule, optional: true },
  ],
  async run(given, path, schedulePath) {
    if (schedulePath === undefined) return tellLog(this, path);
    const from = givenIn(this, schedulePath);
    if (from === undefined) return;
    const done = await reportOf<CausalityReport>(this, given, {
      file: path,
      job: {
        kind: "causality",
        ...from,
        cutsMax: given.cuts,
        ...(given.shuffle === undefined ? {} : { shuffle: given.shuffle }),
      },
      name: "The analysis",
      advice: "Lower --cuts, or shorten the schedule.",
    });
    if (done === undefined) return;
    const { report } = done;
    this.process.exitCode = exitCodeOf(report);
    await writeAll(given, report.replayed.execution, [path, schedulePath]);
    const warnings = [...done.warnings, ...report.replayed.warnings];
    const { documentOfCausality, linesOfCausality } = await import("../causalityReport.ts");
    if (this.json) this.answer(documentOfCausality(report, warnings));
    else this.print(linesOfCausality(report, { warnings, file: path }));
  },
});

function exitCodeOf({ violations }: CausalityReport): number {
  if (violations === undefined) return ExitCode.unknown;
  if (violations.some((one) => "possibly" in one && one.possibly)) return ExitCode.violated;
  return violations.some((one) => "isCutOff" in one) ? ExitCode.unknown : ExitCode.holds;
}

/** Writes the execution in all forms that were asked for. */
async function writeAll(
  { shiviz, mermaid, dot }: CausalityFlags,
  execution: Execution,
  inputs: readonly string[],
): Promise<void> {
  const { graphvizOf, mermaidOf, sceneOf } = await import("../../diagram/index.ts");
  if (shiviz !== undefined) writePicture(shiviz, () => formatLog(logOf(execution)), inputs);
  if (mermaid !== undefined) writePicture(mermaid, () => mermaidOf(sceneOf(execution)), inputs);
  if (dot !== undefined) writePicture(dot, () => graphvizOf(sceneOf(execution)), inputs);
}

async function tellLog(terminal: Terminal, path: string): Promise<void> {
  if (/\.[cm]?[jt]s$/.test(path)) {
    const advice = `As in: lightcone causality ${path} some.schedule. Alone, FILE is a log for ShiViz.`;
    throw new UsageError("A schedule is missing.", advice);
  }
  const log = parseLog(readLog(path));
  const { documentOfLog, linesOfLog } = await import("../causalityReport.ts");
  if (terminal.json) terminal.answer(documentOfLog(log));
  else terminal.print(linesOfLog(log));
}

function readLog(path: string): string {
  try {
    return readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new UsageError(`The log ${path} cannot be read: ${(error as Error).message}.`, "Name a file.");
  }
}
