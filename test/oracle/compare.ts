/** Where the oracle and Lightcone differ. */
import { answer, type Answer } from "./explore.ts";
import { answerOf, type Engine } from "./product.ts";
import { inRounds, type Tiny } from "./tiny.ts";
import { statesOf, type Sight } from "./view.ts";

/** How large systems may be: larger ones are passed over. */
export interface Sizes {
  readonly kernel: number;
  readonly reference: number;
}

/** Small enough that one takes a second or less. */
export const SIZES: Sizes = { kernel: 500, reference: 100 };

/** What became of one system. */
export type Outcome =
  | { readonly outcome: "agree"; readonly verdicts: readonly string[] }
  | { readonly outcome: "refused" }
  | { readonly outcome: "too large" }
  | Difference;

/** Two answers to one question. */
export interface Difference {
  readonly outcome: "differ";
  readonly engine: Engine;
  readonly about: keyof Answer;
  readonly oracle: Answer;
  readonly product: Answer | undefined;
}

const FIELDS: readonly (keyof Answer)[] = [
  "refused",
  "sights",
  "initial",
  "configurations",
  "quiescent",
  "depth",
  "transitions",
  "verdicts",
];

/**
 * Where a step can fail in its middle, the documents do not say whether the ways in which it ends are one
 * event.
 */
const IN_STEPS = new Set(["crash", "crash-recovery", "send-omission", "omission"]);

/** The first thing on which two answers differ. */
export function difference(tiny: Tiny, oracle: Answer, product: Answer): keyof Answer | undefined {
  const counts = !inRounds(tiny) && !tiny.failures.some(({ kind }) => IN_STEPS.has(kind));
  const fields = FIELDS.filter((field) => counts || field !== "transitions");
  return fields.find((field) => JSON.stringify(oracle[field]) !== JSON.stringify(product[field]));
}

/** An answer as it is where what cannot matter is left out, and nothing is counted. */
function inBrief({ refused, because, verdicts, sights = [] }: Answer): Answer {
  if (refused !== undefined) return { refused, ...(because === undefined ? {} : { because }) };
  const states = sights.map((sight) => JSON.stringify((JSON.parse(sight) as Sight).processes.map(statesOf)));
  return { ...(verdicts === undefined ? {} : { verdicts }), sights: [...new Set(states)].sort() };
}

/** What each engine is to answer where the oracle answers so. */
const ASKED_OF: Readonly<Record<Engine, (oracle: Answer) => Answer>> = {
  kernel: (oracle) => oracle,
  reference: (oracle) => oracle,
  reduced: inBrief,
  "kernel, unseen": (oracle) => oracle,
  "reduced, unseen": ({ refused, verdicts }) =>
    refused === undefined ? { verdicts: verdicts ?? [] } : { refused },
};

/** The engines that are asked about everything. */
const ALL_ENGINES: readonly Engine[] = ["kernel", "reduced", "reference"];

/** Asks both about a system. */
export function compare(
  tiny: Tiny,
  { kernel, reference }: Sizes = SIZES,
  engines: readonly Engine[] = ALL_ENGINES,
): Outcome {
  const oracle = answer(tiny, kernel, { isUnseen: engines.every((engine) => engine.endsWith("unseen")) });
  if (oracle === undefined) return { outcome: "too large" };
  const { configurations = 0 } = oracle;
  for (const engine of engines) {
    if (engine === "reference" && configurations > reference) continue;
    // Room for what would be too much, so that a difference shows as what it is.
    const room = oracle.refused === undefined ? 4 * configurations + 100 : 4 * kernel;
    const product = answerOf(tiny, engine, room);
    if (product === undefined && oracle.refused !== undefined) return { outcome: "too large" };
    if (product === undefined) return { outcome: "differ", engine, about: "configurations", oracle, product };
    const about = difference(tiny, ASKED_OF[engine](oracle), product);
    if (about !== undefined) return { outcome: "differ", engine, about, oracle, product };
  }
  const { refused, verdicts = [] } = oracle;
  return refused === undefined ? { outcome: "agree", verdicts } : { outcome: "refused" };
}
