/** The terminal that verbs print to, and the handling of mistakes on the command line. */
import type { CommandContext, StricliProcess } from "@stricli/core";
import { usageFailure } from "../host/node/mistakeReport.ts";
import { ExitCode } from "./exitCode.ts";
import { coloured, printed } from "./ink.ts";
import { documentOfFailure, jsonText } from "./json.ts";

/** The terminal of the command line, as every verb has it. What verbs print goes through it. */
export interface Terminal extends CommandContext {
  readonly process: StricliProcess;
  /** The complaints of the argument parser. */
  readonly complaints: { readonly what: string; readonly advice: string }[];
  readonly json: boolean;
  /** Prints lines on the standard output. */
  print(lines: readonly string[]): void;
  /** Prints lines on the standard error. */
  remark(lines: readonly string[]): void;
  /** Prints a document on the standard output. */
  answer(document: object): void;
}

/** The terminal of this process. */
export function terminal(parameters: readonly string[]): Terminal {
  const json = parameters.includes("--json");
  // Where the answer has to be JSON, complaints become a document.
  const complain = json ? () => undefined : (text: string) => void process.stderr.write(coloured(text));
  const written = (lines: readonly string[]): string => lines.map((line) => `${printed(line)}\n`).join("");
  return {
    complaints: [],
    json,
    process: {
      stdout: { write: (text) => void process.stdout.write(coloured(text)), getColorDepth: colorDepth },
      stderr: { write: complain, getColorDepth: colorDepth },
      env: process.env,
    },
    print: (lines) => void process.stdout.write(written(lines)),
    remark: (lines) => void process.stderr.write(written(lines)),
    answer: (document) => void process.stdout.write(jsonText(document)),
  };
}

function colorDepth(): number {
  return process.stdout.isTTY && process.env["NO_COLOR"] === undefined ? process.stdout.getColorDepth() : 1;
}

/** Turns the argument parser's exit codes into ours, and its complaints into JSON where that is wanted. */
export function settleUsage({ process: { exitCode }, complaints, json, answer }: Terminal): void {
  if (typeof exitCode !== "number") return;
  process.exitCode = exitCode < 0 || exitCode > 250 ? ExitCode.mistake : exitCode;
  const [first] = complaints;
  if (json && first !== undefined) answer(documentOfFailure(usageFailure(first.what, first.advice)));
}
