/** The command, from its words to its exit code. */
import { run } from "@stricli/core";
import { appIn } from "./app.ts";
import { watchOutput } from "./lastResort.ts";
import { settleUsage, terminal } from "./terminal.ts";

/** Does what the words of the command line say, and ends the process. */
export async function command(words: readonly string[]): Promise<void> {
  const context = terminal(words);
  watchOutput(context);
  await run(appIn(context), words, context);
  settleUsage(context);
  for (const stream of [process.stdout, process.stderr])
    await new Promise((written) => stream.write("", written));
  // Nothing that was given up, such as a compiler that did not answer, keeps anybody waiting.
  process.exit();
}
