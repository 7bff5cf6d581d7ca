/** `lightcone replay FILE SCHEDULE`: is it an execution, and if not, where does it stop being one? */
import type { CycleReport, ReplayReport, StuckReport } from "../../host/node/job.ts";
import { isBeat, type Event } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { Execution } from "../../model/transition/execution.ts";
import { counted } from "../amounts.ts";
import { ExitCode } from "../exitCode.ts";
import { file, fileFlags, schedule, type FileFlags } from "../fileFlags.ts";
import { bold, diagramStyle, green, red } from "../ink.ts";
import { documentOfReplay } from "../json.ts";
import { eventLines, propertyLines } from "../lastConfiguration.ts";
import { accountLines } from "../checkReport.ts";
import { cycleOf, textOfSystem } from "../systemText.ts";
import {
  alongFlags,
  exitCodeAlong,
  linesAlong,
  replayedAlong,
  type AlongFlags,
  type ReplayedAlong,
} from "../valenceAlong.ts";
import { verb, type Flags } from "../verb.ts";
import { warningLines } from "../warningText.ts";

/** Flags of `replay`. */
interface ReplayFlags extends FileFlags, AlongFlags {}

const flags = { ...alongFlags, ...fileFlags } as const satisfies Flags<ReplayFlags>;

/** The verb `replay`. */
export const replay = verb<ReplayFlags, [string, string]>({
  brief: "Replay a schedule and say where it gets stuck",
  about: [
    "Runs the events of a schedule one by one. Says which event is the first that cannot happen, and what",
    "could happen instead; and which properties are true in the last configuration.",
  ],
  examples: [
    "lightcone replay my-protocol.ts .lightcone/my-protocol-agreement.schedule",
    "(head -n 20 old.schedule; echo end) | lightcone replay my-protocol.ts -",
  ],
  exitCodes: "0 the schedule is an execution, 1 it gets stuck, 2 a mistake, 3 the valence is unknown",
  flags,
  positional: [file, schedule],
  async run(given, path, schedulePath) {
    const found = await replayedAlong(this, given, [path, schedulePath]);
    if (found === undefined) return;
    const { report, warnings, valence } = found;
    this.process.exitCode = exitCodeAlong(valence, isGood(report) ? ExitCode.holds : ExitCode.violated);
    if (this.json)
      this.answer({
        ...(await documentOfReplay(report, warnings)),
        ...(valence === undefined ? {} : { valence }),
      });
    else this.print(await linesOfReplay(found, schedulePath));
  },
});

/** Whether the schedule is an execution, and goes on for ever if it says so. */
function isGood({ stuck, cycle }: ReplayReport): boolean {
  return stuck === undefined && (cycle === undefined || !("doubt" in cycle));
}

async function linesOfReplay({ report, warnings, valence }: ReplayedAlong, path: string): Promise<string[]> {
  const { protocol, system, execution, stuck } = report;
  const name = path === "-" ? "The schedule" : path;
  const along = await linesAlong(valence, system.rounds ? "round" : "step");
  const events = counted(execution.events.length, "event");
  const whole = `${green("✓")} ${name} is an execution: all ${events} can happen in this order.`;
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    ...(stuck === undefined ? [whole, "", ...ends(report)] : stuckLines(report, stuck, name)),
    "",
    ...along,
    ...(along.length === 0 ? [] : [""]),
    ...(await stateLines(execution)),
    ...propertyLines(
      report,
      stuck === undefined ? "In its last configuration:" : "In the configuration before that:",
    ),
    ...warningLines(warnings),
  ];
}

function ends({ enabled, cycle, system }: ReplayReport): string[] {
  if (cycle !== undefined && "doubt" in cycle)
    return [`${red("✗")} It cannot go on for ever as it says: ${cycle.doubt}.`];
  if (cycle !== undefined)
    return [
      `It goes on for ever: ${cycleOf(cycle.steps, system).again}.`,
      ...accountLines(cycle, system),
      ...inadmissibleLines(cycle),
    ];
  if (enabled.length === 0) return ["It is complete: nothing is enabled after it."];
  return [`It can go on: ${counted(enabled.length, "event")} could be next.`, ...eventLines(enabled)];
}

/** The lines about a cycle that refutes what is judged without fairness, and nothing else. */
function inadmissibleLines({ inadmissible }: CycleReport): string[] {
  if (inadmissible === undefined) return [];
  const { owes, refuted } = inadmissible;
  const which = refuted.join(" and ");
  return [`It is not admissible, as ${owes}; it refutes ${which}, where all executions count.`];
}

/** Of longer executions, only a part of what the steps changed is told. */
const STEPS_MAX = 60;

/** The lines about what each step changed, and about the states at the end. */
async function stateLines(execution: Execution): Promise<string[]> {
  const { sceneOf, tellStates } = await import("../../diagram/index.ts");
  const scene = sceneOf(execution, { maxSteps: STEPS_MAX });
  const text = tellStates(scene, { width: process.stdout.columns || 100, style: diagramStyle }).trim();
  return text === "" ? [] : [...text.split("\n"), ""];
}

/** The lines about the event that could not happen, and those that could. */
function stuckLines(
  { execution, enabled }: ReplayReport,
  { event, line, unfinished }: StuckReport,
  name: string,
): string[] {
  const before =
    execution.events.length === 0
      ? "It is the first event."
      : `The ${counted(execution.events.length, "event")} before it can happen.`;
  const reason = unfinished
    ? ["A step is not finished: its effects must follow at once. Expected here:"]
    : enabled.length === 0
      ? ["Nothing at all is enabled here: the execution has ended."]
      : ["Enabled here:"];
  return [
    `${red("✗")} ${name} gets stuck at line ${line}: this event is not enabled.`,
    "",
    `  ${bold(formatEvent(event))}`,
    "",
    ...unknownLines(execution.processes, event),
    before,
    ...reason,
    ...eventLines(enabled),
  ];
}

/** The maximum number of process ids that are listed. */
const IDS_MAX = 20;

/** The lines about names in an event that are no processes. */
function unknownLines(processes: readonly string[], event: Event): string[] {
  if (isBeat(event)) return [];
  const named = [
    event.process,
    ...("from" in event && event.from !== undefined ? [event.from] : []),
    ...("to" in event ? [event.to] : []),
  ];
  const unknown = named.filter((id) => !processes.includes(id));
  if (unknown.length === 0) return [];
  const more = processes.length > IDS_MAX ? ", …" : "";
  const known = `${processes.slice(0, IDS_MAX).join(", ")}${more}`;
  return [`There is no process ${unknown.join(" or ")}; there are ${known}.`];
}
