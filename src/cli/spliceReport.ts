/** Executions that are cut out of a ring of two copies, as text and as a document. */
import { drawText, sceneOf } from "../diagram/index.ts";
import type { RingExecution, SpliceReport } from "../host/node/theoryJobs.ts";
import { bold, cyan, diagramStyle, green, inColumn, red } from "./ink.ts";
import { JSON_VERSION } from "./json.ts";
import { keepSchedule, type Subject } from "./keptSchedule.ts";
import { textOfSystem } from "./systemText.ts";

/** The names of the three executions. */
const NAMES = ["α₁", "α₂", "α₃"];

/** The whole report. Writes the schedules of those that violate something to files. */
export function linesOfSplice(report: SpliceReport, subject: Subject): string[] {
  const { protocol, system, processes, inputs } = report;
  const ring = [0, 1].flatMap((copy) => processes.map((process) => nodeName(process, copy)));
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    `Two copies in a ring, in which nobody lies: ${ring.join(" ")}. Those of the first start with`,
    `${inputs[0]}, the others with ${inputs[1]}. Each two neighbours see what they would see among three, ` +
      "if the third lied:",
    "",
    ...proofLines(report),
    "",
    ...conclusionLines(report),
    ...report.executions.flatMap((execution, i) => violationLines(report, { execution, i, subject })),
  ];
}

function nodeName(process: string, copy: number): string {
  return copy === 0 ? process : `${process}′`;
}

function proofLines({ executions }: SpliceReport): string[] {
  const columns = executions.map(({ honest, liar }) => [
    honest.map(({ process, copy, input }) => `${nodeName(process, copy)} (${input})`).join(", "),
    `${liar} lies`,
    honest
      .map(({ process, copy, decision }) =>
        decision === undefined
          ? `${nodeName(process, copy)} does not decide`
          : `${nodeName(process, copy)} decides ${decision}`,
      )
      .join(", "),
  ]);
  const padded = [0, 1, 2].map((column) => inColumn(columns.map((row) => row[column] ?? "")));
  return executions.flatMap(({ honest, refuted }, i) => {
    const sign = refuted.length === 0 ? green("✓") : red("✗");
    const told = refuted.length === 0 ? "" : `  violates ${refuted.join(", ")}`;
    const shared = honest[1];
    const row = padded.map((column) => column[i] ?? "").join("   ");
    const line = `${sign} ${bold(NAMES[i] ?? "")}  ${row}${told}`.trimEnd();
    const isLast = i === executions.length - 1;
    return shared === undefined || isLast
      ? [line]
      : [line, cyan(`     ~ ${nodeName(shared.process, shared.copy)}`)];
  });
}

function conclusionLines({ executions, inputs }: SpliceReport): string[] {
  const [r, p] = executions[1]?.honest ?? [];
  const names = [r, p].map((one) => (one === undefined ? "" : nodeName(one.process, one.copy)));
  const told = [
    `${names[0]} cannot tell α₁ from α₂, nor ${names[1]} α₂ from α₃. In α₁ those who do not lie start with`,
    `${inputs[0]} and have to decide it, in α₃ with ${inputs[1]}, and in α₂ they have to agree:`,
    "no protocol does all three.",
  ];
  const isRight = executions.every(({ refuted }) => refuted.length === 0);
  return isRight ? [...told, "Here no property says so: check agreement, validity and termination."] : told;
}

function violationLines(
  { protocol }: SpliceReport,
  {
    execution,
    i,
    subject,
  }: { readonly execution: RingExecution; readonly i: number; readonly subject: Subject },
): string[] {
  const { refuted } = execution;
  const [property] = refuted;
  if (property === undefined) return [];
  const width = process.stdout.columns || 100;
  const violation = { at: execution.execution.configurations.length - 1, property };
  const scene = sceneOf(execution.execution, { maxSteps: 60, violation });
  const shows = { word: `ring-${i + 1}`, what: `Execution ${NAMES[i]} of the ring` };
  return [
    "",
    bold(`${NAMES[i]}, which violates ${refuted.join(", ")}:`),
    "",
    ...drawText(scene, { width, style: diagramStyle }).trimEnd().split("\n"),
    "",
    ...keepSchedule({ protocol, shows, ...subject }, execution.schedule),
  ];
}

/** The document of a report. */
export function documentOfSplice({ kind, executions, ...rest }: SpliceReport): object {
  return {
    lightcone: kind,
    version: JSON_VERSION,
    ...rest,
    executions: executions.map(({ honest, liar, refuted, steps, schedule }) => {
      return { honest, liar, refuted, steps, schedule };
    }),
  };
}
