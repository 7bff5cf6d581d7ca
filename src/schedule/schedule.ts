/**
 * Schedules as text: a file that can be read, edited, compared and replayed. One event a line; lines
 * that begin with `#` are comments. Before the events come the system's parameters and the inputs:
 *
 *     processes client=1 server=1
 *     topology complete
 *     channels unordered
 *     timing asynchronous
 *     failures crash:1
 *     memory servers:3
 *     inputs client=3
 *
 *     client sends request to server
 */
import { formatFailure, parseFailures } from "../model/failure/index.ts";
import { asynchronous, parseTiming } from "../model/timing/index.ts";
import { format, NotReadable, Reader } from "../base/text.ts";
import { equal, type Plain } from "../base/value.ts";
import { channels, type Channel } from "../model/communication/index.ts";
import { UsageError } from "../model/error.ts";
import { formatEvent } from "../model/event/eventText.ts";
import type { Event } from "../model/event/event.ts";
import type { Schedule } from "../model/transition/execution.ts";
import { parseMemory } from "../emulation/memories.ts";
import { shared } from "../model/memory/memory.ts";
import { parseEvent } from "../model/event/parseEvent.ts";
import { readId } from "../model/event/phrase.ts";
import type { System, SystemOptions } from "../model/system/system.ts";
import { parseTopology } from "../model/system/topology.ts";

/** The text of a schedule, with all that is needed to build its system again. */
export function formatSchedule(system: System, { inputs, events }: Schedule): string {
  const counts = Object.entries(system.roles).map(([role, ids]) => `${role}=${ids.length}`);
  // An input that is null, and can be nothing else, goes without saying.
  const named = system.processes
    .map(({ id, inputs: possible }, i) => ({ id, possible, input: inputs[i] as Plain }))
    .filter(({ possible, input }) => input !== null || possible.length > 1)
    .map(({ id, input }) => `${id}=${format(input)}`);
  const lines = [
    `processes ${counts.join(" ")}`,
    `topology ${system.topology.text}`,
    `channels ${system.channel.name}`,
    ...unusual(system),
    ...(named.length === 0 ? [] : [`inputs ${named.join(" ")}`]),
    "",
    ...events.map(formatEvent),
  ];
  return `${lines.join("\n")}\n`;
}

/** Timing, failures and memory, where they or what the protocol has of its own are not as usual. */
function unusual({ protocol, timing, failures, memory }: System): string[] {
  const isTimed = timing !== asynchronous || protocol.timing !== undefined;
  const isFaulty = failures.length > 0 || protocol.failures !== undefined;
  return [
    ...(isTimed ? [`timing ${timing.text}`] : []),
    ...(isFaulty ? [`failures ${failures.map(formatFailure).join(" ") || "none"}`] : []),
    ...(memory === shared ? [] : [`memory ${memory.text}`]),
  ];
}

/** A longer line is not quoted in full. */
const LINE_MAX = 200;

/** A schedule as it was read, before it is known which system it is for. */
export interface ScheduleText {
  /** The name by which errors call it. */
  readonly name: string;
  /** The options of the system, from the header. */
  readonly options: SystemOptions;
  /** Inputs by process id, as far as they are given. */
  readonly inputs: ReadonlyMap<string, Plain>;
  readonly events: readonly Event[];
  /** The line of each event in the text, from 1. */
  readonly lines: readonly number[];
}

/** Reads the text of a schedule, which errors call by its name. @throws UsageError that names the line. */
export function parseSchedule(text: string, name = "the schedule"): ScheduleText {
  const options: { -readonly [K in keyof SystemOptions]: SystemOptions[K] } = {};
  const inputs = new Map<string, Plain>();
  const events: Event[] = [];
  const lines: number[] = [];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, word, rest = ""] =
      /^(processes|topology|channels|timing|failures|memory|inputs)\s+(.*)$/.exec(line) ?? [];
    try {
      if (word === "processes")
        options.processes = Object.fromEntries(readPairs(rest)) as Record<string, number>;
      else if (word === "topology") options.topology = parseTopology(rest);
      else if (word === "channels") options.channels = channelNamed(rest);
      else if (word === "timing") options.timing = parseTiming(rest);
      else if (word === "failures") options.failures = parseFailures(rest);
      else if (word === "memory") options.memory = parseMemory(rest);
      else if (word === "inputs") for (const [id, value] of readPairs(rest)) inputs.set(id, value);
      else {
        events.push(parseEvent(line));
        lines.push(i + 1);
      }
    } catch (error) {
      if (error instanceof UsageError)
        throw new UsageError(`Line ${i + 1} of ${name}: ${error.what}`, error.advice, error.choice);
      if (!(error instanceof NotReadable)) throw error;
      throw new UsageError(
        `Line ${i + 1} of ${name} cannot be read: ${error.message}.`,
        `The line: ${line.length <= LINE_MAX ? line : `${line.slice(0, LINE_MAX)}…`}`,
      );
    }
  }
  return { name, options, inputs, events, lines };
}

/** The pairs of a text such as `a=1 b="x"`. */
function readPairs(text: string): [string, Plain][] {
  const reader = new Reader(text);
  const pairs: [string, Plain][] = [];
  while (reader.offset < text.length) {
    const name = readId(reader);
    reader.expect(/=/, `"="`);
    pairs.push([name, reader.value()]);
    reader.accept(/,?/);
  }
  return pairs;
}

/** The kind of channel with a name. @throws UsageError that lists the kinds. */
export function channelNamed(name: string): Channel {
  const found = channels.find((channel) => channel.name === name);
  if (found !== undefined) return found;
  throw new UsageError(
    `There are no channels called "${name}".`,
    `Possible are ${channels.map((channel) => channel.name).join(", ")}.`,
    { given: name, possible: channels.map((channel) => channel.name) },
  );
}

/**
 * The schedule that a text stands for in `system`. Inputs that the text leaves out must be the only
 * possible ones.
 * @throws UsageError if an input is missing or impossible, or names no process.
 */
export function scheduleFor(system: System, text: ScheduleText): Schedule {
  for (const id of text.inputs.keys()) {
    if (system.numbers.has(id)) continue;
    throw new UsageError(
      `In ${text.name} there is an input of "${id}", which is no process.`,
      `Processes: ${[...system.numbers.keys()].join(", ")}.`,
      { given: id, possible: [...system.numbers.keys()] },
    );
  }
  const inputs = system.processes.map(({ id, inputs: possible }) => {
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
  return { inputs, events: text.events };
}
