/**
 * Leaving a thread behind: one that is in the middle of a long operation of the language itself, such as a
 * search in a long text, hears nothing, and Node waits for its threads when it ends. So the program becomes
 * another that ends at once, with the same exit code. Where Node cannot do that, it can only be killed.
 */
import { writeSync } from "node:fs";
import type { Worker } from "node:worker_threads";

type Execve = (file: string, parameters: readonly string[], environment: NodeJS.ProcessEnv) => never;

const { execve } = process as { readonly execve?: Execve };

/** The time in which a thread ends that can, in milliseconds: more where its exit code would be lost. */
export const PATIENCE_MS = execve === undefined ? 5_000 : 1_000;

/** Takes note of a thread that may not end before the program does. `ended`: resolves if it does. */
export function leaveBehind(worker: Worker, ended: Promise<unknown>): void {
  worker.unref();
  process.on("exit", leave);
  void ended.then(() => process.off("exit", leave));
}

function leave(code: number): void {
  if (execve !== undefined)
    execve(process.execPath, [process.execPath, "-e", `process.exitCode = ${code}`], {});
  const what = `this is a kill in place of exit code ${code}`;
  writeSync(2, `Author code hears nothing, and Node ${process.version} does not end without it: ${what}.\n`);
  process.kill(process.pid, "SIGKILL");
}
