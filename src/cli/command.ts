/** The command `lightcone`. Exit codes: 0 holds, 1 violated, 2 a mistake, 3 unknown; see docs/json.md. */
import { run } from "@stricli/core";
import { appIn } from "./app.ts";
import { settleUsage, terminal } from "./terminal.ts";

// Whoever reads the output may stop reading, as `head` does; that is no mistake.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const context = terminal(process.argv.slice(2));
await run(appIn(context), process.argv.slice(2), context);
settleUsage(context);
