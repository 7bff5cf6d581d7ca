/** The mistakes of author code, and of requests, as the page shows them. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { caught, stringOf } from "../../base/foreign.ts";
import { ForbiddenInHandler, ProtocolError, UsageError } from "../../model/index.ts";
import type { Program } from "../compiling/program.ts";
import type { StudioMistake } from "../conversation.ts";
import { LINES_BEFORE, scriptNameOf } from "./authorProgram.ts";

/** The mistake that a thrown value stands for, at its line where that is known. */
export function mistakeOf(thrown: unknown, program: Program | undefined): StudioMistake {
  const error = caught(thrown);
  const told = toldOf(error);
  const cause = error instanceof ProtocolError ? error.cause : error;
  const place = program === undefined ? undefined : placeOf(cause, program);
  return { ...told, ...(place === undefined ? {} : { place }) };
}

function toldOf(error: unknown): Omit<StudioMistake, "place"> {
  if (error instanceof ProtocolError) {
    const { what, evidence, advice } = error;
    return { what, evidence, advice };
  }
  if (error instanceof UsageError) return { what: error.what, evidence: [], advice: error.advice };
  if (error instanceof ForbiddenInHandler)
    return {
      what: `The file used ${error.used} while it was loaded.`,
      evidence: [],
      advice: "A protocol is the same whenever and wherever it is loaded: write down what it is made of.",
    };
  if (error instanceof Error)
    return {
      what: `${error.name}: ${error.message}`,
      evidence: [],
      advice: "Mend the code, and it is loaded again.",
    };
  return { what: `It threw ${stringOf(error)}.`, evidence: [], advice: "Throw errors, or nothing." };
}

/** The innermost place in the author's files that an error's stack names. */
function placeOf(error: unknown, { files }: Program): StudioMistake["place"] {
  if (!(error instanceof Error)) return undefined;
  for (const line of (error.stack ?? "").split("\n")) {
    for (const { path, map } of files) {
      const begin = line.indexOf(`${scriptNameOf(path)}:`);
      if (begin === -1) continue;
      const [row, column] = line
        .slice(begin + scriptNameOf(path).length + 1)
        .split(":")
        .map((one) => parseInt(one, 10));
      const found = originalPositionFor(new TraceMap(map), {
        line: (row ?? 1) - LINES_BEFORE,
        column: (column ?? 1) - 1,
      });
      if (found.line !== null) return { path, line: found.line, column: found.column + 1 };
    }
  }
  return undefined;
}
