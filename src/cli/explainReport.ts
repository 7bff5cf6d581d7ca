/** The reason why an execution violates properties, as text and as a document. */
import { at } from "../base/assert.ts";
import { drawText, sceneOf } from "../diagram/index.ts";
import type { SystemReport } from "../host/node/job.ts";
import type { AmongAll, Explanation, ExplainReport } from "../host/node/theoryJobs.ts";
import type { Warning } from "../host/node/warning.ts";
import { lengthOf } from "../model/transition/execution.ts";
import { kinds } from "../properties/kinds/index.ts";
import { formatReason } from "../properties/verdict.ts";
import { accountLines } from "./checkReport.ts";
import { linesOfCounterpart } from "./counterpartReport.ts";
import { jsonOfHistoryIn } from "./historyJson.ts";
import { linesOfHistoryIn } from "./historyReport.ts";
import { count, counted } from "./amounts.ts";
import { pairLines, scenePairOf } from "./compareReport.ts";
import { bold, diagramStyle, dim, inColumn, red, yellow } from "./ink.ts";
import { JSON_VERSION, jsonOfCycle, jsonOfWarnings } from "./json.ts";
import { keepSchedule } from "./keptSchedule.ts";
import { shortened } from "./readingsText.ts";
import { cycleOf, lengthText, textOfSystem } from "./systemText.ts";
import { warningLines } from "./warningText.ts";

/** The parts of the text besides the report. */
interface ExplainTelling {
  readonly warnings: readonly Warning[];
  readonly file: string;
}

/** The whole report. Writes schedules that it shows to files. */
export async function linesOfExplain(
  report: ExplainReport,
  { warnings, file }: ExplainTelling,
): Promise<string[]> {
  const { protocol, system } = report.replayed;
  const violations: string[] = [];
  for (const one of report.violations) violations.push(...(await linesOf(report, one, file)));
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    ...violations,
    ...cutLines(report),
    ...warningLines(warnings),
  ];
}

async function linesOf(
  { replayed, configurations, cutoff }: ExplainReport,
  why: Explanation,
  file: string,
): Promise<string[]> {
  const { protocol, system, execution } = replayed;
  const { name, among, counterpart } = why;
  const length = lengthText(lengthOf(execution), system);
  const all = cutoff === undefined && among !== undefined ? among : undefined;
  return [
    `${red("✗")} ${bold(name)} is violated by this execution of ${length}.`,
    "",
    ...partLines(why),
    ...readingLines(why, system),
    ...courseLines(why, system),
    ...(counterpart === undefined ? [] : await linesOfCounterpart(counterpart)),
    ...(why.history === undefined ? [] : linesOfHistoryIn(why.history)),
    ...sliceLines(why, lengthOf(execution)),
    ...(all === undefined ? [] : countLines(all, configurations ?? 0, system)),
    ...(all === undefined ? [] : calmestLines(all, replayed, { name, file, protocol })),
    ...(all === undefined ? [] : nearestLines(all, replayed, { name, file, protocol })),
  ];
}

/** The parts of the predicate that decide. */
function partLines({ parts }: Explanation): string[] {
  if (parts.length === 0) return [];
  const lines = parts.flatMap(({ text, isTrue, operands }) => [
    `  ${isTrue ? "true " : "false"}  ${bold(text)}`,
    ...operands.map((operand) => dim(`         ${operand.text} is ${shortened(operand.value)}`)),
  ]);
  return ["What decides it in the property:", ...lines, ""];
}

/** So many readings are listed. */
const READINGS_MAX = 12;

function readingLines({ readings, parts }: Explanation, { rounds }: SystemReport): string[] {
  if (readings.length === 0) return [];
  const read = new Set(parts.flatMap(({ reads }) => reads));
  const told = read.size === 0 ? readings : readings.filter((_, i) => read.has(i));
  const shown = told.slice(0, READINGS_MAX);
  const names = inColumn(shown.map(({ name }) => name));
  const values = inColumn(shown.map(({ value }) => shortened(value)));
  const lines = shown.map(({ since, isNeeded }, i) => {
    const unit = rounds ? "round" : "step";
    const made = since === undefined ? dim("from the beginning") : `${unit} ${since.step}: ${since.event}`;
    return `  ${at(names, i)}  ${at(values, i)}  ${isNeeded ? "!" : " "} ${made}`;
  });
  const more = told.length - shown.length;
  return [
    "What that has read, and what made it so:",
    ...lines,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(shown.some(({ isNeeded }) => isNeeded) ? [dim("  ! without this change it would be true")] : []),
    "",
  ];
}

