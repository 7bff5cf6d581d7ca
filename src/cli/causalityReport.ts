/** Causality in an execution, or in a log from elsewhere, as text and as a document. */
import { concurrent, lamportTimes, logOf, type EventLog } from "../analysis/index.ts";
import { at } from "../base/assert.ts";
import type { CausalityReport } from "../host/node/causalAnalysis.ts";
import type { Warning } from "../host/node/warning.ts";
import { count, counted } from "./amounts.ts";
import { likenessLines, pairLines, scenePairOf } from "./compareReport.ts";
import { bold, dim, green, inColumn, red, yellow } from "./ink.ts";
import { JSON_VERSION, jsonOfWarnings } from "./json.ts";
import { keepSchedule } from "./keptSchedule.ts";
import { textOfSystem } from "./systemText.ts";
import { warningLines } from "./warningText.ts";

/** Of longer logs, so many events are shown. */
const EVENTS_MAX = 200;

/** The whole report. Writes schedules that violate what this one does not to files. */
export function linesOfCausality(
  report: CausalityReport,
  { warnings, file }: { readonly warnings: readonly Warning[]; readonly file: string },
): string[] {
  const { protocol, system, execution } = report.replayed;
  return [
    `${bold(protocol)}: ${textOfSystem(system)}`,
    "",
    ...linesOfLog(logOf(execution)),
    ...cutLines(report),
    ...(report.violations ?? []).flatMap((violation) => violationLines(report, violation, file)),
    ...shuffleLines(report, file),
    ...warningLines(warnings),
  ];
}

/** The events of a log with their times, and how many pairs are concurrent. */
export function linesOfLog(log: EventLog): string[] {
  const { events, hosts, order } = log;
  const times = lamportTimes(log.order);
  const shown = events.slice(0, EVENTS_MAX).map((event, i) => {
    const host = at(hosts, at(order.processes, i));
    return event.startsWith(`${host} `) ? event : `${host}: ${event}`;
  });
  const wide = `${Math.max(...times)}`.length;
  const clocks = inColumn(shown.map((_, i) => `(${at(order.times, i).join(" ")})`));
  const more = events.length - shown.length;
  const beside = concurrentPairs(log);
  return [
    dim(`Lamport's time, vector time (${hosts.join(" ")}), event:`),
    "",
    ...shown.map((event, i) => `${`${at(times, i)}`.padStart(wide + 1)}  ${at(clocks, i)}  ${event}`),
    ...(more === 0 ? [] : [dim(`… and ${more} more`)]),
    "",
    `${counted(events.length, "event")}; of ${counted(pairs(events.length), "pair")}, ` +
      `${count(beside)} ${beside === 1 ? "is" : "are"} concurrent.`,
  ];
}

function pairs(events: number): number {
  return events === 0 ? 0 : (events * (events - 1)) / 2;
}

function concurrentPairs({ order }: EventLog): number {
  const whole = { ...order, sends: [] };
  let found = 0;
  for (const b of order.times.keys()) for (let a = 0; a < b; a++) if (concurrent(whole, a, b)) found++;
  return found;
}

function cutLines({ cuts }: CausalityReport): string[] {
  if (cuts === undefined)
    return [`${yellow("?")} There are more consistent cuts than --cuts allows, and none was looked at.`];
  if (cuts === 1) return ["1 consistent cut: no other global state between steps may have been."];
  return [`${counted(cuts, "consistent cut")}: so many global states between steps may have been.`];
}

function violationLines(
  { replayed: { protocol } }: CausalityReport,
  violation: NonNullable<CausalityReport["violations"]>[number],
  file: string,
): string[] {
  const { name } = violation;
  if ("isCutOff" in violation)
    return [`${yellow("?")} ${name}  monitors may remember more in these cuts than --cuts allows to look at`];
  const { possibly, definitely, schedule } = violation;
  if (!possibly) return [`${green("✓")} ${name}  holds in every order of the steps that are concurrent`];
  if (definitely) return [`${red("✗")} ${name}  is definitely violated: in every order of concurrent steps`];
  return [
    `${red("✗")} ${name}  is possibly violated: in some orders of concurrent steps, and not in others`,
    ...(schedule === undefined
      ? []
      : keepSchedule({ protocol, property: name, file, system: undefined }, schedule)),
  ];
}

/** The causal shuffle beside the execution, if one was asked for. Writes its schedule to a file. */
function shuffleLines(
  { replayed: { protocol, execution }, shuffle }: CausalityReport,
  file: string,
): string[] {
  if (shuffle === undefined) return [];
  if (shuffle === null) return ["", "There is no causal shuffle: causality leaves the steps no other order."];
  const pair = [execution, shuffle.execution] as const;
  const shows = { word: "shuffle", what: "A causal shuffle" };
  return [
    "",
    bold(
      "A causal shuffle: the same steps in another order. It is an execution, which the model has replayed.",
    ),
    "",
    ...pairLines(scenePairOf(pair, ["the execution", "a causal shuffle"]), false),
    "",
    ...likenessLines(pair),
    "",
    ...keepSchedule({ protocol, file, system: undefined, shows }, shuffle.schedule),
  ];
}

/** The document of a report. */
export function documentOfCausality(report: CausalityReport, warnings: readonly Warning[]): object {
  const { protocol, system, execution } = report.replayed;
  const { cuts, violations, shuffle } = report;
  return {
    lightcone: "causality",
    version: JSON_VERSION,
    protocol,
    system,
    ...jsonOfLog(logOf(execution)),
    ...(cuts === undefined ? {} : { cuts }),
    ...(violations === undefined ? {} : { violations }),
    ...(shuffle === undefined ? {} : { shuffle: shuffle === null ? null : { schedule: shuffle.schedule } }),
    ...jsonOfWarnings(warnings),
  };
}

/** The document of a log. */
export function documentOfLog(log: EventLog): object {
  return { lightcone: "causality", version: JSON_VERSION, ...jsonOfLog(log) };
}

function jsonOfLog(log: EventLog): object {
  const { hosts, events, order } = log;
  const lamport = lamportTimes(log.order);
  return {
    hosts,
    events: events.map((event, i) => ({
      event,
      host: at(hosts, at(order.processes, i)),
      lamport: at(lamport, i),
      vector: at(order.times, i),
    })),
    concurrentPairs: concurrentPairs(log),
  };
}
