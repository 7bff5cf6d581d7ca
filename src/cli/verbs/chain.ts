/** `lightcone chain FILE`: executions, each of which some process cannot tell from the next. */
import type { ChainJob, ChainReport } from "../../host/node/theoryJobs.ts";
import { ExitCode } from "../exitCode.ts";
import { file } from "../fileFlags.ts";
import { slip, wholeNumber } from "../flagValues.ts";
import { graphFlags, graphReport, graphRequest, type GraphFlags } from "../graphFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `chain`. */
interface ChainFlags extends GraphFlags {
  readonly after: number | undefined;
}

const flags = {
  after: {
    kind: "parsed",
    parse: parseAfter,
    brief: "Look at executions after so many rounds, or steps; default: where they end",
    placeholder: "N",
    optional: true,
  },
  ...graphFlags,
} as const satisfies Flags<ChainFlags>;

function parseAfter(text: string): number {
  const count = wholeNumber(text);
  if (count >= 0) return count;
  throw slip(`"${text}" is no number of rounds or steps; give a whole number, such as 2`);
}

/** The verb `chain`. */
export const chain = verb<ChainFlags, [string]>({
  brief: "Connect executions that must come out differently, by processes that cannot tell",
  about: [
    "Two executions are similar if some process that has not failed is in the same state after both: it",
    "decides the same. Looks for a shortest chain of similar executions from one that has to decide one",
    "thing to one that has to decide another: a proof that agreement fails, or that it is too early.",
  ],
  examples: [
    "lightcone chain consensus.ts --timing synchronous --failures crash:1 --after 1",
    "lightcone chain generals.ts --failures loss",
  ],
  exitCodes: "0 there is no such chain, 1 there is one, 2 a mistake, 3 a limit was met",
  flags,
  positional: [file],
  async run(given, path) {
    const { after } = given;
    const job: ChainJob = {
      kind: "chain",
      ...graphRequest(given),
      ...(after === undefined ? {} : { after }),
    };
    const report = await graphReport<ChainReport>(this, given, { file: path, job, name: "The search" });
    if (report === undefined) return;
    this.process.exitCode = report.chain === undefined ? ExitCode.holds : ExitCode.violated;
    const { documentOfChain, linesOfChain } = await import("../chainReport.ts");
    if (this.json) this.answer(documentOfChain(report));
    else this.print(linesOfChain(report));
  },
});
