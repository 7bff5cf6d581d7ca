/** Schedules, kept in files. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
}

/** Writes a schedule into a file. @returns how to go on with it, or the schedule if that failed. */
export function keepSchedule(origin: ScheduleOrigin, schedule: string): string[] {
  const { protocol, system, property, file, seed } = origin;
  const suffix = seed === undefined ? [] : [`seed${seed}`];
  const words = [protocol, ...(system === undefined ? [] : [system]), property ?? "run", ...suffix];
  const name = words.map(fileWord).join("-");
  const path = join(FOLDER, `${name}.schedule`);
  const go = `${shellWord(file)} ${shellWord(path)}`;
  try {
    mkdirSync(FOLDER, { recursive: true });
    const about =
      property === undefined ? `A run of ${protocol}.` : `It violates ${property} of ${protocol}.`;
    writeFileSync(path, `# ${about}\n${schedule}`);
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
