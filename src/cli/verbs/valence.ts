/**
 * `lightcone valence FILE`: which values can still be decided, where that is settled, and for how long not.
 */
import type { ValenceReport } from "../../host/node/theoryJobs.ts";
import { ExitCode } from "../exitCode.ts";
import { file } from "../fileFlags.ts";
import { graphFlags, graphReport, graphRequest, type GraphFlags } from "../graphFlags.ts";
import { UsageError } from "../../model/error.ts";
import { writePicture } from "../pictureFile.ts";
import { verb, type Flags } from "../verb.ts";

/** The flags of `valence`, as they were given. */
interface ValenceFlags extends GraphFlags {
  readonly svg: string | undefined;
  readonly html: string | undefined;
}

const flags = {
  ...graphFlags,
  svg: {
    kind: "parsed",
    parse: String,
    brief: "Write a picture of the hook to this file",
    optional: true,
    placeholder: "OUT",
  },
  html: {
    kind: "parsed",
    parse: String,
    brief:
      "Write a web page to this file: the way to the hook with the valence after each step, and the hook",
    optional: true,
    placeholder: "OUT",
    more: "Without a hook it shows the execution in which the decision stays open longest.",
  },
} as const satisfies Flags<ValenceFlags>;

/** The verb `valence`. */
export const valence = verb<ValenceFlags, [string]>({
  brief: "Say which values can still be decided, and how long an adversary keeps that open",
  about: [
    "A configuration is 0-valent if nothing but 0 can be decided any more, and bivalent if several values",
    "can. Counts the configurations of each valence; shows critical ones, in which whatever is done next",
    "decides; a hook, in which the same step decides otherwise after another one; and an execution that",
    "stays bivalent for ever, or as long as possible.",
  ],
  examples: [
    "lightcone valence consensus.ts --inputs process=0,1",
    "lightcone valence consensus.ts --failures crash:1 --limit configurations=1e6",
  ],
  exitCodes: "0 the valences are known, 2 a mistake, 3 a limit was met",
  flags,
  positional: [file],
  async run(given, path) {
    const job = { kind: "valence", ...graphRequest(given) } as const;
    const report = await graphReport<ValenceReport>(this, given, { file: path, job, name: "The search" });
    if (report === undefined) return;
    this.process.exitCode = ExitCode.holds;
    const { documentOfValence, drawnHook, linesOfValence, pageOfValence } =
      await import("../valenceReport.ts");
    if (given.svg !== undefined) {
      const drawn = drawnHook(report);
      if (drawn === undefined)
        throw new UsageError(
          "There is no hook to be drawn.",
          "Leave --svg out, or ask about another system.",
        );
      writePicture(given.svg, () => drawn, [path]);
    }
    if (given.html !== undefined) {
      const page = pageOfValence(report);
      if (page === undefined)
        throw new UsageError(
          "No configuration is bivalent: there is nothing to be shown.",
          "Leave --html out, or ask about another system.",
        );
      writePicture(given.html, () => page, [path]);
    }
    if (this.json) this.answer(documentOfValence(report));
    else this.print(linesOfValence(report, { file: path, system: given.system }));
  },
});
