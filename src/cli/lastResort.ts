/** The last resort: what becomes of errors that nobody else can deal with, so that they are no verdicts. */
import { ExitCode } from "./exitCode.ts";
import type { Terminal } from "./terminal.ts";

/** Tells every error that nobody has caught as a mistake of Lightcone, and ends with its exit code. */
export function answerForErrors(): void {
  process.on("uncaughtException", (error: unknown) => {
    void tell(error).finally(() => process.exit(ExitCode.lightcone));
  });
}

/** Tells an error; plainly, if even what tells errors cannot be loaded. */
async function tell(error: unknown): Promise<void> {
  try {
    const [{ complain }, { terminal }, { failureOf }] = await Promise.all([
      import("./complain.ts"),
      import("./terminal.ts"),
      import("../host/node/mistakeReport.ts"),
    ]);
    complain(terminal(process.argv.slice(2)), failureOf(error));
  } catch {
    process.stderr.write(`error (lightcone): ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}

/** Ends the process where its output cannot be written: quietly if nobody reads on, as `head` does not. */
export function watchOutput(terminal: Terminal): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    const { exitCode } = terminal.process;
    if (error.code === "EPIPE") process.exit(exitCode ?? ExitCode.holds);
    const advice = "Make room, or write to another place.";
    process.stderr.write(`error: The output cannot be written: ${error.message}.\n\n${advice}\n`);
    process.exit(ExitCode.mistake);
  });
  // There is nobody left to tell.
  process.stderr.on("error", () => undefined);
}
