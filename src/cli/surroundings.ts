/** What verbs print to, and what becomes of mistakes on the command line. */
import { stripVTControlCharacters } from "node:util";
import type { CommandContext, StricliProcess } from "@stricli/core";
import { ExitCode } from "./exitCode.ts";
import { jsonOfFailure } from "./json.ts";

/** The command line's surroundings, for every verb. */
export interface Surroundings extends CommandContext {
  readonly process: StricliProcess;
  /** What the argument parser has complained of, where the answer has to be JSON. */
  readonly complaints: string[];
  readonly json: boolean;
}

/** The surroundings of this process. */
export function surroundings(parameters: readonly string[]): Surroundings {
  const complaints: string[] = [];
  const json = parameters.includes("--json");
  const stderr = json
    ? { write: (text: string) => void complaints.push(text) }
    : { write: (text: string) => void process.stderr.write(text), getColorDepth: colorDepth };
  return {
    complaints,
    json,
    process: {
      stdout: { write: (text: string) => void process.stdout.write(text), getColorDepth: colorDepth },
      stderr,
      env: process.env,
    },
  };
}

function colorDepth(): number {
  return process.stdout.isTTY && process.env["NO_COLOR"] === undefined ? process.stdout.getColorDepth() : 1;
}

/** Turns the argument parser's exit codes into ours, and its complaints into JSON where that is wanted. */
export function settleUsage({ process: { exitCode }, complaints, json }: Surroundings): void {
  if (typeof exitCode !== "number") return;
  process.exitCode = exitCode < 0 || exitCode > 250 ? ExitCode.mistake : exitCode;
  if (!json || complaints.length === 0) return;
  const [what = "", ...advice] = complaints.join("").trim().split(/\n+/).map(stripVTControlCharacters);
  process.stdout.write(
    jsonOfFailure({
      kind: "usage",
      name: "usage",
      what: what.replace(/^error: /, ""),
      evidence: [],
      advice: advice.join(" "),
    }),
  );
}
