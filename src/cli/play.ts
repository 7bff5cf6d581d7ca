/** Playing the adversary: what could be next is listed, the reader chooses, and sees what comes of it. */
import { relative } from "node:path";
import { createInterface } from "node:readline/promises";
import { Cache } from "../host/node/cache.ts";
import { bundle, protocolFile } from "../host/node/bundle.ts";
import { Failed, usageFailure } from "../host/node/mistakeReport.ts";
import type { RunJob, RunReport } from "../host/node/job.ts";
import { Supervisor } from "../host/node/supervise.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { drawnRun, refutedIn } from "./drawnRun.ts";
import { HANDLER_TIMEOUT_MS } from "./fileJob.ts";
import { bold, cyan, dim, printed, red } from "./ink.ts";
import type { Terminal } from "./terminal.ts";

/** The beginning of a game. */
interface Game {
  /** The run before anything was chosen. */
  readonly report: RunReport;
  readonly job: RunJob;
  readonly path: string;
}

/** The other side of the table. */
export interface Table {
  show(lines: readonly string[]): void;
  /** Asks for a line; undefined when there are no more. */
  ask(question: string): Promise<string | undefined>;
  /** Takes a run. @throws Failed */
  take(job: RunJob): Promise<RunReport>;
}

/** Plays in the terminal. @returns the run as it is at the end */
export async function play(terminal: Terminal, { report, job, path }: Game): Promise<RunReport> {
  const file = protocolFile(path);
  const supervisor = new Supervisor({ handlerTimeoutMs: HANDLER_TIMEOUT_MS });
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<undefined>((resolve) => lines.once("close", () => resolve(undefined)));
  const bundled = await bundle(file, new Cache(file));
  const table: Table = {
    show: (lines) => {
      process.stdout.write("\u001b[2J\u001b[3J\u001b[H");
      terminal.print(lines);
    },
    ask: (question) => Promise.race([lines.question(printed(question)), closed]),
    take: async (wanted) => {
      const outcome = await supervisor.run(wanted, bundled, relative(process.cwd(), file));
      if (outcome.kind === "done") return outcome.report as RunReport;
      throw new Failed(
        outcome.kind === "failed"
          ? outcome.failure
          : usageFailure("The run ran out of memory.", "Run fewer processes."),
      );
    },
  };
  try {
    return await playAt(table, { report, job });
  } finally {
    lines.close();
    await supervisor.close();
  }
}

/** The choices so far, and the run that has come of them. */
interface Position {
  readonly report: RunReport;
  readonly chosen: readonly string[];
}

/** Plays until the reader has had enough. @returns the run as it is then. @throws Failed */
export async function playAt(table: Table, { report, job }: Omit<Game, "path">): Promise<RunReport> {
  let positions: readonly Position[] = [{ report, chosen: [] }];
  let filter = "";
  for (;;) {
    const { report: now, chosen } = positions.at(-1) as Position;
    const offers = offersIn(now, filter);
    table.show(await linesOfPosition(now, offers));
    const answer = (await table.ask(bold("> ")))?.trim();
    if (answer === undefined || answer === "q") return now;
    filter = "";
    if (answer === "u") {
      positions = positions.length > 1 ? positions.slice(0, -1) : positions;
    } else if (answer === "r") {
      return table.take({ ...job, chosen, goesOn: true });
    } else {
      const event = chosenBy(answer, offers);
      if (event === undefined) filter = answer;
      else {
        const next = [...chosen, event];
        positions = [...positions, { chosen: next, report: await table.take({ ...job, chosen: next }) }];
      }
    }
  }
}

/** The events that are offered: all that are enabled, or those whose texts contain what was typed. */
interface Offers {
  readonly events: readonly string[];
  /** The number of events that are enabled. */
  readonly count: number;
  /** The text that was typed, if no event contains it. */
  readonly unknown?: string;
}

function offersIn({ enabled }: RunReport, filter: string): Offers {
  const all = enabled.map(formatEvent);
  const events = all.filter((text) => text.includes(filter));
  const isUnknown = events.length === 0 && filter !== "";
  return { events: isUnknown ? all : events, count: all.length, ...(isUnknown ? { unknown: filter } : {}) };
}

/** The event that an answer names: by its number, by being the first, or as the only one that contains it. */
function chosenBy(answer: string, { events }: Offers): string | undefined {
  if (answer === "") return events[0];
  if (/^\d+$/.test(answer)) return events[Number(answer) - 1];
  const found = events.filter((text) => text.includes(answer));
  return found.length === 1 ? found[0] : undefined;
}

/** The maximum number of steps in the picture, and of events that are listed. */
const STEPS_MAX = 16;
const OFFERS_MAX = 20;

/** The ways to answer. */
const HELP = "a number, or a part of an event; Enter for the first; u undoes, r lets the rest run, q ends";

async function linesOfPosition(report: RunReport, { events, count, unknown }: Offers): Promise<string[]> {
  const picture = (await drawnRun(report, { maxSteps: STEPS_MAX })).trimEnd();
  const refuted = refutedIn(report);
  const width = `${Math.min(events.length, OFFERS_MAX)}`.length;
  const listed = events
    .slice(0, OFFERS_MAX)
    .map((text, i) => `  ${cyan(`${i + 1}`.padStart(width))}  ${text}`);
  const hidden = count - listed.length;
  return [
    ...picture.split("\n"),
    "",
    ...(refuted === undefined ? [] : [red(`You have won: ${refuted} is violated.`), ""]),
    ...(unknown === undefined ? [] : [`Nothing that could be next contains "${unknown}".`]),
    count === 0 ? "Nothing could be next: the execution is complete." : "What could be next:",
    ...listed,
    ...(hidden > 0 ? [`  … and ${hidden} more; type a part of one to see it`] : []),
    dim(HELP),
  ];
}
