/** `lightcone splice FILE`: why three processes cannot agree if one of them may lie. */
import type { SpliceJob, SpliceReport } from "../../host/node/theoryJobs.ts";
import { ExitCode } from "../exitCode.ts";
import { file, fileFlags, type FileFlags } from "../fileFlags.ts";
import { reportOf } from "../fileJob.ts";
import { systemFlags, systemRequest, type SystemFlags } from "../systemFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `splice`. */
interface SpliceFlags extends SystemFlags, FileFlags {}

const flags = { ...systemFlags, ...fileFlags } as const satisfies Flags<SpliceFlags>;

/** The verb `splice`. */
export const splice = verb<SpliceFlags, [string]>({
  brief: "Put two copies of three processes into a ring, and see where one liar breaks them",
  about: [
    "In a ring of two copies of three processes, each two neighbours see what they would see among three if",
    "the third lied. Cuts three executions with one liar out of it, each of which an honest process cannot",
    "tell from the next. No protocol comes out right in all three: says where this one does not.",
  ],
  examples: ["lightcone splice consensus.ts --processes process=3 --failures byzantine:1"],
  exitCodes: "0 no property is violated in them, 1 some are, 2 a mistake",
  flags,
  positional: [file],
  async run(given, path) {
    const job: SpliceJob = { kind: "splice", system: systemRequest(given) };
    const advice = "Ask about a protocol that ends after a few rounds.";
    const done = await reportOf<SpliceReport>(this, given, { file: path, job, name: "The ring", advice });
    if (done === undefined) return;
    const { report } = done;
    const isViolated = report.executions.some(({ refuted }) => refuted.length > 0);
    this.process.exitCode = isViolated ? ExitCode.violated : ExitCode.holds;
    const { documentOfSplice, linesOfSplice } = await import("../spliceReport.ts");
    if (this.json) this.answer(documentOfSplice(report));
    else this.print(linesOfSplice(report, { file: path, system: given.system }));
  },
});
