/** The valence of configurations, as text and as a document. */
import { drawHook, drawHtml, drawText, sceneOf, valenceText, type Scene } from "../diagram/index.ts";
import type {
  CriticalReport,
  HookReport,
  StepReport,
  ValenceReport,
  ValuedExecution,
} from "../host/node/theoryJobs.ts";
import { accountLines } from "./checkReport.ts";
import { count, counted } from "./amounts.ts";
import { bold, diagramStyle, dim, inColumn } from "./ink.ts";
import { JSON_VERSION, jsonOfCycle } from "./json.ts";
import { keepSchedule, type Subject } from "./keptSchedule.ts";
import { lengthText, textOfSystem } from "./systemText.ts";

/** The whole report. Writes the schedules that it shows to files. */
export function linesOfValence(report: ValenceReport, subject: Subject): string[] {
  const { protocol, system, critical, adversary } = report;
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    ...countLines(report),
    "",
    ...(critical === undefined ? criticalAbsent(report) : criticalLines(report, critical, subject)),
    ...(report.hook === undefined ? [] : ["", ...hookLines(report, report.hook, subject)]),
    ...(adversary === undefined ? [] : ["", ...adversaryLines(report, adversary, subject)]),
  ];
}

function countLines({ configurations, counts, inputs }: ValenceReport): string[] {
  const names = inColumn(counts.map(({ valence }) => valenceText(valence)));
  const numbers = counts.map((one) => count(one.configurations));
  const wide = Math.max(...numbers.map((text) => text.length));
  const open = inputs.filter(({ valence }) => valence.length > 1);
  return [
    `Of ${counted(configurations, "configuration")}:`,
    "",
    ...counts.map((one, i) => {
      const begins = one.initial === 0 ? "" : dim(`  ${count(one.initial)} of them initial`);
      return `  ${names[i]}  ${numbers[i]?.padStart(wide)}${begins}`;
    }),
    ...(open.length === 0
      ? []
      : ["", `Inputs that leave it open: ${open.map((one) => one.inputs.join(" ")).join("; ")}`]),
  ];
}

function criticalAbsent({ counts }: ValenceReport): string[] {
  if (!counts.some(({ valence }) => valence.length > 1))
    return ["No configuration is bivalent: what is decided is settled after the start steps."];
  return ["No configuration is critical: from each that is bivalent some step leads to another one that is."];
}

function criticalLines(report: ValenceReport, critical: CriticalReport, subject: Subject): string[] {
  const { protocol, system } = report;
  return [
    bold(`${counted(critical.count, "critical configuration")}: whatever step comes next settles it.`),
    ...critical.places.map(({ place, kind, count: times }) => {
      const where =
        kind !== undefined
          ? `all steps are at ${place} (${kind})`
          : place === "one process"
            ? "all steps are of one process"
            : "steps are at several places";
      return `  in ${count(times)} of them, ${where}`;
    }),
    "",
    `A nearest one, after ${lengthText(critical.steps, system)}:`,
    "",
    ...picture(report, critical),
    "",
    "What may happen next, and the valence after it:",
    ...nextLines(critical.next),
    "",
    ...keepSchedule({ protocol, shows: CRITICAL, ...subject }, critical.schedule),
  ];
}

/** The things that schedules are kept for. */
const CRITICAL = { word: "critical", what: "A way to a critical configuration" };
const HOOK = { word: "hook", what: "A way to the hook" };
const BIVALENT = { word: "bivalent", what: "An execution that stays bivalent" };

function nextLines(next: readonly StepReport[]): string[] {
  const names = inColumn(next.map(({ valence }) => valenceText(valence)));
  return next.map(({ events }, i) => `  ${names[i]}  ${events.join("; ")}`);
}

