/** Runs the built command line as its users do: as a process of its own, in the folder of the fixtures. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** The folder in which commands run. */
export const fixtures = fileURLToPath(new URL("./fixtures", import.meta.url));

const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** What a command did. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Where and with what a command runs. */
export interface Setting {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A line of shell that is run first, in the same process; undefined: there is no shell. */
  readonly before?: string;
  /** Whether signals reach all of its processes, as those of a terminal do. */
  readonly isForeground?: boolean;
}

/** A command under way. */
export interface UnderWay {
  readonly outcome: Promise<Outcome>;
  /**
   * Waits until what was printed since the last call, on either stream, matches.
   * @throws Error if the command ends before
   */
  says(pattern: RegExp): Promise<void>;
  interrupt(signal?: NodeJS.Signals): void;
  /** Reads no more of the standard output. */
  stopReading(): void;
}

/** Starts `lightcone` with these parameters. */
export function start(parameters: readonly string[], setting: Setting = {}): UnderWay {
  const { cwd = fixtures, input = "", before, isForeground: detached = false } = setting;
  if (!existsSync(program)) throw new Error("These tests run what is built. Run `npm run build` first.");
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...setting.env };
  const words = [process.execPath, program, ...parameters];
  const [command = "", ...rest] = before === undefined ? words : shell(before, words);
  const child = spawn(command, rest, { cwd, env, detached });
  const printed = { stdout: "", stderr: "", fresh: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
      printed.fresh += text;
      child.emit("printed");
    });
  }
  child.stdin.end(input);
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ stdout: printed.stdout, stderr: printed.stderr, exitCode }));
  });
  const ended = outcome.then(() => Promise.reject(new Error(`It ended, and had printed:\n${printed.fresh}`)));
  ended.catch(() => {});
  const says = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(printed.fresh)) await Promise.race([once(child, "printed"), ended]);
    printed.fresh = "";
  };
  const interrupt = (signal: NodeJS.Signals = "SIGINT"): void => {
    if (child.pid !== undefined) process.kill(detached ? -child.pid : child.pid, signal);
  };
  return { outcome, says, interrupt, stopReading: () => child.stdout.destroy() };
}

/** The words of a command that follows a line of shell. */
function shell(before: string, words: readonly string[]): string[] {
  return ["sh", "-c", `${before}\nexec "$0" "$@"`, ...words];
}

/** Runs `lightcone` with these parameters to its end. */
export function lightcone(parameters: readonly string[], setting: Setting = {}): Promise<Outcome> {
  return start(parameters, setting).outcome;
}

/** A line of progress, which only slow machines print. */
const PROGRESS = /^[\d,]+ (configurations|runs) {2}.*\n/gm;

/** The transcript of a command, with times and amounts of memory, which differ each time, written as N. */
async function transcript(parameters: readonly string[], setting?: Setting): Promise<string> {
  const { stdout, stderr, exitCode } = await lightcone(parameters, setting);
  const told = stderr.replace(PROGRESS, "");
  const errors = told === "" ? "" : `\n--- stderr\n${told.trimEnd()}\n`;
  const text = `$ lightcone ${parameters.join(" ")}\n${stdout}${errors}\n--- exit ${exitCode}\n`;
  return text
    .replace(/[\d,]+ events\/s/g, "N events/s")
    .replace(/\d+(\.\d+)? s, \d+(\.\d+)? [KMG]B of memory/g, "N s, N MB of memory")
    .replace(/"(seconds|bytes|peakBytes)": [\d.e-]+/g, `"$1": N`);
}

/** Compares the transcript of a command with the one in golden/; UPDATE_GOLDEN=1 writes it anew. */
export async function expectGolden(
  name: string,
  parameters: readonly string[],
  setting?: Setting,
): Promise<void> {
  const file = new URL(`golden/${name}.txt`, import.meta.url);
  const text = await transcript(parameters, setting);
  if (process.env["UPDATE_GOLDEN"] !== undefined || !existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}
