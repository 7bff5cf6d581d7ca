/** The places where processes know something, as text and as a document. */
import { drawText, sceneOf } from "../diagram/index.ts";
import type { ViolationReport } from "../host/node/job.ts";
import type { KnowsReport } from "../host/node/theoryJobs.ts";
import { count, counted } from "./amounts.ts";
import { bold, diagramStyle, green, red } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";
import { keepSchedule, type Subject } from "./keptSchedule.ts";
import { lengthText, textOfSystem } from "./systemText.ts";

/** The whole report. Writes the schedule that it shows to a file. */
export function linesOfKnows(report: KnowsReport, subject: Subject): string[] {
  const { protocol, system, formula, configurations, first, lost, initial, ends } = report;
  const recall = report.remembers === "state" ? [] : [REMEMBERED, ""];
  const head = [`${bold(protocol)}: ${textOfSystem(system)}`, "", ...recall];
  const where = `in ${count(configurations.true)} of ${counted(configurations.of, "configuration")}`;
  if (first === undefined) return [...head, `${red("✗")} ${formula}  is never true: ${where}`];
  const isAlways = configurations.true === configurations.of;
  return [
    ...head,
    `${green("✓")} ${formula}  is true ${isAlways ? "always: " : ""}${where}`,
    "",
    `At the beginning: in ${count(initial.true)} of ${count(initial.of)}. ` +
      `Where executions end: in ${count(ends.true)} of ${count(ends.of)}.`,
    lost === undefined
      ? "Once it is true it stays so."
      : `It may become false again, such as with the last of ${lengthText(lost.steps, system)}.`,
    ...(isAlways
      ? []
      : [
          "",
          bold(`It is true for the first time after ${lengthText(first.steps, system)}:`),
          "",
          ...picture(first),
          "",
          ...keepSchedule({ protocol, shows: KNOWS, ...subject }, first.schedule),
        ]),
  ];
}

const REMEMBERED =
  "Processes remember their local schedules; each configuration counts with all they have seen.";

const KNOWS = { word: "knows", what: "A way to what is known" };

function picture({ execution }: ViolationReport): string[] {
  const width = process.stdout.columns || 100;
  const text = drawText(sceneOf(execution, { maxSteps: 60 }), { width, style: diagramStyle });
  return text.trimEnd().split("\n");
}

/** The document of a report. */
export function documentOfKnows({ kind, first, lost, ...rest }: KnowsReport): object {
  const shown = ({ steps, schedule }: ViolationReport): object => ({ steps, schedule });
  return {
    lightcone: kind,
    version: JSON_VERSION,
    ...rest,
    ...(first === undefined ? {} : { first: shown(first) }),
    ...(lost === undefined ? {} : { lost: shown(lost) }),
  };
}
