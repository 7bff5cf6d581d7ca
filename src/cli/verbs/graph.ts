/** `lightcone graph FILE`: the graph of all configurations, collapsed to what fits in a picture. */
import type { Collapse, GraphPictureReport } from "../../host/node/graphBoxes.ts";
import { ExitCode } from "../exitCode.ts";
import { file } from "../fileFlags.ts";
import { graphFlags, graphReport, graphRequest, type GraphFlags } from "../graphFlags.ts";
import { writePicture } from "../pictureFile.ts";
import { verb, type Flags } from "../verb.ts";

/** The flags of `graph`, as they were given. */
interface OverviewFlags extends GraphFlags {
  readonly collapse: Collapse | undefined;
  readonly show: readonly string[] | undefined;
  readonly svg: string | undefined;
  readonly html: string | undefined;
}

const flags = {
  ...graphFlags,
  collapse: {
    kind: "enum",
    values: ["none", "chains", "alike"],
    brief: "What is one box: a configuration, steps in a row, or all that are joined and look alike",
    optional: true,
    more: "Unless told, the first of these that leaves sixty boxes at most, or the last.",
  },
  show: {
    kind: "parsed",
    parse: String,
    brief: "Show this variable of all states, too",
    placeholder: "VARIABLE",
    optional: true,
    variadic: true,
    more: "Configurations in which it differs do not look alike.",
  },
  svg: {
    kind: "parsed",
    parse: String,
    brief: "Write a picture to this file",
    optional: true,
    placeholder: "OUT",
  },
  html: {
    kind: "parsed",
    parse: String,
    brief: "Write a web page with the picture to this file",
    optional: true,
    placeholder: "OUT",
  },
} as const satisfies Flags<OverviewFlags>;

/** The verb `graph`. */
export const graph = verb<OverviewFlags, [string]>({
  brief: "Draw the graph of all configurations, collapsed to what fits in a picture",
  about: [
    "Shows all that a system can come to: where executions begin and may end, what has been decided and",
    "what still can be, and which invariants are false. Of a larger system, configurations that are looked",
    "at as one are one box; there are 300 at most, and it is said what is left out.",
  ],
  examples: [
    "lightcone graph consensus.ts --svg all.svg",
    "lightcone graph commit.ts --show phase",
    "lightcone graph consensus.ts --processes process=2 --collapse none --html all.html",
  ],
  exitCodes: "0 it was drawn, 2 a mistake, 3 a limit was met",
  flags,
  positional: [file],
  async run(given, path) {
    const { collapse, show = [] } = given;
    const wanted = collapse === undefined ? { show } : { show, collapse };
    const job = { kind: "graph", ...graphRequest(given), ...wanted } as const;
    const report = await graphReport<GraphPictureReport>(this, given, {
      file: path,
      job,
      name: "The search",
    });
    if (report === undefined) return;
    this.process.exitCode = ExitCode.holds;
    const { documentOfGraph, drawnGraphOf, linesOfGraph, pageOfGraph } = await import("../graphReport.ts");
    if (given.svg !== undefined) {
      const picture = await drawnGraphOf(report);
      writePicture(given.svg, () => picture, [path]);
    }
    if (given.html !== undefined) {
      const page = await pageOfGraph(report);
      writePicture(given.html, () => page, [path]);
    }
    if (this.json) this.answer(documentOfGraph(report));
    else this.print(linesOfGraph(report));
  },
});
