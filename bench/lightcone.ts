import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Contender, readResult } from "./contender.ts";
import type { Variant } from "./system.ts";

/** The command, from the root of the package. */
export const COMMAND = "dist/cli/main.js";

/**
 * Lightcone itself, as its users run it: the command, on a protocol file of the zoo. `reduced`: without what
 * cannot matter, so that its counts are its own.
 */
export function lightcone(root: string, variant: Variant, reduced = false): Contender {
  return {
    name: reduced ? `${variant.name}, reduced` : variant.name,
    counts: reduced ? "its own" : "transitions",
    timed: true,
    knows: (system) => system.variants.includes(variant),
    missing: async () =>
      existsSync(join(root, COMMAND)) ? null : `${COMMAND} is not there: run "npm run build" first`,
    prepare: async (_system, { processes }) => ({
      program: process.execPath,
      arguments: [
        COMMAND,
        "check",
        variant.protocol,
        ...Object.entries(processes).flatMap(([role, count]) => ["--processes", `${role}=${count}`]),
        ...(variant.topology === undefined ? [] : ["--topology", variant.topology]),
        ...(reduced ? [] : ["--full"]),
        "--json",
      ],
      directory: root,
      read: readResult,
    }),
  };
}