/** The hook, and how to come to it. */
function hookLines(
  { protocol, system, critical }: ValenceReport,
  hook: HookReport,
  subject: Subject,
): string[] {
  const { early, other, late, valence, steps, schedule } = hook;
  const isThere = schedule === critical?.schedule;
  const where = isThere ? "at the same configuration" : `after ${lengthText(steps, system)}`;
  const told = ({ events, valence: after }: StepReport): string => `${events[0]}  ⟶  ${valenceText(after)}`;
  return [
    bold(`The hook, ${where}: the same step decides otherwise if another process is first.`),
    "",
    `  ${valenceText(valence)}`,
    `  ├─ ${told(early)}`,
    `  └─ ${told(other)}`,
    `     └─ ${told(late)}`,
    ...(isThere ? [] : ["", ...keepSchedule({ protocol, shows: HOOK, ...subject }, schedule)]),
  ];
}

/** The picture of the hook of a report; undefined if it has none. */
export function drawnHook({ protocol, hook, values }: ValenceReport, standalone = true): string | undefined {
  if (hook === undefined) return undefined;
  const told = ({ events: [text = ""], valence }: StepReport) => ({ text, valence });
  const { early, other, late, valence } = hook;
  const drawn = { early: told(early), other: told(other), late: told(late) };
  return drawHook({ title: `${protocol}: a hook`, values, valence, ...drawn }, { standalone });
}

/** A page with the execution that leads to the hook, or stays open longest; undefined if there is neither. */
export function pageOfValence(report: ValenceReport): string | undefined {
  const { protocol, system, hook, adversary } = report;
  const shown = hook?.through ?? adversary;
  if (shown === undefined) return undefined;
  const what =
    hook === undefined ? "The decision stays open" : "The way to a hook and along it, and the hook";
  const below = drawnHook(report, false);
  return drawHtml(sceneWithValences(report, shown, {}), {
    title: `${protocol}: valence`,
    subtitle: `${what}. ${textOfSystem(system)}.`,
    ...(below === undefined ? {} : { below }),
  });
}

function sceneWithValences(
  { values }: ValenceReport,
  { execution, valences: after }: ValuedExecution,
  extent: { readonly maxSteps?: number },
): Scene {
  return sceneOf(execution, { ...extent, valences: { values, after } });
}

function picture(report: ValenceReport, shown: ValuedExecution): string[] {
  const width = process.stdout.columns || 100;
  const scene = sceneWithValences(report, shown, { maxSteps: 60 });
  return drawText(scene, { width, style: diagramStyle }).trimEnd().split("\n");
}

function adversaryLines(
  report: ValenceReport,
  adversary: NonNullable<ValenceReport["adversary"]>,
  subject: Subject,
): string[] {
  const { protocol, system, critical } = report;
  const { lasts, steps, cycle } = adversary;
  const told = {
    "for ever": ["An adversary can keep the decision open for ever, in an admissible execution:"],
    unfairly: [
      "An adversary can keep the decision open for ever, but only by holding back what has to happen:",
      "of all executions that are admissible, none stays bivalent.",
    ],
    "so long": [`An adversary can keep the decision open for ${lengthText(steps, system)}, and no longer:`],
  }[lasts];
  const isSame = adversary.schedule === critical?.schedule;
  return [
    ...told.map(bold),
    "",
    ...(isSame ? ["It is the one above."] : picture(report, adversary)),
    "",
    ...(cycle === undefined || lasts !== "for ever" ? [] : accountLines(cycle, system)),
    ...(isSame ? [] : keepSchedule({ protocol, shows: BIVALENT, ...subject }, adversary.schedule)),
  ];
}

/** The document of a report. */
export function documentOfValence(report: ValenceReport): object {
  const { kind, critical, hook, adversary, ...rest } = report;
  return {
    lightcone: kind,
    version: JSON_VERSION,
    ...rest,
    ...(critical === undefined ? {} : { critical: withoutExecution(critical, report) }),
    ...(hook === undefined ? {} : { hook: documentOfHook(hook, report) }),
    ...(adversary === undefined ? {} : { adversary: withoutExecution(adversary, report) }),
  };
}

function documentOfHook({ through: _through, ...hook }: HookReport, report: ValenceReport): object {
  return withoutExecution(hook, report);
}

function withoutExecution(
  { execution: _execution, valences: _valences, cycle, ...rest }: ValuedExecution,
  { system }: Pick<ValenceReport, "system">,
): object {
  return { ...rest, ...(cycle === undefined ? {} : { cycle: jsonOfCycle(cycle, system) }) };
}
