/** `lightcone replay FILE SCHEDULE`: is it an execution, and if not, where does it stop being one? */
import { formatEvent } from "../model/eventText.ts";
import { isBeat, type Event } from "../model/event.ts";
import type { ReplayReport, StuckReport } from "../host/node/job.ts";
import type { FileFlags } from "./app.ts";
import { counted } from "./amounts.ts";
import { textOfSystem } from "./checkReport.ts";
import { ExitCode } from "./exitCode.ts";
import { replayed } from "./fileJob.ts";
import { bold, cyan, green, red, yellow } from "./ink.ts";
import { documentOfReplay, jsonText } from "./json.ts";
import type { Surroundings } from "./surroundings.ts";

/** Replays a schedule. */
export async function replay(
  this: Surroundings,
  flags: FileFlags,
  file: string,
  schedule: string,
): Promise<void> {
  const found = await replayed(this, flags, [file, schedule]);
  if (found === undefined) return;
  const { report, warnings } = found;
  this.process.exitCode = report.stuck === undefined ? ExitCode.holds : ExitCode.violated;
  this.process.stdout.write(
    this.json ? jsonText(documentOfReplay(report, warnings)) : textOfReplay(report, warnings, schedule),
  );
}

function textOfReplay(report: ReplayReport, warnings: readonly string[], path: string): string {
  const { protocol, system, execution, stuck, enabled } = report;
  const name = path === "-" ? "The schedule" : path;
  const events = counted(execution.events.length, "event");
  const whole = `${green("✓")} ${name} is an execution: all ${events} can happen in this order.`;
  const lines = [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    ...(stuck === undefined ? [whole, "", ...ends(enabled.length)] : stuckLines(report, stuck, name)),
    "",
    ...propertyLines(report),
    ...warnings.map((warning) => `${yellow("warning")}: ${warning}`),
  ];
  return `${lines.join("\n")}\n`;
}

function ends(enabled: number): string[] {
  return [
    enabled === 0
      ? "It is complete: nothing is enabled after it."
      : `It can go on: ${counted(enabled, "event")} could be next.`,
  ];
}

/** At most so many enabled events are listed. */
const ENABLED_MAX = 20;

/** What could not happen, and what could. */
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
  const listed = enabled.slice(0, ENABLED_MAX).map((possible) => cyan(`  ${formatEvent(possible)}`));
  const more = enabled.length > ENABLED_MAX ? [`  … and ${enabled.length - ENABLED_MAX} more`] : [];
  return [
    `${red("✗")} ${name} gets stuck at line ${line}: this event is not enabled.`,
    "",
    `  ${bold(formatEvent(event))}`,
    "",
    ...unknownLines(execution.processes, event),
    before,
    ...reason,
    ...listed,
    ...more,
  ];
}

/** At most so many ids of processes are listed. */
const IDS_MAX = 20;

/** What an event names that is no process. */
function unknownLines(processes: readonly string[], event: Event): string[] {
  if (isBeat(event)) return [];
  const named = [
    event.process,
    ...("from" in event ? [event.from] : []),
    ...("to" in event ? [event.to] : []),
  ];
  const unknown = named.filter((id) => !processes.includes(id));
  if (unknown.length === 0) return [];
  const more = processes.length > IDS_MAX ? ", …" : "";
  const known = `${processes.slice(0, IDS_MAX).join(", ")}${more}`;
  return [`There is no process ${unknown.join(" or ")}; there are ${known}.`];
}

function propertyLines({ properties, stuck, enabled }: ReplayReport): string[] {
  if (properties.length === 0) return [];
  const width = Math.max(...properties.map(({ name }) => name.length));
  const where = stuck === undefined ? "In its last configuration:" : "In the configuration before that:";
  const rows = properties.map(({ name, kind, isTrue }) => {
    const padded = name.padEnd(width);
    if (isTrue) return `  ${padded}  ${green("true")}`;
    if (kind === "invariant") return `  ${padded}  ${red("false: it is violated")}`;
    const word = enabled.length === 0 ? red("false, and nothing more can happen") : yellow("false so far");
    return `  ${padded}  ${word}`;
  });
  return [where, ...rows];
}
