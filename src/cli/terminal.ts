/** The terminal that verbs print to, and the handling of mistakes on the command line. */
import type { CommandContext, StricliProcess } from "@stricli/core";
import { usageFailure } from "../host/node/mistakeReport.ts";
import { ExitCode } from "./exitCode.ts";
import { jsonOfFailure } from "./json.ts";

/** The terminal of the command line, as every verb has it. */
export interface Terminal extends CommandContext {
  readonly process: StricliProcess;
  /** The complaints of the argument parser. */
  readonly complaints: { readonly what: string; readonly advice: string }[];
  readonly json: boolean;
}

/** The terminal of this process. */
export function terminal(parameters: readonly string[]): Terminal {
  const json = parameters.includes("--json");
  // Where the answer has to be JSON, complaints become a document.
  const stderr = json
    ? { write: () => undefined }
    : { write: (text: string) => void process.stderr.write(text), getColorDepth: colorDepth };
  return {
    complaints: [],
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
export function settleUsage({ process: { exitCode }, complaints, json }: Terminal): void {
  if (typeof exitCode !== "number") return;
  process.exitCode = exitCode < 0 || exitCode > 250 ? ExitCode.mistake : exitCode;
  const [first] = complaints;
  if (json && first !== undefined)
    process.stdout.write(jsonOfFailure(usageFailure(first.what, first.advice)));
}
