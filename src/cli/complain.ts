/** Telling failures: what happened, the evidence, what to do. */
import type { MistakeReport } from "../host/node/mistakeReport.ts";
import { shortenPaths } from "../host/node/stackTrace.ts";
import { ExitCode } from "./exitCode.ts";
import { bold, cyan, dim, red } from "./ink.ts";
import { documentOfFailure } from "./json.ts";
import type { Terminal } from "./terminal.ts";

/** Tells a failure, on the standard error or as JSON, and sets the exit code. */
export function complain(terminal: Terminal, failure: MistakeReport): void {
  const told = { ...failure, evidence: failure.evidence.map((line) => shortenPaths(line, process.cwd())) };
  terminal.process.exitCode = failure.kind === "lightcone" ? ExitCode.lightcone : ExitCode.mistake;
  if (terminal.json) terminal.answer(documentOfFailure(told));
  else terminal.remark(linesOfFailure(told));
}

/** The longest path that is printed in full. */
const PATH_MAX = 30;

/** A longer sentence is cut: it quotes what somebody has given. */
const SENTENCE_MAX = 600;

function cut(text: string): string {
  return text.length <= SENTENCE_MAX ? text : `${text.slice(0, SENTENCE_MAX)}… (${text.length} characters)`;
}

/** A failure for people. */
function linesOfFailure({ name, kind, what, advice, evidence, schedule }: MistakeReport): string[] {
  const heading = `${red("error")} ${dim(`(${name})`)}: ${bold(cut(what))}`;
  // Of evidence, what shows code has several lines; and code may have tabs.
  const body = evidence.flatMap((line) => line.split("\n")).map((line) => `  ${line.replaceAll("\t", "  ")}`);
  return [
    kind === "usage" && name === "usage" ? `${red("error")}: ${bold(cut(what))}` : heading,
    ...body,
    ...pathLines(schedule),
    "",
    cyan(cut(advice)),
  ];
}

/** The events that lead to an error. */
function pathLines(schedule: readonly string[] | undefined): string[] {
  if (schedule === undefined) return [];
  if (schedule.length === 0) return ["  It happens at the very beginning."];
  const hidden = schedule.length - PATH_MAX;
  const shown = hidden > 0 ? [`… ${hidden} events before`, ...schedule.slice(hidden)] : schedule;
  return ["", "  The path to it:", ...shown.map((event) => `    ${event}`)];
}
