import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

/** What became of a child process. */
export interface Outcome {
  /** The exit code; null if a signal ended it or it could not be started. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Wall-clock time from start to end. */
  readonly seconds: number;
  /** The most memory that was resident at once, as far as polling saw; null where there is no /proc. */
  readonly peakBytes: number | null;
  /** Time that processors spent on it, as far as polling saw; null where there is no /proc. */
  readonly processorSeconds: number | null;
}

const POLL_MILLISECONDS = 20;

/** The peak of resident memory of a running process, from Linux's /proc; null where that cannot be told. */
function peakBytesOf(pid: number): number | null {
  try {
    const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return match === null ? null : Number(match[1]) * 1024;
  } catch {
    return null;
  }
}

/** The processor time of a running process, from Linux's /proc, in ticks of 10 ms; null as above. */
function processorSecondsOf(pid: number): number | null {
  try {
    const [, fields = ""] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const [user, system] = fields.split(" ").slice(11, 13).map(Number);
    return ((user ?? 0) + (system ?? 0)) / 100;
  } catch {
    return null;
  }
}

/** Runs a program to its end. Never rejects: a program that cannot be started has code null and says why. */
export function runChild(program: string, args: readonly string[], directory: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const start = performance.now();
    const child = spawn(program, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let peakBytes: number | null = null;
    let processorSeconds: number | null = null;
    const poll = (): void => {
      const bytes = child.pid === undefined ? null : peakBytesOf(child.pid);
      if (bytes !== null) peakBytes = Math.max(bytes, peakBytes ?? 0);
      if (child.pid !== undefined) processorSeconds = processorSecondsOf(child.pid) ?? processorSeconds;
    };
    const timer = setInterval(poll, POLL_MILLISECONDS);
    const finish = (code: number | null): void => {
      clearInterval(timer);
      resolve({
        code,
        stdout,
        stderr,
        seconds: (performance.now() - start) / 1000,
        peakBytes,
        processorSeconds,
      });
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error) => {
      stderr += error.message;
      finish(null);
    });
    child.on("close", finish);
  });
}

/** Whether a program can be started by its name, tried with arguments that make it end at once. */
export async function isInstalled(program: string, args: readonly string[]): Promise<boolean> {
  return (await runChild(program, args, ".")).code === 0;
}

/** Runs a program that must succeed. Throws with what it printed if it does not. */
export async function runOrThrow(
  program: string,
  args: readonly string[],
  directory: string,
): Promise<string> {
  const outcome = await runChild(program, args, directory);
  if (outcome.code === 0) return outcome.stdout;
  const said = (outcome.stderr.trim() || outcome.stdout.trim()).split("\n").slice(-5).join("\n");
  throw new Error(`${program} ${args.join(" ")} ended with code ${outcome.code}:\n${said}`);
}
