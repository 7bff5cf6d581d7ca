/** `lightcone probability FILE`: how probable properties are, and what executions cost on average. */
import { costs, type CostName } from "../../analysis/index.ts";
import type { ProbabilityJob, ProbabilityReport } from "../../host/node/probabilities.ts";
import { ExitCode } from "../exitCode.ts";
import { file } from "../fileFlags.ts";
import { graphFlags, graphReport, graphRequest, type GraphFlags } from "../graphFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `probability`. */
interface ProbabilityFlags extends GraphFlags {
  readonly property: string | undefined;
  readonly cost: CostName | undefined;
  readonly show: ProbabilityJob["shown"];
}

const flags = {
  ...graphFlags,
  property: {
    kind: "parsed",
    parse: String,
    brief: "Ask about this property, and show an adversary; default all",
    optional: true,
    placeholder: "NAME",
  },
  cost: {
    kind: "enum",
    values: Object.keys(costs) as CostName[],
    brief: "Tell what this costs on average until the property holds; without one, until executions end",
    optional: true,
    more:
      "As with worst, what changes nothing costs nothing, unless a coin was flipped in it. Where an " +
      "adversary may put off what has to come, and that costs something, there is no greatest cost.",
  },
  show: {
    kind: "enum",
    values: ["worst", "best"],
    brief: "The adversary that is shown: it makes things improbable or costly; or the other way round",
    default: "worst",
  },
} as const satisfies Flags<ProbabilityFlags>;

/** The verb `probability`. */
export const probability = verb<ProbabilityFlags, [string]>({
  brief: "Say how probable properties are, at least and at most, and what executions cost on average",
  about: [
    "Coins fall by chance; all else is chosen by an adversary, event by event, who sees how coins have",
    "fallen and is admissible with probability 1. Tells the least and the greatest probability with which a",
    "property holds, with bounds on how exact that is, and an adversary that attains it.",
  ],
  examples: [
    "lightcone probability consensus.ts --inputs process=0,1",
    "lightcone probability election.ts --property elected --cost messages",
  ],
  exitCodes: "0 the probabilities are known, 2 a mistake, 3 a limit was met",
  flags,
  positional: [file],
  async run(given, path) {
    const { property, cost, show, ...rest } = given;
    const job: ProbabilityJob = {
      kind: "probability",
      shown: show,
      ...(property === undefined ? {} : { property }),
      ...(cost === undefined ? {} : { cost }),
      ...graphRequest(rest),
    };
    const report = await graphReport<ProbabilityReport>(this, rest, { file: path, job, name: "The search" });
    if (report === undefined) return;
    this.process.exitCode = ExitCode.holds;
    const { documentOfProbability, linesOfProbability } = await import("../probabilityReport.ts");
    if (this.json) this.answer(documentOfProbability(report));
    else this.print(linesOfProbability(report, { file: path, system: given.system }));
  },
});
