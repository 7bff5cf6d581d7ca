import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { runChild } from "./child.ts";
import { type Contender, readResult } from "./contender.ts";
import type { Variant } from "./system.ts";

/** The command, from the root of the package. */
export const COMMAND = "dist/cli/main.js";

/** What the command is asked to explore, whether or not it leaves out what cannot matter. */
function parameters({ protocol, topology, properties = [] }: Variant, processes: object): string[] {
  return [
    "check",
    protocol,
    ...Object.entries(processes).flatMap(([role, count]) => ["--processes", `${role}=${count}`]),
    ...(topology === undefined ? [] : ["--topology", topology]),
    ...properties.flatMap((name) => ["--property", name]),
    "--json",
  ];
}

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
      arguments: [COMMAND, ...parameters(variant, processes), ...(reduced ? [] : ["--full"])],
      directory: root,
      read: readResult,
    }),
  };
}

/**
 * Another build of Lightcone, on its own copy of the protocol file, in which it explores everything. A build
 * from before there were reductions does so without being told.
 */
export function otherBuild(command: string, variant: Variant): Contender {
  const root = resolve(dirname(command), "../..");
  return {
    name: `${variant.name} beside`,
    counts: "transitions",
    timed: true,
    knows: (system) => system.variants.includes(variant),
    missing: async () => {
      const absent = [command, join(root, variant.protocol)].find((file) => !existsSync(file));
      return absent === undefined ? null : `${absent} is not there`;
    },
    prepare: async (_system, { processes }) => {
      const { stdout } = await runChild(process.execPath, [command, "check", "--help"], ".");
      const full = stdout.includes("[--full") ? ["--full"] : [];
      return {
        program: process.execPath,
        arguments: [resolve(command), ...parameters(variant, processes), ...full],
        directory: root,
        read: readResult,
      };
    },
  };
}
