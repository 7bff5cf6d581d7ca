/** `lightcone worst FILE`: the greatest cost of any execution, and how it grows. */
import { costs, type CostName } from "../../analysis/index.ts";
import type { WorstJob, WorstReport } from "../../host/node/theoryJobs.ts";
import { UsageError } from "../../model/error.ts";
import { ExitCode } from "../exitCode.ts";
import { file } from "../fileFlags.ts";
import { slip } from "../flagValues.ts";
import { graphFlags, graphReport, graphRequest, type GraphFlags } from "../graphFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** So many processes of a role, or from so many to so many. */
type Range = readonly [role: string, from: number, to: number];

/** Flags of `worst`. */
interface WorstFlags extends Omit<GraphFlags, "processes"> {
  readonly cost: CostName;
  readonly processes: readonly Range[] | undefined;
  readonly svg: string | undefined;
}

const flags = {
  ...graphFlags,
  cost: {
    kind: "enum",
    values: Object.keys(costs) as CostName[],
    brief: "What is counted",
    default: "messages",
    more:
      "Bits are eight for each character of a message. Rounds are counted in synchronous systems, time " +
      "in ticks where time is kept (`--timing bounded:0-1`: a message takes at most one). What changes " +
      "nothing costs nothing.",
  },
  processes: {
    ...graphFlags.processes,
    parse: parseRange,
    brief: "How many processes play a role: process=5, or process=3..8 for each of these numbers",
    placeholder: "ROLE=N",
  },
  svg: {
    kind: "parsed",
    parse: String,
    brief: "Write a picture to this file: a plot of how it grows, or the execution",
    optional: true,
    placeholder: "OUT",
  },
} as const satisfies Flags<WorstFlags>;

/** The greatest number of systems that are tried one after the other. */
const SIZES_MAX = 100;

function parseRange(text: string): Range {
  const [, role, from, to = from] = /^([^=]+)=(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  if (role === undefined)
    throw slip("give a role and a number of processes, such as --processes process=3..8");
  const [first, last] = [Number(from), Number(to)];
  if (Number.isSafeInteger(last) && first <= last && last - first < SIZES_MAX) return [role, first, last];
  throw slip(`${from}..${to} are no numbers of processes that could be tried`);
}

/** The verb `worst`. */
export const worst = verb<WorstFlags, [string]>({
  brief: "Find the greatest cost of any execution, exactly",
  about: [
    "Finds the execution that costs most, of all there are: a longest path in the graph of configurations.",
    "If a cycle costs something there is none, and the cycle is shown. For a range of sizes it prints a",
    "table, and the law by which the cost grows.",
  ],
  examples: [
    "lightcone worst election.ts --cost messages --processes process=3..6 --svg growth.svg",
    "lightcone worst consensus.ts --cost rounds --failures crash:2",
  ],
  exitCodes: "0 there is a greatest cost, 1 there is none, 2 a mistake, 3 a limit was met",
  flags,
  positional: [file],
  async run(given, path) {
    const { sizes, range } = sizesOf(given.processes ?? []);
    const { processes: _, ...rest } = given;
    const asked = { ...rest, processes: undefined };
    const job: WorstJob = { kind: "worst", cost: given.cost, sizes, ...graphRequest(asked) };
    const report = await graphReport<WorstReport>(this, asked, { file: path, job, name: "The search" });
    if (report === undefined) return;
    const isBounded = report.results.every((one) => one.isBounded);
    this.process.exitCode =
      report.cut !== undefined ? ExitCode.unknown : isBounded ? ExitCode.holds : ExitCode.violated;
    const { documentOfWorst, linesOfWorst, writeWorst } = await import("../worstReport.ts");
    if (given.svg !== undefined) await writeWorst(given.svg, report, { range, file: path });
    if (this.json) this.answer(documentOfWorst(report, range));
    else this.print(linesOfWorst(report, { range, subject: { file: path, system: given.system } }));
  },
});

/** The differences of each system from the one that is asked for, and the role that grows, if one does. */
function sizesOf(processes: readonly Range[]): { sizes: WorstJob["sizes"]; range: string | undefined } {
  const ranges = processes.filter(([, from, to]) => from < to);
  if (ranges.length > 1)
    throw new UsageError("There are two ranges of processes.", "Let one number grow at a time.");
  const [[range, from, to] = [undefined, 0, 0]] = ranges;
  const fixed = Object.fromEntries(processes.map(([role, count]) => [role, count]));
  if (range === undefined)
    return { sizes: [processes.length === 0 ? {} : { processes: fixed }], range: undefined };
  const sizes = Array.from({ length: to - from + 1 }, (_, i) => ({
    processes: { ...fixed, [range]: from + i },
  }));
  return { sizes, range };
}
