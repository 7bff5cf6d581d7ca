/** The result of a simulation, as text. */
import type { RunViolation, SimulateReport } from "../host/node/job.ts";
import type { Warning } from "../host/node/warning.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { kinds } from "../properties/kinds/index.ts";
import { isOfLongRuns } from "../properties/kinds/kind.ts";
import { MEASURES, type Measure, type PropertyFindings } from "../simulator/simulation.ts";
import { histogram, summarize, wilson } from "../simulator/statistics.ts";
import { bytes, count, counted, duration } from "./amounts.ts";
import { bold, cyan, diagramStyle, dim, green, inColumn, red, yellow } from "./ink.ts";
import { keepSchedule, shellWord, type Subject } from "./keptSchedule.ts";
import { becauseLine } from "./readingsText.ts";
import { lengthText, textOfSystem } from "./systemText.ts";
import { warningLines } from "./warningText.ts";

/** The parts of a simulation's text besides its report. */
interface SimulationTelling {
  readonly warnings: readonly Warning[];
  readonly subject: Subject;
  /** The words that ask for the same system and adversary again. */
  readonly again: readonly string[];
  /** The measures of which histograms are drawn. */
  readonly drawn: readonly Measure[];
}

/** The whole report. Writes violating schedules to files, and says so. */
export async function linesOfSimulation(
  report: SimulateReport,
  telling: SimulationTelling,
): Promise<string[]> {
  const { protocol, system, adversary, result } = report;
  const violations = await Promise.all(
    report.violations.map((violation) => linesOfViolation(report, violation, telling)),
  );
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    `${counted(result.runs, "run")}, adversary ${adversary}, ${seedsOf(report)}`,
    "",
    ...propertyLines(report),
    "",
    ...violations.flat(),
    ...sampleLines(report, telling.drawn),
    ...endingLines(report),
    dim(effortOf(report)),
    ...warningLines(telling.warnings),
  ];
}

function seedsOf({ seed, result }: SimulateReport): string {
  return result.runs === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + result.runs - 1}`;
}

function propertyLines({ result, warnings }: SimulateReport): string[] {
  if (result.properties.length === 0) {
    const isEmpty = !warnings.some(({ kind }) => kind === "knowledge");
    const what = isEmpty ? "It has no properties: nothing was judged" : "Nothing was judged";
    return [`${what}, and nothing went wrong in any step.`];
  }
  const column = inColumn(result.properties.map(({ name }) => name));
  const lines = result.properties.map((property, i) => propertyLine(property, column[i] ?? "", result.runs));
  const seen =
    result.stride === 1
      ? []
      : [dim(`Invariants were judged after every ${count(result.stride)} steps, and at the end.`)];
  return [
    ...lines,
    ...seen,
    "",
    "Other runs may do what these did not: a simulation never shows that a property holds.",
  ];
}

function propertyLine(
  { kind, violated, judged, seed }: PropertyFindings,
  padded: string,
  runs: number,
): string {
  if (kinds[kind].isWanted === true)
    return `${dim("·")} ${padded}  not judged: runs look for violations only`;
  const { low, high } = wilson(violated, Math.max(1, runs));
  const cut = runs - judged;
  const often =
    cut === 0
      ? dim(`(${percent(low)} to ${percent(high)} of all runs, with 95 % confidence)`)
      : dim(`(${counted(cut, "run")} ended with another's violation)`);
  if (violated === 0)
    return `${green("-")} ${padded}  no violation seen in ${counted(judged, "run")} ${often}`;
  const where = `in ${count(violated)} of ${counted(runs, "run")}, first with seed ${seed}`;
  return `${red("✗")} ${padded}  ${red("violated")} ${where} ${often}`;
}

function percent(part: number): string {
  const hundredths = part * 100;
  return `${hundredths === 0 ? "0" : hundredths < 10 ? hundredths.toPrecision(2) : hundredths.toFixed(0)} %`;
}

async function linesOfViolation(
  { protocol, system }: SimulateReport,
  violation: RunViolation,
  { subject, again }: SimulationTelling,
): Promise<string[]> {
  const { name, kind, seed, schedule, steps, switches, before, isMinimal, isConfirmed, readings } = violation;
  const from = `Shrunk from ${size(before)} to ${size({ steps, switches })}`;
  const words = [subject.file, "--seed", `${seed}`, "--runs", "1", ...again];
  const minimal = isMinimal
    ? "none of its steps can be left out"
    : "it may not be the shortest: trying took too long";
  const explanation = kinds[kind].explanation({
    name,
    length: lengthText(steps, system),
  });
  const doubt = isConfirmed
    ? []
    : ["It is too large to be replayed by the reference model, and has not been."];
  return [
    bold(`How ${name} is violated:`),
    "",
    ...(await pictureOf(violation)),
    "",
    ...(explanation === undefined ? [] : [explanation]),
    ...becauseLine(readings, system),
    `${from}; ${minimal}.`,
    ...doubt,
    ...keepSchedule({ protocol, property: name, ...subject, seed }, schedule),
    "To see the run as it was found:",
    cyan(`  lightcone simulate ${words.map(shellWord).join(" ")}`),
    "",
  ];
}

function size({ steps, switches }: { readonly steps: number; readonly switches: number }): string {
  const noun = switches === 1 ? "switch" : "switches";
  return `${counted(steps, "step")} and ${count(switches)} ${noun} between processes`;
}

