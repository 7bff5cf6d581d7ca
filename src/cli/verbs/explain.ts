/** `lightcone explain FILE SCHEDULE`: why an execution violates a property. */
import type { ExplainReport } from "../../host/node/theoryJobs.ts";
import { ExitCode } from "../exitCode.ts";
import { file, fileFlags, schedule, type FileFlags } from "../fileFlags.ts";
import { givenIn, reportOf } from "../fileJob.ts";
import { graphFlags, graphLimits, type GraphFlags } from "../graphFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `explain`. */
interface ExplainFlags extends FileFlags, Pick<GraphFlags, "limit"> {
  readonly property: readonly string[] | undefined;
}

const flags = {
  property: {
    kind: "parsed",
    parse: String,
    brief: "Explain this property; default all that are violated",
    placeholder: "NAME",
    optional: true,
    variadic: true,
  },
  limit: {
    ...graphFlags.limit,
    more: "Where a limit is met, nothing is said of other executions than the given one.",
  },
  ...fileFlags,
} as const satisfies Flags<ExplainFlags>;

/** The verb `explain`. */
export const explain = verb<ExplainFlags, [string, string]>({
  brief: "Explain why an execution violates a property",
  about: [
    "Says which part of the property is false, what it has read, and which steps made that so; which steps",
    "cannot have mattered; how many configurations violate it; the shortest violation in which nothing fails",
    "for as long as possible, with the fewest switches between processes; and the execution that satisfies",
    "the property and shares the most steps with the violation.",
  ],
  examples: [
    "lightcone explain lock.ts .lightcone/lock-mutualExclusion.schedule",
    "lightcone explain paxos.ts .lightcone/paxos-agreement-seed7.schedule --limit time=1m",
  ],
  exitCodes: "0 it was explained, 2 a mistake, 3 a limit was met",
  flags,
  positional: [file, schedule],
  async run(given, path, schedulePath) {
    const from = givenIn(this, schedulePath);
    if (from === undefined) return;
    const { property: properties, limit } = given;
    const done = await reportOf<ExplainReport>(this, given, {
      file: path,
      job: {
        kind: "explain",
        ...from,
        ...graphLimits(limit),
        ...(properties === undefined ? {} : { properties }),
      },
      name: "The explanation",
      advice: "Set a limit: --limit configurations=100000.",
    });
    if (done === undefined) return;
    const { report } = done;
    this.process.exitCode = report.cutoff === undefined ? ExitCode.holds : ExitCode.unknown;
    const warnings = [...done.warnings, ...report.replayed.warnings];
    const { documentOfExplain, linesOfExplain } = await import("../explainReport.ts");
    if (this.json) this.answer(documentOfExplain(report, warnings));
    else this.print(await linesOfExplain(report, { warnings, file: path }));
  },
});
