/** Runs the built command line as its users do: as a process of its own, in the folder of the fixtures. */
import { spawn } from "node:child_process";
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
  /** The command gets a SIGINT after so many milliseconds. */
  readonly interruptAfterMs?: number;
}

/** Runs `lightcone` with these parameters. */
export function lightcone(
  parameters: readonly string[],
  { cwd = fixtures, input = "", interruptAfterMs }: Setting = {},
): Promise<Outcome> {
  if (!existsSync(program)) throw new Error("These tests run what is built. Run `npm run build` first.");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...parameters], {
      cwd,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject).on("close", (exitCode) => resolve({ stdout, stderr, exitCode }));
    child.stdin.end(input);
    if (interruptAfterMs !== undefined) setTimeout(() => child.kill("SIGINT"), interruptAfterMs);
  });
}

/** The transcript of a command, with times and amounts of memory, which differ each time, written as N. */
async function transcript(parameters: readonly string[], setting?: Setting): Promise<string> {
  const { stdout, stderr, exitCode } = await lightcone(parameters, setting);
  const errors = stderr === "" ? "" : `\n--- stderr\n${stderr.trimEnd()}\n`;
  const text = `$ lightcone ${parameters.join(" ")}\n${stdout}${errors}\n--- exit ${exitCode}\n`;
  return text
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
