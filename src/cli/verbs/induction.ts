/** `lightcone induction FILE`: whether every step keeps an invariant, from wherever it is true. */
import type { InductionJob, InductionReport } from "../../host/node/theoryJobs.ts";
import { UsageError } from "../../model/error.ts";
import { file, judgingFlags, type JudgingFlags } from "../fileFlags.ts";
import { slip } from "../flagValues.ts";
import { graphFlags, graphLimits, graphReport, type GraphFlags } from "../graphFlags.ts";
import { systemRequest } from "../systemFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** The flags of `induction`. */
interface InductionFlags extends GraphFlags, Pick<JudgingFlags, "property"> {
  readonly strengthen: boolean;
  readonly copies: number;
}

const flags = {
  ...graphFlags,
  property: {
    ...judgingFlags.property,
    brief: "Prove this invariant; default all",
    more: "Several are assumed and proved together, so that one may help another.",
  },
  strengthen: {
    kind: "boolean",
    brief: "Look for facts with which it is inductive, about two or three values at a time",
    default: false,
    withNegated: false,
    more:
      "The facts are printed as implications, without those that can be spared. " +
      "An invariant of the file that says the same does the same.",
  },
  copies: {
    kind: "parsed",
    parse: parseCopies,
    brief: "Let so many equal messages be in transit to a process",
    default: "3",
    placeholder: "N",
    more: "Where there may be more, nothing is said to be proved. Message sets hold each message once.",
  },
  limit: {
    ...graphFlags.limit,
    brief: "Give up at memory=2GB or time=30s",
    more: "No configurations are visited.",
  },
} as const satisfies Flags<InductionFlags>;

/** More equal messages than these are not looked at: each number of them is a value. */
const COPIES_MAX = 100;

function parseCopies(text: string): number {
  const copies = Number(text);
  if (/^\d+$/.test(text) && copies >= 1 && copies <= COPIES_MAX) return copies;
  throw slip(`give a number of messages, from 1 to ${COPIES_MAX}`);
}

/** The verb `induction`. */
export const induction = verb<InductionFlags, [string]>({
  brief: "Prove invariants by induction: every step keeps them, from wherever they are true",
  about: [
    "Explores no schedules. Takes every step from every configuration in which the invariants are true,",
    "reachable or not, within the domains: the least sets of values of each part that no such step leaves.",
    "If one breaks an invariant, this counterexample to induction is shown, and says what to add to it.",
  ],
  examples: [
    "lightcone induction peterson.ts --property mutualExclusion",
    "lightcone induction two-phase-commit.ts --property consistent --strengthen",
  ],
  exitCodes: "0 it is inductive, 1 it is not, 2 a mistake, 3 a limit was met",
  flags,
  positional: [file],
  async run(given, path) {
    const { configurationsMax, ...limits } = graphLimits(given.limit);
    if (configurationsMax !== undefined)
      throw new UsageError("Induction visits no configurations.", "Limit memory or time.");
    const { property, strengthen, copies } = given;
    const job: InductionJob = {
      kind: "induction",
      system: systemRequest(given),
      strengthen,
      copies,
      ...limits,
      ...(property === undefined ? {} : { properties: property }),
    };
    const report = await graphReport<InductionReport>(this, given, { file: path, job, name: "The proof" });
    if (report === undefined) return;
    const { documentOfInduction, exitCodeOfInduction, linesOfInduction } =
      await import("../inductionReport.ts");
    this.process.exitCode = exitCodeOfInduction(report);
    if (this.json) this.answer(documentOfInduction(report));
    else this.print(linesOfInduction(report, { isStrengthened: strengthen }));
  },
});
