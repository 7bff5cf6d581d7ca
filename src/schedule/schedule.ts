/**
 * Schedules as text: a file that can be read, edited, compared and replayed. One event a line; lines
 * that begin with `#` are comments. Before the events come the protocol, the version of its file, the
 * system's parameters and the inputs, each at most once; the last line tells that nothing is missing:
 *
 *     protocol "client-server"
 *     version 0f1e2d3c4b5a6978
 *     processes client=1 server=1
 *     topology complete
 *     channels unordered
 *     timing asynchronous
 *     failures crash:1
 *     memory servers:3
 *     inputs client=3
 *
 *     client sends request to server
 *     end
 *
 * Where the execution goes on for ever, a line `again and again` stands before the first event of its cycle.
 */
import { formatFailure, parseFailures } from "../model/failure/index.ts";
import { asynchronous, parseTiming } from "../model/timing/index.ts";
import { format, NotReadable, Reader } from "../base/text.ts";
import { equal, type Plain } from "../base/value.ts";
import { quoted } from "../base/visible.ts";
import { parseChannels } from "../model/communication/index.ts";
import { UsageError } from "../model/error.ts";
import { formatEvent } from "../model/event/eventText.ts";
import type { Event } from "../model/event/event.ts";
import type { Schedule } from "../model/transition/execution.ts";
import { parseMemory } from "../emulation/memories.ts";
import { shared } from "../model/memory/memory.ts";
import { parseEvent } from "../model/event/parseEvent.ts";
import { formatObjectName, readObject } from "../model/event/phrase.ts";
import type { Protocol } from "../model/system/protocol.ts";
import type { System, SystemOptions } from "../model/system/system.ts";
import { parseTopology, type Topology } from "../model/system/topology.ts";

/**
 * The text of a schedule, with all that is needed to build its system again.
 * @param version what tells this version of the protocol's file from others: a word, if it is known
 */
export function formatSchedule(system: System, schedule: Schedule, version?: string): string {
  const { inputs, events, cycle = events.length } = schedule;
  const { protocol, roles, topology, channel } = system;
  const counts = Object.entries(roles).map(([role, ids]) => `${role}=${ids.length}`);
  // An input that is null, and can be nothing else, goes without saying.
  const named = system.firstChoices
    .map(({ name: id, values: possible }, i) => ({ id, possible, input: inputs[i] as Plain }))
    .filter(({ possible, input }) => input !== null || possible.length > 1)
    .map(({ id, input }) => `${system.numbers.has(id) ? id : formatObjectName(id)}=${format(input)}`);
  const lines = [
    `protocol ${quoted(protocol.name)}`,
    ...(version === undefined ? [] : [`version ${version}`]),
    `processes ${counts.join(" ")}`,
    ...(canBeRead(topology) ? [`topology ${topology.text}`] : []),
    `channels ${channel.name}`,
    ...unusual(system),
    ...(named.length === 0 ? [] : [`inputs ${named.join(" ")}`]),
    "",
    ...events.slice(0, cycle).map(formatEvent),
    ...(cycle === events.length ? [] : [CYCLE]),
    ...events.slice(cycle).map(formatEvent),
    END,
  ];
  return `${lines.join("\n")}\n`;
}

