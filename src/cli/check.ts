/** `lightcone check FILE`: every schedule, and a verdict for each property. */
import { UsageError } from "../model/error.ts";
import type { CheckFlags } from "./checkFlags.ts";
import { startChecking } from "./checking.ts";
import { ExitCode } from "./exitCode.ts";
import type { Surroundings } from "./surroundings.ts";

/** Checks a protocol file once, or again and again with --watch. */
export async function check(this: Surroundings, flags: CheckFlags, file: string): Promise<void> {
  if (flags.resilience) {
    if (flags.watch)
      throw new UsageError("--watch and --resilience do not go together.", "Leave one of them out.");
    const { resilience } = await import("./resilience.ts");
    return resilience(this, flags, file);
  }
  if (!flags.watch) return checkOnce(this, flags, file);
  const { watchFile } = await import("./watch.ts");
  return watchFile(this, flags, file);
}

async function checkOnce(surroundings: Surroundings, flags: CheckFlags, file: string): Promise<void> {
  const { finished, interrupt } = startChecking(surroundings, flags, file);
  let interrupts = 0;
  const onInterrupt = (): void => {
    if (++interrupts > 1) process.exit(ExitCode.interrupted);
    interrupt();
  };
  process.on("SIGINT", onInterrupt);
  await finished.finally(() => process.off("SIGINT", onInterrupt));
}
