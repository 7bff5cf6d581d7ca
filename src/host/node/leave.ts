/**
 * Leaving a thread behind: one that is in the middle of a long operation of the language itself, such as a
 * search in a long text, hears nothing, and Node waits for its threads before it ends. So the program becomes
 * another that ends at once, with the same exit code. Where Node cannot do that it waits for some more
 * seconds, and then it can only be killed.
 */
import { writeSync } from "node:fs";
import type { Worker } from "node:worker_threads";

/** The time for a thread to end after all, in milliseconds, where the exit code would be lost. */
const LAST_MS = 10_000;

type Execve = (file: string, parameters: readonly string[], environment: NodeJS.ProcessEnv) => never;

const { execve } = process as { readonly execve?: Execve };

/** Takes note of a thread that may not end before the program does. `ended`: resolves if it does. */
export function leaveBehind(worker: Worker, ended: Promise<unknown>): void {
  if (execve === undefined) {
    const waiting = setTimeout(killed, LAST_MS);
    void ended.then(() => clearTimeout(waiting));
    return;
  }
  const leave = (code: number): never =>
    execve(process.execPath, [process.execPath, "-e", `process.exitCode = ${code}`], {});
  worker.unref();
  process.on("exit", leave);
  void ended.then(() => process.off("exit", leave));
}

function killed(): void {
  const { version, exitCode = 0 } = process;
  const what = `a kill in place of exit code ${exitCode}`;
  writeSync(2, `Author code hears nothing, and Node ${version} does not end without it: this is ${what}.\n`);
  process.kill(process.pid, "SIGKILL");
}
