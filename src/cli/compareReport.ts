/** The comparison of two executions, as text and as a document. */
import { compareExecutions, type ExecutionPair, type Likeness } from "../analysis/index.ts";
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import { drawTextBeside, sceneOf, type Scene, type ScenePair } from "../diagram/index.ts";
import type { ReplayReport } from "../host/node/job.ts";
import type { CompareReport } from "../host/node/theoryJobs.ts";
import type { Warning } from "../host/node/warning.ts";
import { UsageError } from "../model/error.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { stepNumbers, type Execution } from "../model/transition/execution.ts";
import { counted } from "./amounts.ts";
import { bold, diagramStyle, green, inColumn, red, yellow } from "./ink.ts";
import { JSON_VERSION, jsonOfWarnings } from "./json.ts";
import { keepSchedule } from "./keptSchedule.ts";
import { textOfSystem } from "./systemText.ts";
import { warningLines } from "./warningText.ts";

/** The names by which texts call the two. */
const NAMES = ["A", "B"] as const;

/** The two executions, if there are two. @throws UsageError if they are not of the same processes */
function executionsOf({ executions: [a, b] }: CompareReport): ExecutionPair | undefined {
  if (b === undefined) return undefined;
  const pair = [a.execution, b.execution] as const;
  const [processes, others] = pair.map((one) => one.processes.join(", "));
  if (processes === others) return pair;
  throw new UsageError(
    `The schedules are of different processes: ${processes}, and ${others}.`,
    "Compare executions of the same processes.",
  );
}

/** The pictures of the two executions, if there are two, with the first differences marked. */
export function pairOf(report: CompareReport, paths: readonly [string, string]): ScenePair | undefined {
  const executions = executionsOf(report);
  return executions === undefined ? undefined : scenePairOf(executions, paths);
}

/** The pictures of two executions, with the first differences marked. */
export function scenePairOf(executions: ExecutionPair, names: readonly [string, string]): ScenePair {
  const found = compareExecutions(executions);
  const scenes = executions.map((execution, side): Scene => {
    const differences = found.flatMap(({ process, difference }): (number | string)[] => {
      if (difference === undefined) return [];
      if (difference.kind === "input") return [process];
      const position = difference.positions[side as 0 | 1];
      return position === undefined ? [] : [position];
    });
    return sceneOf(execution, { maxSteps: 60, differences });
  });
  const titles = NAMES.map((name, i) => `${name}: ${names[i as 0 | 1]}`);
  return { scenes: scenes as unknown as ScenePair["scenes"], titles: titles as [string, string] };
}

/** The whole report. Writes a schedule that was found to a file, and says so. */
export function linesOfCompare(
  report: CompareReport,
  told: {
    readonly pair: ScenePair | undefined;
    readonly warnings: readonly Warning[];
    readonly ascii: boolean;
    readonly file: string;
  },
): string[] {
  const { pair, warnings, ascii, file } = told;
  const [{ protocol, system }] = report.executions;
  const executions = executionsOf(report);
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    ...(pair === undefined ? [] : [...pairLines(pair, ascii), ""]),
    ...(executions === undefined ? nothingLines(report) : likenessLines(executions)),
    ...stuckLines(report.executions),
    ...keptLines(report, file),
    ...warningLines(warnings),
  ];
}

/** The pictures of two executions side by side. */
export function pairLines(pair: ScenePair, ascii: boolean): string[] {
  const width = process.stdout.columns || 100;
  return drawTextBeside(pair, { width, ascii, style: diagramStyle }).trimEnd().split("\n");
}

/** The processes with what they see of two executions, and to whom these are indistinguishable. */
export function likenessLines(pair: ExecutionPair): string[] {
  const found = compareExecutions(pair);
  const column = inColumn(found.map(({ process }) => process));
  const alike = found.filter(({ difference }) => difference === undefined);
  const conclusion =
    alike.length === 0
      ? "Everybody can tell A from B."
      : `A and B are indistinguishable to ${alike.map(({ process }) => process).join(", ")}: ` +
        "in both they are in the same states, and do the same next.";
  return [...found.flatMap((one, i) => linesOf(pair, one, column[i] ?? "")), "", conclusion];
}

function linesOf(pair: ExecutionPair, { process, common, difference }: Likeness, name: string): string[] {
  if (difference === undefined)
    return [`${green("~")} ${name}  sees the same in both: ${counted(common, "event")}`];
  const sees = `${red("≠")} ${name}`;
  if (difference.kind === "input") {
    const inputs = pair.map(({ processes, inputs: all }) => format(at(all, processes.indexOf(process))));
    return [`${sees}  sees a difference at once: its input is ${inputs[0]} in A, and ${inputs[1]} in B`];
  }
  const since = common === 0 ? "at once" : `after ${counted(common, "event")}`;
  const [inA, inB] = pair.map((execution, i) => textAt(execution, difference.positions[i as 0 | 1]));
  return [`${sees}  sees a difference ${since}: in A ${inA}, in B ${inB}`];
}

/** An event of an execution, in words, with its step. */
function textAt(execution: Execution, position: number | undefined): string {
  if (position === undefined) return "it sees nothing more";
  const step = at(stepNumbers(execution), position);
  const where = step === 0 ? "at the start" : `in step ${step}`;
  return `${formatEvent(at(execution.events, position))} (${where})`;
}

function nothingLines({ searched }: CompareReport): string[] {
  if (searched === undefined) return [];
  const { process, but, visited, isCutOff } = searched;
  const what = but === "decisions" || but === "failures" ? `other ${but}` : `another answer to ${but}`;
  if (isCutOff)
    return [
      `${yellow("?")} ${counted(visited, "configuration")} were visited, and no execution with ${what}.`,
    ];
  return [
    `There is no execution with ${what} that ${process} cannot tell from this one: ` +
      `all ${counted(visited, "configuration")} that look the same to it were visited. It knows that much.`,
  ];
}

/** The schedules that stop before their end: what is compared is the executions up to there. */
function stuckLines(executions: readonly ReplayReport[]): string[] {
  return executions.flatMap(({ stuck }, i) =>
    stuck === undefined
      ? []
      : [
          red(
            `${NAMES[i]} ends at its line ${stuck.line}, which is not enabled: ${formatEvent(stuck.event)}`,
          ),
        ],
  );
}

function keptLines({ executions: [{ protocol }], searched }: CompareReport, file: string): string[] {
  if (searched?.schedule === undefined) return [];
  const shows = {
    word: `as-${searched.process}-sees-it`,
    what: `An execution as ${searched.process} sees it`,
  };
  return ["", ...keepSchedule({ protocol, file, system: undefined, shows }, searched.schedule)];
}

/** The document of a comparison. */
export function documentOfCompare(report: CompareReport, warnings: readonly Warning[]): object {
  const [{ protocol, system }] = report.executions;
  const executions = executionsOf(report);
  const found = executions === undefined ? [] : compareExecutions(executions);
  return {
    lightcone: "compare",
    version: JSON_VERSION,
    protocol,
    system,
    ...(executions === undefined
      ? {}
      : {
          indistinguishableTo: found.flatMap(({ process, difference }) =>
            difference === undefined ? [process] : [],
          ),
          processes: found,
          events: executions.map(({ events }) => events.map(formatEvent)),
        }),
    stuck: report.executions.map(({ stuck }) => stuck?.line ?? null),
    ...(report.searched === undefined ? {} : { searched: report.searched }),
    ...jsonOfWarnings(warnings),
  };
}
