/** The command `lightcone`. Exit codes: 0 holds, 1 violated, 2 a mistake, 3 unknown; see docs/json.md. */
import { answerForErrors } from "./lastResort.ts";
import { listenForSignals } from "./signals.ts";

// Both come before all that takes time, or may not even load.
listenForSignals();
answerForErrors();
const { command } = await import("./command.ts");
await command(process.argv.slice(2));
