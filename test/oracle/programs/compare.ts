/** Where Lightcone's process code and the language differ. */
import * as lightcone from "lightcone";
import { compiled, evaluate, Refused } from "../load.ts";
import { native, plainText, type Reached } from "./native.ts";
import { shrinkProgram, textOf, type Program } from "./program.ts";

/** So many different pasts are followed. */
const PASTS_MAX = 600;

/** What Lightcone makes of a program. */
function product(program: Program, limit: number): Reached {
  const sights = new Set<string>();
  const record = (_roles: unknown, { processes, objects }: lightcone.ConfigurationView): boolean => {
    const all = processes.map(({ state, decision, halted }) => ({
      state,
      decision: decision ?? null,
      halted,
    }));
    sights.add(plainText([all, objects]));
    return true;
  };
  try {
    const protocol = evaluate(compiled(textOf(program, "")), {
      properties: { record: { invariant: record } },
    });
    const { configurations, cutoff } = lightcone.check(lightcone.system(protocol), {
      keepGoing: true,
      configurationsMax: limit,
    });
    if (cutoff !== undefined) return { refused: "too long", sights: [] };
    return { sights: [...sights].sort(), configurations };
  } catch (error) {
    const isRefused = error instanceof Refused || isOfCode(error);
    const because = (error as Error).message;
    if (!isRefused && !(error instanceof lightcone.ProtocolError)) throw error;
    return { refused: isRefused ? "refused" : "a mistake", because, sights: [] };
  }
}

/**
 * Whether process code, or what it leaves in a state, is not taken, though JavaScript would take it. The
 * order in which a Set or a Map lists what is in it is such a thing.
 */
function isOfCode(error: unknown): boolean {
  return (
    error instanceof lightcone.ProtocolError &&
    /^(process-code|value-not-plain|order-observed)$/.test(error.fault)
  );
}

/** What became of one program. */
export type ProgramOutcome =
  | { readonly outcome: "agree" | "mistake" | "too long" }
  | { readonly outcome: "refused"; readonly because: string }
  | {
      readonly outcome: "differ";
      readonly about: string;
      readonly language: Reached;
      readonly product: Reached;
    };

/** Runs a program by both. */
export function compareProgram(program: Program): ProgramOutcome {
  const language = native(program, PASTS_MAX);
  if (language.refused === "too long") return { outcome: "too long" };
  if (language.refused === "no program") return { outcome: "mistake" };
  const found = product(program, 4 * PASTS_MAX);
  if (found.refused === "refused") return { outcome: "refused", because: found.because ?? "" };
  const differ = (about: string): ProgramOutcome => ({ outcome: "differ", about, language, product: found });
  // The language stops at a mistake, and does not know how many pasts there are besides.
  if (language.refused === "a mistake" && found.refused === "too long") return { outcome: "too long" };
  if (language.refused !== found.refused) return differ("refused");
  if (language.refused !== undefined) return { outcome: "mistake" };
  if (language.sights.join("\n") !== found.sights.join("\n")) return differ("sights");
  if ((found.configurations ?? 0) > (language.pasts ?? 0)) return differ("configurations");
  return { outcome: "agree" };
}

function shown(reached: Reached, other: Reached): string {
  const { sights, ...rest } = reached;
  const known = new Set(other.sights);
  const own = sights.filter((sight) => !known.has(sight)).slice(0, 6);
  return [JSON.stringify(rest), ...own.map((sight) => `  only here: ${sight}`)].join("\n");
}

/** The text of a difference: the program, made small, and what both make of it. */
export function reportProgram(program: Program, about: string): string {
  const isSame = (one: Program): boolean => {
    const outcome = compareProgram(one);
    return outcome.outcome === "differ" && outcome.about === about;
  };
  const small = shrinkProgram(program, isSame);
  const found = compareProgram(small);
  if (found.outcome !== "differ") return "it does not differ any more";
  return [
    textOf(small, "const properties = {};"),
    `language:  ${shown(found.language, found.product)}`,
    `lightcone: ${shown(found.product, found.language)}`,
  ].join("\n");
}
