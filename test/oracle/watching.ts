/** A monitor of a tiny system: an automaton of three states over the events that processes take part in. */
import { processesOf, type Tiny } from "./tiny.ts";

/** The kinds of events that monitors of tiny systems watch. */
export const WATCHED_KINDS = [
  "send",
  "receive",
  "timeout",
  "may",
  "must",
  "operation",
  "pause",
  "exchange",
  "recover",
  "decide",
  "output",
  "halt",
  "fault",
] as const;

/** An event as such a monitor sees it. */
export interface Watching {
  readonly kind: (typeof WATCHED_KINDS)[number];
  /** The number of the process at which it happens. */
  readonly at: number;
  /** The number of the other process of a message; absent: there is none, or it is hidden. */
  readonly peer?: number;
  /** Of a message its type, of a timer and an act its name, of an operation its object, else its value. */
  readonly detail?: string | number;
}

/** What a monitor does upon some events in one of its states: the first that fits is done, or nothing. */
export interface WatchRow extends Partial<Watching> {
  readonly kind: Watching["kind"];
  readonly before: number;
  readonly after: number;
}

/** The states of a monitor: numbers below this. */
export const WATCH_STATES = 3;

/** The state of the monitor of a system after an event; null: there is none. */
export function afterWatching({ monitor }: Tiny, watch: number | null, event: Watching): number | null {
  if (monitor === null || watch === null) return null;
  const fits = (row: WatchRow): boolean =>
    row.kind === event.kind &&
    row.before === watch &&
    (row.at ?? event.at) === event.at &&
    (row.peer ?? event.peer) === event.peer &&
    (row.detail ?? event.detail) === event.detail;
  return monitor.find(fits)?.after ?? watch;
}

/** The expressions of what is asked of an event, in a Lightcone file. */
const DETAILS: Readonly<Record<Watching["kind"], string>> = {
  send: "event.message.type",
  receive: "event.message.type",
  timeout: "event.timer",
  may: "event.action",
  must: "event.action",
  operation: "event.object",
  pause: "undefined",
  exchange: "undefined",
  recover: "undefined",
  decide: "event.value",
  output: "event.value",
  halt: "undefined",
  fault: `event.what.startsWith("crash") ? "crash" : "other"`,
};

const PEERS: Readonly<Partial<Record<Watching["kind"], string>>> = {
  send: "event.to",
  receive: "event.from",
};

/** The monitor as a part of a Lightcone file. */
export function monitorText(tiny: Tiny): string {
  if (tiny.monitor === null) return "";
  const rows = tiny.monitor;
  const idOf = (number: number): string => JSON.stringify(processesOf(tiny)[number]?.id);
  const handlers = WATCHED_KINDS.filter((kind) => rows.some((row) => row.kind === kind)).map((kind) => {
    const lines = rows
      .filter((row) => row.kind === kind)
      .map(({ at, peer, detail, before, after }) => {
        const asked = [
          `state.n === ${before}`,
          at === undefined ? "" : `event.process === ${idOf(at)}`,
          peer === undefined ? "" : `${PEERS[kind]} === ${idOf(peer)}`,
          detail === undefined ? "" : `(${DETAILS[kind]}) === ${JSON.stringify(detail)}`,
        ].filter((part) => part !== "");
        return `          if (${asked.join(" && ")}) { state.n = ${after}; return; }\n`;
      });
    return `        ${kind}(state, event) {\n${lines.join("")}        },\n`;
  });
  const upon = `      upon: {\n${handlers.join("")}      },\n`;
  return `  monitors: {\n    watch: {\n      initially: () => ({ n: 0 }),\n${upon}    },\n  },\n`;
}
