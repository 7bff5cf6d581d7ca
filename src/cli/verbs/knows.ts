/** `lightcone knows FILE FORMULA`: where processes know something. */
import { parseFormula } from "../../analysis/index.ts";
import type { KnowsReport } from "../../host/node/theoryJobs.ts";
import { ExitCode } from "../exitCode.ts";
import { file } from "../fileFlags.ts";
import { graphFlags, graphReport, graphRequest, type GraphFlags } from "../graphFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** The flags of `knows`, as they were given. */
interface KnowsFlags extends GraphFlags {
  readonly remembers: "state" | "schedule";
}

const flags = {
  ...graphFlags,
  remembers: {
    kind: "enum",
    values: ["state", "schedule"],
    brief: "What processes remember: their state, or all that they have seen",
    default: "state",
    more:
      "A process that remembers its local schedule knows more than one that has its state alone. " +
      "That is told where no process that is named can see something for ever.",
  },
} as const satisfies Flags<KnowsFlags>;

/** The verb `knows`. */
export const knows = verb<KnowsFlags, [string, string]>({
  brief: "Say where processes know something, and when they first do",
  about: [
    "A process knows what is true in all configurations in which it is in the same state. K{p1} is what p1",
    "knows, E{p1,p2} what both know, D{p1,p2} what they know together, C{p1,p2} their common knowledge;",
    "without braces all processes are meant. Then come always, eventually, until, of all admissible",
    "executions from there on; and, or, not, implies; the properties of the file, as their predicates are;",
    "decided{p1} and failed{p1}.",
  ],
  examples: [
    'lightcone knows generals.ts "K{general2} decided{general1}"',
    'lightcone knows election.ts "eventually K{p1} elected" --remembers schedule',
    'lightcone knows consensus.ts --failures crash:1 "decided{p1} implies K{p1} not decided{p2}"',
  ],
  exitCodes: "0 it is true somewhere, 1 nowhere, 2 a mistake, 3 a limit was met",
  flags,
  positional: [file, { brief: "A formula", parse: String, placeholder: "FORMULA" }],
  async run(given, path, formula) {
    parseFormula(formula, { atom: () => () => true, group: (names) => names });
    const remembers = given.remembers === "state" ? "state" : "local schedule";
    const job = { kind: "knows", formula, remembers, ...graphRequest(given) } as const;
    const report = await graphReport<KnowsReport>(this, given, { file: path, job, name: "The search" });
    if (report === undefined) return;
    this.process.exitCode = report.first === undefined ? ExitCode.violated : ExitCode.holds;
    const { documentOfKnows, linesOfKnows } = await import("../knowsReport.ts");
    if (this.json) this.answer(documentOfKnows(report));
    else this.print(linesOfKnows(report, { file: path, system: given.system }));
  },
});
