/** The part of a report on a specification beside an execution that it does not have. */
import type { CounterpartReport } from "../host/node/job.ts";
import { diagramStyle } from "./ink.ts";

/** The number of things that a specification can come to which are listed. */
const POSSIBLE_MAX = 5;

/** The lines on what a specification can do that looks the same, and where that ends. */
export async function linesOfCounterpart({
  protocol,
  execution,
  wanted,
  possible,
  owes,
}: CounterpartReport): Promise<string[]> {
  if (execution === undefined)
    return [`${protocol} does not even begin like this:`, `  ${wanted}`, ...beginnings(possible), ""];
  const { drawText, sceneOf } = await import("../diagram/index.ts");
  const scene = sceneOf(execution, { maxSteps: 60 });
  return [
    owes === undefined
      ? `As far as ${protocol} can do what looks the same, it does this:`
      : `What ${protocol} can do that looks the same:`,
    "",
    ...drawText(scene, { width: process.stdout.columns || 100, style: diagramStyle })
      .trimEnd()
      .split("\n"),
    "",
    ...(owes === undefined ? lastStepLines(wanted, possible) : owedLines(owes)),
    "",
  ];
}

function lastStepLines(wanted: string, possible: readonly string[]): string[] {
  return [
    "The last step has no counterpart. After it, all would have to look like this:",
    `  ${wanted}`,
    ...(possible.length === 0
      ? ["Nothing else can be seen of it from here on."]
      : ["From here on it can come to:", ...listed(possible)]),
  ];
}

function owedLines(owes: readonly string[]): string[] {
  if (owes.length === 0) return ["It has to go on, and nothing that comes of it looks the same."];
  return ["It may neither end like this nor go on like this for ever: it would still owe", ...listed(owes)];
}

function beginnings(possible: readonly string[]): string[] {
  return ["It begins with:", ...listed(possible)];
}

function listed(possible: readonly string[]): string[] {
  const left = possible.length - POSSIBLE_MAX;
  const lines = possible.slice(0, POSSIBLE_MAX).map((text) => `  ${text}`);
  return left > 0 ? [...lines, `  and ${left} more`] : lines;
}
