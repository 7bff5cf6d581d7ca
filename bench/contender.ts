import { runChild } from "./child.ts";
import type { BenchSystem, Instance } from "./system.ts";

/** What a tool says about an exploration. */
export interface Report {
  readonly configurations: number;
  /** How many of them are stored: one for each orbit, where processes are interchangeable. */
  readonly stored: number;
  readonly transitions: number;
  /** See Instance.depth; null when the tool does not search breadth first. */
  readonly depth: number | null;
  /** Time to explore, on the tool's own clock, without starting and loading. */
  readonly seconds: number;
  /** How often the code of the protocol's author was called; null where every transition is author code. */
  readonly authorCalls: number | null;
  /** The properties that were not found to hold, each with the steps of a schedule that refutes it. */
  readonly refuted: Readonly<Record<string, number | null>>;
}

/** A program that explores one instance when it is started. */
export interface Exploration {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  /** Reads what the program printed. Throws if that is not the result of a complete exploration. */
  readonly read: (stdout: string) => Report;
}

/** A tool, or a way to use one, that explores the systems of the bench. */
export interface Contender {
  readonly name: string;
  /**
   * Which of an instance's counts the tool's transitions are; "its own" where it leaves something out, or
   * counts the states of a product.
   */
  readonly counts: "transitions" | "changes" | "its own";
  /** Whether it takes part in the timed rounds, or only has to agree with the others. */
  readonly timed: boolean;
  /** Whether there is a model of this system for it. */
  readonly knows: (system: BenchSystem) => boolean;
  /** Why it cannot be used here, and what to do about that; null if it can. */
  readonly missing: () => Promise<string | null>;
  /** Builds whatever has to be built; this is not timed. */
  readonly prepare: (system: BenchSystem, instance: Instance) => Promise<Exploration>;
}

/** One exploration by one contender, measured from outside. */
export interface Measurement {
  readonly report: Report;
  /** Wall-clock time of the whole program, the same clock for every tool. */
  readonly seconds: number;
  /** Time that processors spent on it; null where that cannot be told. */
  readonly processorSeconds: number | null;
  readonly peakBytes: number | null;
}

/** Runs an exploration to its end. Throws, with what the program said, if there is no result to read. */
export async function explore(exploration: Exploration): Promise<Measurement> {
  const { program, arguments: args, directory } = exploration;
  const outcome = await runChild(program, args, directory);
  try {
    return {
      report: exploration.read(outcome.stdout),
      seconds: outcome.seconds,
      processorSeconds: outcome.processorSeconds,
      peakBytes: outcome.peakBytes,
    };
  } catch (error) {
    const said = outcome.stderr.trim().split("\n").slice(-5).join("\n");
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${[program, ...args].join(" ")} (code ${outcome.code}): ${said || reason}`);
  }
}

/** A property in such a result. */
interface Judged {
  readonly name: string;
  readonly verdict: string;
  readonly steps?: number;
}

/** Reads the JSON result that Lightcone and the Stateright peer print alike. Throws if a count is missing. */
export function readResult(stdout: string): Report {
  const result = JSON.parse(stdout) as Record<string, unknown>;
  const count = (name: string): number => {
    const value = result[name];
    if (typeof value !== "number") throw new Error(`the result has no number "${name}"`);
    return value;
  };
  const symmetry = result["symmetry"] as { readonly orbits: number } | undefined;
  const properties = result["properties"] as readonly Judged[];
  return {
    configurations: count("configurations"),
    stored: symmetry?.orbits ?? count("configurations"),
    transitions: count("transitions"),
    depth: count("depth"),
    seconds: count("seconds"),
    authorCalls: typeof result["authorCalls"] === "number" ? result["authorCalls"] : null,
    refuted: Object.fromEntries(
      properties.flatMap(({ name, verdict, steps = null }) => (verdict === "holds" ? [] : [[name, steps]])),
    ),
  };
}
