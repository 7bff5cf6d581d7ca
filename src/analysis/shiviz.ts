/**
 * Logs for ShiViz, which draws the executions of real systems (I. Beschastnikh, P. Liu, A. Xing, P. Wang, Y.
 * Brun and M. Ernst, *Visualizing Distributed System Executions*, TOSEM 2020): two lines for each event,
 * first what happened, then the host and its vector time as JSON.
 *
 *     p1 sends ping to p2
 *     p1 {"p1":1}
 *     p2 receives ping from p1
 *     p2 {"p1":1,"p2":1}
 *
 * The expression that ShiViz has to parse them with is its default: `(?<event>.*)\n(?<host>\S*)
 * (?<clock>{.*})`.
 */
import { at } from "../base/assert.ts";
import { formatEvent, UsageError, type Execution } from "../model/index.ts";
import { causality, type Causality, type VectorTime } from "./causality.ts";

/** A log: what happened where, and the vector time of each event. */
export interface EventLog {
  readonly hosts: readonly string[];
  /** The events as texts, in an order in which they can have happened. */
  readonly events: readonly string[];
  /** The host of each event, and its vector time, by the numbers of hosts. */
  readonly order: Pick<Causality, "times"> & { readonly processes: readonly number[] };
}

/** The log of an execution; what happens to no process is not in it. */
export function logOf(execution: Execution): EventLog {
  const { processes, times } = causality(execution);
  const own = [...execution.events.keys()].filter((i) => processes[i] !== undefined);
  return {
    hosts: execution.processes,
    events: own.map((i) => formatEvent(at(execution.events, i))),
    order: { processes: own.map((i) => processes[i] as number), times: own.map((i) => at(times, i)) },
  };
}

/** The text of a log. */
export function formatLog({ hosts, events, order: { processes, times } }: EventLog): string {
  const lines = events.map((event, i) => {
    const counts = at(times, i).flatMap((count, p) => (count > 0 ? [[at(hosts, p), count] as const] : []));
    const host = at(hosts, at(processes, i));
    return `${event.replaceAll("\n", " ")}\n${host} ${JSON.stringify(Object.fromEntries(counts))}\n`;
  });
  return lines.join("");
}

/** The lines of an event in a log. */
const ENTRY = /([^\r\n]*)\r?\n(\S+) (\{[^\r\n]*\})\r?\n?/g;

interface LogEntry {
  readonly event: string;
  readonly host: string;
  readonly clock: Readonly<Record<string, number>>;
}

/**
 * Reads a log, whatever the order of its lines: events are sorted so that causes come first.
 * @throws UsageError if it is none, or its vector times cannot be
 */
export function parseLog(text: string): EventLog {
  const entries = [...text.matchAll(ENTRY)].map(([, event = "", host = "", clock = ""]): LogEntry => {
    return { event, host, clock: parseClock(clock) };
  });
  const [stray] = text
    .replace(ENTRY, "")
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (stray !== undefined || entries.length === 0)
    throw new UsageError(
      stray === undefined ? "There is no event in it." : `This line is of no event: ${stray.trim()}`,
      'A log for ShiViz has two lines for each event: what happened, and p1 {"p1":1,"p2":3}.',
    );
  const hosts = [...new Set(entries.map(({ host }) => host))].sort();
  const timeOf = ({ clock }: LogEntry): VectorTime => hosts.map((host) => clock[host] ?? 0);
  const sum = (entry: LogEntry): number => timeOf(entry).reduce((all, count) => all + count, 0);
  // Whoever happened before has a smaller vector, and so a smaller sum.
  const sorted = entries.toSorted((a, b) => sum(a) - sum(b));
  const processes = sorted.map(({ host }) => hosts.indexOf(host));
  const times = sorted.map(timeOf);
  checkTimes({ hosts, events: sorted.map(({ event }) => event), order: { processes, times } });
  return { hosts, events: sorted.map(({ event }) => event), order: { processes, times } };
}

function parseClock(text: string): LogEntry["clock"] {
  try {
    const clock = JSON.parse(text) as Record<string, unknown>;
    if (Object.values(clock).every((count) => Number.isSafeInteger(count) && Number(count) >= 0))
      return clock as LogEntry["clock"];
  } catch {
    // It is told below.
  }
  throw new UsageError(`${text} is no vector time.`, 'Vector times are JSON, such as {"p1":1,"p2":3}.');
}

/** Sees whether each host counts its own events, and knows of others only what has happened there. */
function checkTimes({ hosts, events, order: { processes, times } }: EventLog): void {
  const counts = hosts.map(() => 0);
  for (const [i, process] of processes.entries()) {
    const time = at(times, i);
    const own = (counts[process] = at(counts, process) + 1);
    const isKnown = time.every((count, p) => count <= at(counts, p));
    if (time[process] === own && isKnown) continue;
    const what = time[process] === own ? "knows of events that are not in it" : "is not the next of its host";
    throw new UsageError(
      `The vector time of "${at(events, i)}" at ${at(hosts, process)} ${what}.`,
      "Keep all events of all hosts, each of which counts its own from 1.",
    );
  }
}