/** The lines on when predicates are true, and why the execution may go on like that for ever. */
function courseLines({ truths = [], cycle, kind, name }: Explanation, system: SystemReport): string[] {
  if (truths.length === 0) return [];
  const steps = at(truths, 0).steps;
  const texts = inColumn(truths.map(({ text }) => shortened(text)));
  const unit = system.rounds ? "round" : "step";
  const told = { name, length: lengthText(steps, system) };
  const course =
    cycle === undefined
      ? []
      : [`From ${unit} ${steps - cycle.steps + 1} on it goes round.`, ...accountLines(cycle, system), ""];
  const explanation = kinds[kind].explanation(
    cycle === undefined ? told : { ...told, cycle: cycleOf(cycle.steps, system) },
  );
  return [
    `What it asks is true after these ${unit}s, where 0 is the beginning:`,
    ...truths.map(({ after }, i) => `  ${at(texts, i)}  ${after.length === 0 ? "never" : ranges(after)}`),
    "",
    ...(explanation === undefined ? [] : [explanation]),
    ...course,
  ];
}

function sliceLines({ slice }: Explanation, length: number): string[] {
  if (slice === undefined) return [];
  const others = Array.from({ length }, (_, i) => i + 1).filter((step) => !slice.includes(step));
  if (slice.length === 0) return ["No step has changed what the property reads.", ""];
  if (others.length === 0) return ["Every step may have led to that.", ""];
  const matter = others.length === 1 ? `Step ${others[0]}` : `Steps ${ranges(others)}`;
  return [`${matter} cannot have mattered: nothing leads from there to what was read.`, ""];
}

/** The text of some numbers: `1, 3 to 5`. */
function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts
    .map(([from, to]) => (from === to ? `${from}` : to === from + 1 ? `${from}, ${to}` : `${from} to ${to}`))
    .join(", ");
}

function countLines({ violating, calmest }: AmongAll, all: number, system: SystemReport): string[] {
  if (violating === undefined || calmest === undefined) return [];
  const violate = violating === 1 ? "violates" : "violate";
  const steps = lengthText(calmest.steps, system);
  const whole = `Of ${counted(all, "configuration")}, ${count(violating)} ${violate} it`;
  return [`${whole}, the first of them after ${steps}.`];
}

/** The names that texts and files have for a violation. */
interface KeptName {
  readonly name: string;
  readonly file: string;
  readonly protocol: string;
}

function calmestLines(
  { calmest, isCalmest }: AmongAll,
  { execution, system }: ExplainReport["replayed"],
  { name, file, protocol }: KeptName,
): string[] {
  if (calmest === undefined) return [];
  const { steps, calm, switches } = calmest;
  const fails = calm < steps ? `, nothing fails in the first ${calm} of them,` : "";
  const turns = system.rounds
    ? ""
    : ` and ${switches} ${switches === 1 ? "switch" : "switches"} between processes`;
  if (isCalmest === true)
    return [`No violation is calmer: it has ${lengthText(steps, system)}${fails}${turns}.`, ""];
  const shorter = lengthOf(execution) > steps ? "A shorter one" : "A calmer one";
  const shows = { word: `${name}-calmest`, what: `The calmest shortest violation of ${name}` };
  return [
    `${shorter} has ${lengthText(steps, system)}${fails}${turns}:`,
    "",
    ...drawText(
      sceneOf(calmest.execution, {
        violation: { at: calmest.execution.configurations.length - 1, property: name },
        maxSteps: 60,
      }),
      { width: process.stdout.columns || 100, style: diagramStyle },
    )
      .trimEnd()
      .split("\n"),
    "",
    ...keepSchedule({ protocol, shows, file, system: undefined }, calmest.schedule),
    "",
  ];
}