/** Whether a topology follows from its text; one that an author has made is the protocol's own. */
function canBeRead({ text, size }: Topology): boolean {
  try {
    return parseTopology(text).size === size;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** Timing, failures and memory, where they or what the protocol has of its own are not as usual. */
function unusual({ protocol, timing, failures, begin, memory }: System): string[] {
  const isTimed = timing !== asynchronous || protocol.timing !== undefined;
  const isFaulty = failures.length > 0 || protocol.failures !== undefined;
  const isBegun = begin.length > 0 || protocol.begin !== undefined;
  return [
    ...(isTimed ? [`timing ${timing.text}`] : []),
    ...(isFaulty ? [`failures ${failures.map(formatFailure).join(" ") || "none"}`] : []),
    ...(isBegun ? [`begin ${begin.map(formatFailure).join(" ") || "none"}`] : []),
    ...(memory === shared ? [] : [`memory ${memory.text}`]),
  ];
}

/** The line before the first event of a cycle that is gone round for ever. */
const CYCLE = "again and again";

/** The last line. */
const END = "end";

/** The part of a schedule before its events. */
interface Header {
  /** The name of the protocol, if it is said. */
  readonly protocol?: string;
  /** The version of the protocol's file, if it is said. */
  readonly version?: string;
  /** The options of the system. */
  readonly options: SystemOptions;
  /** Inputs by process id, as far as they are given. */
  readonly inputs: ReadonlyMap<string, Plain>;
}

/** A schedule as it was read, before it is known which system it is for. */
export interface ScheduleText extends Header {
  /** The name by which errors call it. */
  readonly name: string;
  readonly events: readonly Event[];
  /** The position of the event with which a cycle begins; absent if none does. */
  readonly cycle?: number;
  /** The line of each event in the text, from 1. */
  readonly lines: readonly number[];
}

/** The lines of a header by their first word: what the rest of each says. @throws NotReadable, UsageError */
const HEADER: Readonly<Record<string, (rest: string) => Partial<Header>>> = {
  protocol: (rest) => ({ protocol: readWhole(rest, (reader) => reader.name()) }),
  version: (rest) => ({ version: readWhole(rest, (reader) => reader.expect(/[\w.-]+/, "one word")) }),
  processes: (rest) => ({ options: { processes: Object.fromEntries(readPairs(rest)) as ProcessCounts } }),
  topology: (rest) => ({ options: { topology: parseTopology(rest) } }),
  channels: (rest) => ({ options: { channels: parseChannels(rest) } }),
  timing: (rest) => ({ options: { timing: parseTiming(rest) } }),
  failures: (rest) => ({ options: { failures: parseFailures(rest) } }),
  begin: (rest) => ({ options: { begin: parseFailures(rest) } }),
  memory: (rest) => ({ options: { memory: parseMemory(rest) } }),
  inputs: (rest) => ({ inputs: new Map(readPairs(rest)) }),
};

type ProcessCounts = Readonly<Record<string, number>>;

/** Reads the text of a schedule, which errors call by its name. @throws UsageError that names the line. */
export function parseSchedule(text: string, name = "the schedule"): ScheduleText {
  let header: Header = { options: {}, inputs: new Map() };
  const events: Event[] = [];
  const lines: number[] = [];
  let cycle: number | undefined;
  /** The line on which each part of the header is said, and the end. */
  const said = new Map<string, number>();
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    readLine(line, { name, number: i + 1 }, () => {
      if (said.has(END))
        throw new UsageError("It is behind the end.", `Lines after "${END}" are comments only.`);
      const read = headerOf(line);
      if (read === undefined && line !== END && line !== CYCLE) {
        events.push(parseEvent(line));
        lines.push(i + 1);
        return;
      }
      const { word, more } = read ?? { word: line, more: {} };
      if (word === CYCLE) cycle = events.length;
      const before = said.get(word);
      if (before !== undefined)
        throw new UsageError(`"${word}" is said on line ${before} already.`, "Leave one of the two out.");
      said.set(word, i + 1);
      header = { ...header, ...more, options: { ...header.options, ...more.options } };
    });
  }
  if (!said.has(END) && (events.length === 0 || header.protocol !== undefined)) throw incomplete(text, name);
  return { name, ...header, events, lines, ...(cycle === undefined ? {} : { cycle }) };
}

/** The part of a header that a line says; undefined if it is an event. */
function headerOf(line: string): { readonly word: string; readonly more: Partial<Header> } | undefined {
  const [, word = "", rest = ""] = /^([a-z]+)\s+(.*)$/.exec(line) ?? [];
  const read = Object.hasOwn(HEADER, word) ? HEADER[word] : undefined;
  // A process may be called as a part of the header is.
  return read === undefined || isEvent(line) ? undefined : { word, more: read(rest) };
}

function isEvent(line: string): boolean {
  try {
    parseEvent(line);
    return true;
  } catch (error) {
    if (error instanceof NotReadable) return false;
    throw error;
  }
}

/** A longer line is not quoted in full. */
const LINE_MAX = 200;

/** Reads one line; what is wrong with it is told with its number. @throws UsageError */
function readLine(line: string, at: { name: string; number: number }, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (error instanceof UsageError)
      throw new UsageError(`Line ${at.number} of ${at.name}: ${error.what}`, error.advice, error.choice);
    if (!(error instanceof NotReadable)) throw error;
    throw new UsageError(
      `Line ${at.number} of ${at.name} cannot be read: ${error.message}.`,
      `The line: ${line.length <= LINE_MAX ? line : `${line.slice(0, LINE_MAX)}…`}`,
    );
  }
}

