/** What a check found, for people. */
import { asynchronous, parseTiming } from "../model/timing/index.ts";
import { formatFailure, parseFailures } from "../model/failure/index.ts";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckReport, PropertyReport, SystemReport } from "../host/node/job.ts";
import type { CutOff } from "../host/node/supervise.ts";
import { cutoffReason, type VisitedKind } from "../properties/verdict.ts";
import { bytes, count, counted, duration } from "./amounts.ts";
import { bold, cyan, diagramStyle, dim, green, red, yellow } from "./ink.ts";

/** Violating schedules are written into this folder, below the current one. */
const FOLDER = ".lightcone";

/** What was checked or simulated, as it was given. */
export interface Subject {
  readonly file: string;
  /** The name of the system, if the file names several. */
  readonly system?: string | undefined;
}

/** What else is to be told of a check. */
export interface Telling extends Subject {
  readonly warnings: readonly string[];
  /** The limits that it had. */
  readonly limits: {
    readonly configurations?: number;
    readonly memoryBytes: number;
    readonly timeMs?: number;
  };
}

/** The whole report. Writes violating schedules to files, and says so. */
export async function textOfCheck(report: CheckReport, telling: Telling): Promise<string> {
  const { warnings, limits } = telling;
  const violations = await Promise.all(
    report.properties.map((property) => textOfViolation(report, property, telling)),
  );
  const lines = [
    `${bold(report.protocol)}: ${textOfSystem(report.system)}`,
    "",
    ...propertyLines(report),
    "",
    ...violations.flat(),
    ...hintLines(report, limits),
    ...countLines(report),
    ...warnings.map((warning) => `${yellow("warning")}: ${warning}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same without failures. */
export function systemWithout(report: SystemReport): string {
  return textOfSystem({ ...report, failures: [] });
}

/** `client=2 server=1, topology complete, channels unordered`, then what is not as usual, and the inputs. */
export function textOfSystem(report: SystemReport): string {
  const { processes, topology, channels, timing, failures, memory, inputs } = report;
  const counts = Object.entries(processes).map(([role, number]) => `${role}=${number}`);
  const laidOut = `${counts.join(" ")}, topology ${topology}, channels ${channels}`;
  const usual = memory === undefined ? laidOut : `${laidOut}, memory ${memory}`;
  const timed = timing === asynchronous.text ? usual : `${usual}, timing ${timing}`;
  const system = failures.length === 0 ? timed : `${timed}, failures ${failures.join(" ")}`;
  if (inputs === undefined) return system;
  const given = Object.entries(inputs).map(([id, values]) => `${id}=${shortList(values)}`);
  return `${system}, inputs ${given.length > 6 ? `${given.slice(0, 6).join(" ")} …` : given.join(" ")}`;
}

/** `3 steps`, or `3 rounds` if the system is synchronous. */
export function lengthText(steps: number, { timing }: SystemReport): string {
  return counted(steps, parseTiming(timing).rounds ? "round" : "step");
}

/** `1,2,3`, with an ellipsis for what is beyond the twelfth. */
function shortList(values: readonly string[]): string {
  const shown = values.slice(0, 12).join(",");
  return values.length > 12 ? `${shown},…` : shown;
}

function propertyLines({ properties, system }: CheckReport): string[] {
  if (properties.length === 0)
    return ["It has no properties: nothing was judged, and nothing went wrong in any step."];
  const width = Math.max(...properties.map(({ name }) => name.length));
  return properties.map(({ name, kind, verdict, reason, steps = 0 }) => {
    const padded = name.padEnd(width);
    switch (verdict) {
      case "holds":
        return `${green("✓")} ${padded}  ${green("holds")}`;
      case "violated": {
        const how =
          kind === "eventually"
            ? `an execution of ${lengthText(steps, system)} ends without it`
            : `after ${lengthText(steps, system)}`;
        return `${red("✗")} ${padded}  ${red("violated")} ${dim(`(${how})`)}`;
      }
      case "unknown":
        return `${yellow("?")} ${padded}  ${yellow("unknown")}: ${reason ?? ""}`;
    }
  });
}

/** How a property is violated: a picture, and the file with the schedule, which it writes. */
export async function textOfViolation(
  { protocol, system, result }: Pick<CheckReport, "protocol" | "system" | "result">,
  property: PropertyReport,
  { file, system: named }: Subject,
): Promise<string[]> {
  const { name, kind, steps = 0, schedule, execution } = property;
  if (schedule === undefined || execution === undefined) return [];
  const { drawText, sceneOf } = await import("../diagram/index.ts");
  const scene = sceneOf(execution, {
    violation: { at: execution.configurations.length - 1, property: name },
    maxSteps: 60,
  });
  const length = lengthText(steps, system);
  const explanation =
    kind === "eventually"
      ? `The execution ends: after ${length} nothing is enabled; ${name} has never been true.`
      : isShortest(result)
        ? `No schedule with fewer than ${length} violates ${name}.`
        : `A schedule with fewer than ${length} may do so, too: not all was heard that can be forged.`;
  return [
    bold(`How ${name} is violated:`),
    "",
    drawText(scene, { width: process.stdout.columns || 100, style: diagramStyle }).trimEnd(),
    "",
    explanation,
    ...keepSchedule({ protocol, property: name, file, system: named }, schedule),
    "",
  ];
}

/** Whether no other message that might be forged could make a shorter schedule. */
function isShortest({ alphabet, cutoff }: CheckReport["result"]): boolean {
  return alphabet === undefined || cutoff === undefined;
}

/** Which property of which protocol a schedule violates. */
export interface Violation extends Subject {
  /** The seed of the run, if it was found by a simulation. */
  readonly seed?: number;
  readonly protocol: string;
  readonly property: string;
}

/** Writes a violating schedule into a file. @returns how to go on with it, or the schedule if that failed. */
export function keepSchedule(violation: Violation, schedule: string): string[] {
  const { protocol, system, property, file, seed } = violation;
  const suffix = seed === undefined ? [] : [`seed${seed}`];
  const words = [protocol, ...(system === undefined ? [] : [system]), property, ...suffix];
  const name = words.map(fileWord).join("-");
  const path = join(FOLDER, `${name}.schedule`);
  const go = `${shellWord(file)} ${shellWord(path)}`;
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, `# It violates ${property} of ${protocol}.\n${schedule}`);
  } catch (error) {
    return [`The schedule (${path} cannot be written: ${(error as Error).message}):`, "", schedule.trimEnd()];
  }
  return [
    `The schedule is in ${path}. To go on:`,
    cyan(`  lightcone replay ${go}`),
    cyan(`  lightcone draw ${go} --html ${shellWord(`${name}.html`)}`),
  ];
}

function fileWord(name: string): string {
  return name.replace(/[^\w.-]+/g, "-");
}

/** A word as a shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** How to learn more, where something is unknown because the search ended early. */
function hintLines(
  { result, properties }: CheckReport,
  { configurations, memoryBytes, timeMs }: Telling["limits"],
): string[] {
  if (!properties.some(({ verdict }) => verdict === "unknown")) return [];
  const hint = (limit: string, flag: string): string[] => [
    `The limit was ${limit}. To go further: ${cyan(`--limit ${flag}`)}`,
    "",
  ];
  // Whether executions can go around a cycle is not to be told from hashes.
  const hashedHelps =
    result.visited === "exact" &&
    properties.some(({ kind, verdict }) => kind === "invariant" && verdict === "unknown");
  switch (result.cutoff) {
    case "violation":
      return [`To visit everything all the same: ${cyan("--keep-going")}`, ""];
    case "memory":
      return hint(
        `${bytes(memoryBytes)} of memory`,
        `memory=${bytes(2 * memoryBytes).replace(" ", "")}${hashedHelps ? ", or --visited hashed" : ""}`,
      );
    case "time":
      return hint(duration((timeMs ?? 0) / 1_000), `time=${Math.ceil((10 * (timeMs ?? 0)) / 1_000)}s`);
    case "configurations":
      return hint(
        counted(configurations ?? 0, "configuration"),
        `configurations=${10 * (configurations ?? 0)}`,
      );
    default:
      return [];
  }
}

function countLines({ result, seconds, peakBytes }: CheckReport): string[] {
  const {
    configurations,
    transitions,
    depth,
    initial,
    quiescent,
    authorCalls,
    visited,
    omissionProbability,
  } = result;
  const probability = omissionProbability.toExponential(1);
  const stored =
    visited === "exact"
      ? "visited configurations were stored exactly"
      : `visited configurations were hashed: one is missing with probability ≤ ${probability}`;
  const kinds = `(${count(initial)} initial, ${count(quiescent)} quiescent)`;
  const visits = `${counted(configurations, "configuration")} ${kinds}`;
  const effort = `${duration(seconds)}, ${bytes(peakBytes)} of memory`;
  return [
    `${visits}, ${counted(transitions, "transition")}, depth ${count(depth)}`,
    dim(`${counted(authorCalls, "handler call")}, ${effort}; ${stored}`),
  ];
}

/** What deserves attention although it is no verdict. */
export function warningsOf({ system, result, properties, untaken }: CheckReport): string[] {
  if (result.cutoff !== undefined) return [];
  const idle = result.isSilent
    ? system.failures.flatMap(parseFailures).filter(({ kind }) => kind.needsMessages === true)
    : [];
  const vacuous = [
    ...idle.map((failure) => `no message is ever sent, so ${formatFailure(failure)} changes nothing`),
    ...result.unreached.map((handler) => `nothing ever calls ${handler}`),
    ...untaken.map(
      ({ file, line, column, text }) => `${file}:${line}:${column}: no schedule gets here: ${text}`,
    ),
  ];
  return properties.length === 0
    ? [...vacuous, "the protocol has no properties, so nothing was judged"]
    : vacuous;
}

/** The report of a check that was cut off from outside: what its last progress covered, and no verdict. */
export function reportOfCutOff(
  { cutoff, subject, progress, seconds }: CutOff,
  visited: VisitedKind,
): CheckReport {
  const reason = cutoffReason(cutoff, progress.configurations);
  const { frontier: _frontier, ...numbers } = progress;
  return {
    kind: "check",
    ...subject,
    properties: subject.properties.map((property) => ({ ...property, verdict: "unknown", reason })),
    result: {
      ...numbers,
      initial: 0,
      quiescent: 0,
      cutoff,
      authorCalls: 0,
      visited,
      omissionProbability: 0,
      unreached: [],
      isSilent: false,
    },
    untaken: [],
    seconds,
    peakBytes: process.resourceUsage().maxRSS * 1_024,
  };
}

/** In which step a check was cut off. */
export function warningsOfCutOff({ during }: CutOff): string[] {
  const [subject = "", event] = during ?? [];
  return during === undefined
    ? []
    : [`it ended during a call of author code: ${event?.replace("event: ", "") ?? subject}`];
}
