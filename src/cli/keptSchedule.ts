/** Schedules, kept in files. */
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { quoted, visible } from "../base/visible.ts";
import { cyan } from "./ink.ts";

/** Schedules are written into this folder, below the current one. */
const FOLDER = ".lightcone";

/** The file that was checked or simulated, as it was given. */
export interface Subject {
  readonly file: string;
  /** The name of the system, if the file names several. */
  readonly system: string | undefined;
}

/** The protocol of a schedule, and what it shows. */
interface ScheduleOrigin extends Subject {
  /** The seed of the run, if it was found by a simulation. */
  readonly seed?: number;
  readonly protocol: string;
  /** The property that it violates; absent if it was kept for its own sake. */
  readonly property?: string;
  /** Whether it comes to what the property wants, and violates nothing. */
  readonly isWitness?: boolean;
  /** The thing that it shows, if it was kept for that: in a word, and as the subject of a sentence. */
  readonly shows?: { readonly word: string; readonly what: string };
}

/** Writes a schedule into a file. @returns how to go on with it, or the schedule if that failed. */
export function keepSchedule(origin: ScheduleOrigin, schedule: string): string[] {
  const comment = `${commentOf(origin)}\n`;
  const name = freeName(slugOf(origin), comment);
  const path = pathOf(name);
  const go = `${shellWord(origin.file)} ${shellWord(path)}`;
  try {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, `${comment}${schedule}`);
  } catch (error) {
    const problem = `The schedule (${path} cannot be written: ${(error as Error).message}):`;
    return [problem, "", ...schedule.trimEnd().split("\n")];
  }
  return [
    `The schedule is in ${path}. To go on:`,
    cyan(`  lightcone ${origin.property === undefined ? "replay" : "explain"} ${go}`),
    cyan(`  lightcone draw ${go} --html ${shellWord(`${name}.html`)}`),
  ];
}

/** The comment at the beginning of a schedule, which tells it from those of others. */
function commentOf({ protocol, property, file, system, seed, shows, isWitness }: ScheduleOrigin): string {
  const from = relative(process.cwd(), resolve(file)).split(sep).join("/");
  const which = [
    ...(system === undefined ? [] : [`system ${called(system)}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
  ];
  const more = which.length === 0 ? "" : ` (${which.join(", ")})`;
  const does = isWitness === true ? "It comes to" : "It violates";
  const what = property === undefined ? (shows?.what ?? "A run") : `${does} ${called(property)}`;
  return `# ${what} of ${called(protocol)}${more}, in ${called(from)}.`;
}

/** A name as it is where it is plain, quoted otherwise: no two are the same. */
function called(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : quoted(name);
}

/** The longest name of a file that is made, in bytes, besides its ending and a hash: systems have limits. */
const SLUG_MAX = 120;

/** The name of a schedule's file, in letters of any script, digits and signs that no shell minds. */
function slugOf({ protocol, system, property, seed, shows }: ScheduleOrigin): string {
  const suffix = seed === undefined ? [] : [`seed${seed}`];
  const words = [
    protocol,
    ...(system === undefined ? [] : [system]),
    property ?? shows?.word ?? "run",
    ...suffix,
  ];
  const slug = words.map((word) => word.normalize().replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, "-")).join("-");
  let cut = slug.replace(/^[-.]+/, "");
  while (Buffer.byteLength(cut) > SLUG_MAX) cut = [...cut].slice(0, -1).join("");
  return cut === "" ? "schedule" : cut;
}

/** The name, or one with a hash behind it if a file of that name is about something else. */
function freeName(slug: string, comment: string): string {
  const there = beginningOf(pathOf(slug), Buffer.byteLength(comment));
  if (there === undefined || there === comment) return slug;
  return `${slug}-${createHash("sha256").update(comment).digest("hex").slice(0, 8)}`;
}

/** The first bytes of a file, as text; undefined if there is none. */
function beginningOf(path: string, bytes: number): string | undefined {
  try {
    const file = openSync(path, "r");
    const buffer = Buffer.alloc(bytes);
    const length = readSync(file, buffer, 0, bytes, 0);
    closeSync(file);
    return buffer.toString("utf8", 0, length);
  } catch {
    return undefined;
  }
}

function pathOf(name: string): string {
  return join(FOLDER, `${name}.schedule`);
}

/** A word as a shell reads it back. */
export function shellWord(word: string): string {
  if (/^[\p{L}\p{M}\p{N}_./:@%+=,-]+$/u.test(word)) return word;
  if (visible(word) !== word) return `$${quoted(word).replaceAll("'", "\\'").replace(/^"|"$/g, "'")}`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