async function pictureOf({ name, shown, steps }: RunViolation): Promise<string[]> {
  if ("beginning" in shown) {
    const hidden = steps - shown.beginning.length;
    return [
      ...shown.beginning.map(formatEvent),
      ...(hidden > 0 ? [`… and ${counted(hidden, "step")} more`] : []),
    ];
  }
  const { execution } = shown;
  const { drawText, sceneOf } = await import("../diagram/index.ts");
  const violation = { at: execution.configurations.length - 1, property: name };
  const scene = sceneOf(execution, { violation, maxSteps: 60 });
  return drawText(scene, { width: process.stdout.columns || 100, style: diagramStyle })
    .trimEnd()
    .split("\n");
}

const ABOUT: Readonly<Record<Measure, string>> = {
  steps: "messages received, timers fired, and what else processes do",
  messages: "messages sent",
  chain: "the longest chain of messages, each sent after the one before was received",
  rounds: "rounds that have begun",
  time: "ticks; in systems that keep no time, that of the adversary, virtual-time",
  decisions: "processes that decided",
};

function sampleLines({ result }: SimulateReport, drawn: readonly Measure[]): string[] {
  const { samples, sampled } = result;
  const runs = samples.steps.length;
  if (runs === 0) return [];
  const which = sampled === "quiescent" ? "that ended when nothing was enabled" : "of any ending";
  const heading = [`Of ${counted(runs, "run")} ${which}:`, ""];
  const histograms = drawn.flatMap((measure) => histogramOf(measure, samples[measure]));
  return [...heading, ...tableOf(samples), "", ...histograms];
}

function tableOf(samples: Readonly<Record<Measure, readonly number[]>>): string[] {
  const isKept = (measure: Measure): boolean => measure !== "time" && measure !== "rounds";
  const shown = MEASURES.filter((measure) => isKept(measure) || samples[measure].some((one) => one > 0));
  const rows = shown.map((measure) => {
    const { mean, mean95, deviation, min, median, p95, max } = summarize(samples[measure]);
    const margin = mean95 === undefined ? "" : ` ± ${short(mean95.high - mean)}`;
    return [measure, `${short(mean)}${margin}`, short(deviation), ...[min, median, p95, max].map(count)];
  });
  const head = ["", "mean", "deviation", "min", "median", "95 %", "max"];
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  const lineOf = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ");
  const notes = shown.map((measure) => dim(`  ${measure}: ${ABOUT[measure]}`));
  const interval = dim("  ±: the 95 % confidence interval of the mean, by Student's t");
  return [dim(lineOf(head)), ...rows.map(lineOf), ...notes, interval];
}

/** Two places behind the point for small numbers. */
function short(number: number): string {
  return Math.abs(number) >= 100 ? count(number) : number.toFixed(Math.abs(number) >= 10 ? 1 : 2);
}

const BINS_MAX = 12;
const BAR_MAX = 50;
const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

function histogramOf(measure: Measure, numbers: readonly number[]): string[] {
  const title = `${measure.charAt(0).toUpperCase()}${measure.slice(1)}`;
  const bins = histogram(numbers, BINS_MAX);
  const [only] = bins;
  if (only === undefined || numbers.length < 2) return [];
  if (bins.length < 2) return [`${title}: ${count(only.from)} in every run.`, ""];
  const most = Math.max(...bins.map((bin) => bin.count));
  const labels = bins.map(({ from, to }) => (from === to ? count(from) : `${count(from)}–${count(to)}`));
  const width = Math.max(...labels.map((label) => label.length));
  const bars = bins.map((bin, i) => {
    const eighths = Math.round((bin.count / most) * BAR_MAX * 8);
    const bar = "█".repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? "");
    return `${(labels[i] ?? "").padStart(width)}  ${cyan(bar)} ${count(bin.count)}`;
  });
  return [`${title}, and in how many runs:`, "", ...bars, ""];
}

function endingLines({ result, cutoff }: SimulateReport): string[] {
  const { quiescent, limit, violation, stopped } = result.endings;
  const ends = [
    ...(quiescent > 0 ? [`${count(quiescent)} when nothing was enabled`] : []),
    ...(violation > 0 ? [`${count(violation)} at a violation`] : []),
    ...(limit > 0 ? [`${count(limit)} at the limit of ${counted(result.eventsMax, "event")}`] : []),
    ...(stopped > 0 ? [`${count(stopped)} because the adversary ended them`] : []),
  ];
  const early = {
    time: "the limit on time was reached before all runs were done",
    interrupted: "the simulation was interrupted before all runs were done",
  };
  return [
    ...(ends.length > 0 ? [`Runs ended: ${ends.join(", ")}.`] : []),
    ...(2 * limit > result.runs ? cutLines(result) : []),
    ...(cutoff === undefined ? [] : [`${yellow("?")} ${early[cutoff]}`]),
  ];
}

/** The lines about runs that the limit of events has ended, where these are most. */
function cutLines({ eventsMax, properties }: SimulateReport["result"]): string[] {
  const hasLiveness = properties.some(({ kind }) => isOfLongRuns(kinds[kind]));
  const consequence = hasLiveness ? ", and what has to be true at some time was not judged in them" : "";
  return [
    `${yellow("?")} Most runs did not come to an end by themselves${consequence}. To follow them further:`,
    cyan(`  --limit events=${10 * eventsMax}`),
  ];
}

function effortOf({ result, seconds, peakBytes }: SimulateReport): string {
  const rate = seconds > 0 ? `, ${count(result.events / seconds)} events/s` : "";
  return `${counted(result.events, "event")}${rate}, ${duration(seconds)}, ${bytes(peakBytes)} of memory`;
}
