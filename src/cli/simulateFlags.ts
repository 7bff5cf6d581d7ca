/** The flags of `simulate`, and what their values mean. */
import type { FlagParametersForType } from "@stricli/core";
import { nearest } from "../host/node/spelling.ts";
import { MEASURES, type Measure } from "../simulator/simulation.ts";
import { checkFlags, parseDuration, slip, type CheckFlags } from "./checkFlags.ts";
import type { SystemFlags } from "./systemFlags.ts";

/** One `--limit`. */
export type SimulationLimit =
  | { readonly kind: "events"; readonly count: number }
  | { readonly kind: "time"; readonly ms: number };

/** Flags of `simulate`, as they were given. */
export interface SimulateFlags extends SystemFlags, Pick<CheckFlags, "property" | "handlerTimeout"> {
  readonly runs: number;
  readonly seed: number;
  readonly adversary: string;
  readonly every: number | undefined;
  readonly limit: readonly SimulationLimit[] | undefined;
  readonly histogram: readonly Measure[] | undefined;
  readonly json: boolean;
  readonly typecheck: boolean;
}

const { system, processes, topology, channels, timing, failures, memory } = checkFlags;
const { inputs, property, handlerTimeout } = checkFlags;

/** The flags of `simulate` but for those that all verbs have. */
export const simulateFlags = {
  runs: { kind: "parsed", parse: parseRuns, brief: "How many runs", placeholder: "N", default: "1000" },
  seed: {
    kind: "parsed",
    parse: parseSeed,
    brief: "The seed of the first run; the others have the numbers after it",
    placeholder: "N",
    default: "1",
  },
  adversary: {
    kind: "parsed",
    parse: String,
    brief:
      "Who chooses: random, fair, round-robin, priority, delay-bounded, virtual-time, oblivious, " +
      "worst:PROPERTY, scripted:FILE, or your own",
    placeholder: "NAME",
    default: "random",
  },
  every: {
    kind: "parsed",
    parse: parseRuns,
    brief: "Judge properties after every so many steps, and at the end; default 1 for up to 100 processes",
    placeholder: "STEPS",
    optional: true,
  },
  limit: {
    kind: "parsed",
    parse: parseLimit,
    brief: "End each run at events=N, or the whole simulation at time=30s",
    placeholder: "KIND=VALUE",
    optional: true,
    variadic: true,
  },
  histogram: {
    kind: "parsed",
    parse: parseMeasure,
    brief: `Draw ${MEASURES.join(", ")}; default messages`,
    placeholder: "MEASURE",
    optional: true,
    variadic: true,
  },
  system,
  processes,
  topology,
  channels,
  timing,
  failures,
  memory,
  inputs,
  property,
  handlerTimeout,
} satisfies FlagParametersForType<Omit<SimulateFlags, "json" | "typecheck">>;

function parseRuns(text: string): number {
  const number = wholeNumber(text);
  if (number >= 1) return number;
  throw slip(`"${text}" is no whole number from 1 on, such as 1000 or 1e6`);
}

function parseMeasure(text: string): Measure {
  const found = MEASURES.find((measure) => measure === text);
  if (found !== undefined) return found;
  const meant = nearest(text, MEASURES);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  throw slip(`there is no histogram of "${text}"${hint}; possible are ${MEASURES.join(", ")}`);
}

function parseSeed(text: string): number {
  const seed = wholeNumber(text);
  if (seed < 2 ** 32) return seed;
  throw slip(`"${text}" is no seed; give a whole number from 0 to 4294967295`);
}

function parseLimit(text: string): SimulationLimit {
  const [, kind, value = ""] = /^(events|time)=(.+)$/.exec(text) ?? [];
  if (kind === "time") return { kind, ms: parseDuration(value) };
  if (kind === "events" && wholeNumber(value) >= 1) return { kind, count: wholeNumber(value) };
  throw slip("limits are events=1000000 (of each run) and time=30s (of all together)");
}

/** A whole number that is not negative, or NaN. */
function wholeNumber(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text.replaceAll("_", "").replaceAll(",", ""));
  return Number.isSafeInteger(number) && number >= 0 ? number : Number.NaN;
}
