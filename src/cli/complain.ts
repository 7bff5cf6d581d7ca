/** Telling failures: what happened, the evidence, what to do. */
import type { MistakeReport } from "../host/node/mistakeReport.ts";
import { shortenPaths } from "../host/node/stackTrace.ts";
import { ExitCode } from "./exitCode.ts";
import { bold, cyan, dim, red } from "./ink.ts";
import { jsonOfFailure } from "./json.ts";
import type { Terminal } from "./terminal.ts";

/** Tells a failure, on the standard error or as JSON, and sets the exit code. */
export function complain({ process: out, json }: Terminal, failure: MistakeReport): void {
  const told = { ...failure, evidence: failure.evidence.map((line) => shortenPaths(line, process.cwd())) };
  out.exitCode = failure.kind === "lightcone" ? ExitCode.lightcone : ExitCode.mistake;
  if (json) out.stdout.write(jsonOfFailure(told));
  else process.stderr.write(textOfFailure(told));
}

/** The longest path that is printed in full. */
const PATH_MAX = 30;

/** A failure for people. */
function textOfFailure(failure: MistakeReport): string {
  const { name, kind } = failure;
  const [what, advice] = [shown(failure.what), shown(failure.advice)];
  const [evidence, schedule] = [failure.evidence.map(shown), failure.schedule?.map(shown)];
  const heading = `${red("error")} ${dim(`(${name})`)}: ${bold(what)}`;
  const body = evidence.flatMap((line) => line.split("\n")).map((line) => `  ${line}`);
  const text = [
    kind === "usage" && name === "usage" ? `${red("error")}: ${bold(what)}` : heading,
    ...body,
    ...pathLines(schedule),
    "",
    cyan(advice),
    "",
  ];
  return `${text.join("\n")}`;
}

/** The text without what a terminal would obey: a binary file, say, may be quoted. */
function shown(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, "\uFFFD");
}

/** The events that lead to an error. */
function pathLines(schedule: readonly string[] | undefined): string[] {
  if (schedule === undefined) return [];
  if (schedule.length === 0) return ["  It happens at the very beginning."];
  const hidden = schedule.length - PATH_MAX;
  const shown = hidden > 0 ? [`… ${hidden} events before`, ...schedule.slice(hidden)] : schedule;
  return ["", "  The path to it:", ...shown.map((event) => `    ${event}`)];
}
