/** Worst cases, as text, as a document, and as a picture. */
import { growthLaw, type GrowthLaw, type Sample } from "../analysis/index.ts";
import { at } from "../base/assert.ts";
import { drawSvg, drawText, sceneOf } from "../diagram/index.ts";
import type { WorstReport, WorstResult } from "../host/node/theoryJobs.ts";
import { formatReason } from "../properties/verdict.ts";
import { count, counted } from "./amounts.ts";
import { lawText, plotGrowth } from "./growthPlot.ts";
import { bold, diagramStyle, inColumn, yellow } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";
import { keepSchedule, type Subject } from "./keptSchedule.ts";
import { writePicture } from "./pictureFile.ts";
import { lengthText, textOfSystem } from "./systemText.ts";

/** One of each cost. */
const UNITS = { messages: "message", bits: "bit", steps: "step", rounds: "round", time: "tick" } as const;

/** The whole report. Writes the schedule that it shows to a file. */
export function linesOfWorst(
  report: WorstReport,
  { range, subject }: { readonly range: string | undefined; readonly subject: Subject },
): string[] {
  const { protocol, results } = report;
  const shown = at(results, results.length - 1);
  return [
    `${bold(protocol)}: ${textOfSystem(shown.system)}`,
    "",
    ...(range === undefined ? [] : tableLines(report, range)),
    ...resultLines(report, shown),
    "",
    ...picture(shown),
    "",
    ...keepSchedule({ protocol, shows: WORST, ...subject }, shown.schedule),
  ];
}

const WORST = { word: "worst", what: "The worst case" };

function tableLines({ cost, results, cut }: WorstReport, range: string): string[] {
  const isAveraged = results.some(({ average }) => average !== undefined);
  const rows = [
    [range, cost, ...(isAveraged ? ["on average"] : []), "configurations"],
    ...results.map(({ system, isBounded, cost: found, average, configurations }) => [
      `${system.processes[range] ?? ""}`,
      isBounded ? count(found) : "unbounded",
      ...(isAveraged ? [average === undefined ? "" : averageText(average)] : []),
      count(configurations),
    ]),
  ];
  const columns = at(rows, 0)
    .map((_, i) => i)
    .map((i) => inColumn(rows.map((row) => row[i] ?? "")));
  const lines = rows.map((row, r) =>
    row.map((cell, i) => cell.padStart(columns[i]?.[r]?.length ?? 0)).join("  "),
  );
  const law = lawOf(results, range);
  const laws = [
    ...(law === undefined ? [] : [`With n = ${range}, as far as that goes: ${lawText(law)}.`]),
    ...averageLines(results, range),
  ];
  return [
    ...lines.map((line) => `  ${line}`),
    "",
    ...(cut === undefined
      ? []
      : [
          `${yellow("?")} ${cut.system.processes[range] ?? ""} and more: ` +
            formatReason({ kind: "cut off", cutoff: cut.cutoff, configurations: cut.configurations }, "step"),
          "",
        ]),
    ...(laws.length === 0 ? [] : [...laws, ""]),
  ];
}

/** A number with two places behind the point, where it has any. */
function averageText(average: number): string {
  return Number.isInteger(average) ? count(average) : average.toFixed(2);
}

/** The law of the averages over inputs, if there are any. */
function averageLines(results: readonly WorstResult[], range: string): string[] {
  const averages = averagesIn(results, range);
  const law = averages.length === results.length ? growthLaw(averages) : undefined;
  return law === undefined
    ? []
    : [`On average over all inputs, with the worst schedule for each: ${lawText(law)}.`];
}

function averagesIn(results: readonly WorstResult[], range: string): Sample[] {
  return results.flatMap(({ system, average }) =>
    average === undefined ? [] : [{ n: system.processes[range] ?? 0, value: average }],
  );
}

/** The law by which the cost grows, if all are bounded. */
function lawOf(results: readonly WorstResult[], range: string): GrowthLaw | undefined {
  return results.every(({ isBounded }) => isBounded) ? growthLaw(measuredIn(results, range)) : undefined;
}

function measuredIn(results: readonly WorstResult[], range: string): Sample[] {
  return results.map(({ system, cost }) => ({ n: system.processes[range] ?? 0, value: cost }));
}

function resultLines({ cost, results }: WorstReport, shown: WorstResult): string[] {
  const amount = counted(shown.cost, UNITS[cost]);
  const where = results.length === 1 ? "" : " with the most processes";
  if (!shown.isBounded)
    return [bold(`There is no greatest cost: this goes on for ever, with ${amount} each time round:`)];
  const length = lengthText(shown.steps, shown.system);
  return [bold(`No execution${where} costs more than ${amount}; this one, of ${length}, does:`)];
}

function picture({ execution }: WorstResult): string[] {
  const width = process.stdout.columns || 100;
  const text = drawText(sceneOf(execution, { maxSteps: 60 }), { width, style: diagramStyle });
  return text.trimEnd().split("\n");
}

/** Writes a picture: how the cost grows, or the execution. @throws UsageError */
export async function writeWorst(
  target: string,
  { protocol, cost, results }: WorstReport,
  { range, file }: { readonly range: string | undefined; readonly file: string },
): Promise<void> {
  const { execution } = at(results, results.length - 1);
  if (range === undefined) return writePicture(target, () => drawSvg(sceneOf(execution)), [file]);
  const bounded = results.filter(({ isBounded }) => isBounded);
  const plot = await plotGrowth(measuredIn(bounded, range), {
    title: `${protocol}: the greatest number of ${cost === "time" ? "ticks" : cost}`,
    x: `n = ${range}`,
    law: lawOf(results, range),
  });
  writePicture(target, () => plot, [file]);
}

/** The document of a report. */
export function documentOfWorst(
  { protocol, cost, results, cut }: WorstReport,
  range: string | undefined,
): object {
  const law = range === undefined ? undefined : lawOf(results, range);
  return {
    lightcone: "worst",
    version: JSON_VERSION,
    protocol,
    cost,
    results: results.map(({ system, configurations, isBounded, cost: found, average, steps, schedule }) => ({
      system,
      configurations,
      isBounded,
      cost: found,
      ...(average === undefined ? {} : { average }),
      steps,
      schedule,
    })),
    ...(law === undefined ? {} : { law }),
    ...(cut === undefined ? {} : { cut: { system: cut.system, cutoff: cut.cutoff } }),
  };
}