/** The error for a schedule that does not say that it ends where it does. */
function incomplete(text: string, name: string): UsageError {
  if (text.trim() === "")
    return new UsageError(`There is nothing in ${name}.`, "Name a schedule; `lightcone check` writes them.");
  return new UsageError(
    `Something is missing in ${name}: it does not end with the line "${END}".`,
    `Take all of it; or, if it is to be shorter, write "${END}" below.`,
  );
}

function readWhole<T>(text: string, read: (reader: Reader) => T): T {
  const reader = new Reader(text);
  const found = read(reader);
  reader.end();
  return found;
}

/** The pairs of a text such as `a=1 b="x"`. */
function readPairs(text: string): [string, Plain][] {
  const reader = new Reader(text);
  const pairs: [string, Plain][] = [];
  while (reader.offset < text.length) {
    const name = reader.accept(/[A-Za-z_][\w-]*(?==)/) ?? readObject(reader);
    if (pairs.some(([known]) => known === name)) throw new NotReadable(reader.offset, `${name} only once`);
    reader.expect(/=/, `"="`);
    pairs.push([name, reader.value()]);
    reader.accept(/,?/);
  }
  return pairs;
}

/** The options of the system that a schedule is of; inputs are those that it names alone. */
export function optionsOf({ options, inputs }: ScheduleText): SystemOptions {
  const given = Object.fromEntries([...inputs].map(([id, input]) => [id, [input]]));
  return inputs.size === 0 ? options : { ...options, inputs: given };
}

/** Sees to it that a schedule is one of a protocol. @throws UsageError that says how they differ */
export function checkProtocol({ name, protocol, options }: ScheduleText, given: Protocol): void {
  if (protocol === undefined || protocol === given.name) return;
  const withRoles = (called: string, roles: object): string =>
    `${quoted(called)} (roles: ${Object.keys(roles).join(", ")})`;
  const other = options.processes === undefined ? quoted(protocol) : withRoles(protocol, options.processes);
  throw new UsageError(
    `The protocol in the file is ${withRoles(given.name, given.roles)}, and ${name} is of ${other}.`,
    'Name the file that it was made with. If the protocol has a new name only, correct the line "protocol".',
  );
}

/**
 * The schedule that a text stands for in `system`. Inputs that the text leaves out must be the only
 * possible ones.
 * @throws UsageError if an input is missing or impossible, or names no process.
 */
export function scheduleFor(system: System, text: ScheduleText): Schedule {
  const known = [...system.numbers.keys(), ...system.objectNumbers.keys()];
  for (const id of text.inputs.keys()) {
    if (known.includes(id)) continue;
    throw new UsageError(
      `In ${text.name} there is an input of "${id}", which is no process.`,
      `Processes: ${known.join(", ")}.`,
      { given: id, possible: known },
    );
  }
  const inputs = system.firstChoices.map(({ name: id, values: possible }) => {
    const given = text.inputs.get(id);
    const listed = possible.map(format).join(", ");
    if (given === undefined && possible.length > 1) {
      throw new UsageError(
        `Which input ${id} has is not said in ${text.name}.`,
        `Add a line "inputs ${id}=…" with one of ${listed}.`,
      );
    }
    const input = given === undefined ? possible[0] : possible.find((value) => equal(value, given));
    if (input === undefined)
      throw new UsageError(
        `${id} cannot have the input ${format(given as Plain)}, which it has in ${text.name}.`,
        `Its inputs: ${listed}.`,
      );
    return input;
  });
  const { events, cycle } = text;
  return { inputs, events, ...(cycle === undefined ? {} : { cycle }) };
}