function nearestLines(
  { nearest, endless }: AmongAll,
  { execution, system }: ExplainReport["replayed"],
  { name, file, protocol }: KeptName,
): string[] {
  const shows = { word: `${name}-satisfied`, what: `An execution that satisfies ${name}` };
  const shown = nearest ?? endless;
  if (shown === undefined) return [`No execution satisfies ${name}, as far as can be told here.`, ""];
  const titles = ["the violation", `${name} is satisfied`] as const;
  const pair = scenePairOf([execution, shown.execution], titles);
  return [
    nearest === undefined
      ? "No execution that satisfies it ends. This one goes on for ever:"
      : `The nearest execution that satisfies it ${commonText(nearest.common, system)}; ` +
        `it has ${lengthText(nearest.steps, system)}.`,
    ...(nearest === undefined ? [] : [changesText(nearest, system)]),
    "",
    ...pairLines(pair, false),
    "",
    ...keepSchedule({ protocol, shows, file, system: undefined }, shown.schedule),
    "",
  ];
}

/** The changes that make it of the violation, of which there are no fewer. */
function changesText({ struck, put }: NonNullable<AmongAll["nearest"]>, { rounds }: SystemReport): string {
  const unit = rounds ? "round" : "step";
  if (struck + put === 0) return "Nothing is different in what follows:";
  const without = `${struck} of the further ${unit}s of the violation left out`;
  const others = `${counted(put, struck === 0 ? unit : `other ${unit}`)} put in`;
  const changes = struck === 0 ? others : put === 0 ? without : `${without}, and ${others}`;
  return `So much is changed after that, and less will not do: ${changes}.`;
}

function commonText(common: number | undefined, system: SystemReport): string {
  if (common === undefined) return "begins otherwise";
  if (common === 0) return `differs from the first ${system.rounds ? "round" : "step"} on`;
  return `is the same for ${lengthText(common, system)}, and no other for more`;
}

function cutLines({ cutoff, configurations }: ExplainReport): string[] {
  if (cutoff === undefined) return [];
  const visited = configurations === undefined ? {} : { configurations };
  const reason = formatReason({ kind: "cut off", cutoff, ...visited }, "step");
  return [`${yellow("?")} Nothing is said of other executions: ${reason}.`];
}

/** The document of a report. */
export function documentOfExplain(
  { kind, replayed, violations, configurations, cutoff }: ExplainReport,
  warnings: readonly Warning[],
): object {
  const { protocol, system, execution } = replayed;
  return {
    lightcone: kind,
    version: JSON_VERSION,
    protocol,
    system,
    steps: lengthOf(execution),
    ...(configurations === undefined ? {} : { configurations }),
    ...(cutoff === undefined ? {} : { cutoff }),
    violations: violations.map(({ among, counterpart, cycle, history, ...why }) => ({
      ...why,
      ...(cycle === undefined ? {} : { cycle: jsonOfCycle(cycle, system) }),
      ...(counterpart === undefined ? {} : { counterpart: { ...counterpart, execution: undefined } }),
      ...(history === undefined ? {} : { history: jsonOfHistoryIn(history) }),
      ...jsonOfAmong(among),
    })),
    ...jsonOfWarnings(warnings),
  };
}

function jsonOfAmong(among: AmongAll | undefined): object {
  if (among === undefined) return {};
  const { violating, isCalmest, calmest, nearest, endless } = among;
  const numbers = {
    ...(violating === undefined ? {} : { violating }),
    ...(isCalmest === undefined ? {} : { isCalmest }),
  };
  const calm =
    calmest === undefined
      ? {}
      : {
          calmest: {
            steps: calmest.steps,
            calm: calmest.calm,
            switches: calmest.switches,
            schedule: calmest.schedule,
          },
        };
  const near =
    nearest === undefined
      ? {}
      : {
          nearest: {
            ...(nearest.common === undefined ? {} : { common: nearest.common }),
            struck: nearest.struck,
            put: nearest.put,
            steps: nearest.steps,
            schedule: nearest.schedule,
          },
        };
  const goesOn =
    endless === undefined ? {} : { endless: { steps: endless.steps, schedule: endless.schedule } };
  return { ...numbers, ...calm, ...near, ...goesOn };
}
