/** `lightcone check FILE --watch`: again after every save. */
import { UsageError } from "../model/error.ts";
import { watchImports } from "../host/node/watchFile.ts";
import { startChecking, type CheckOrder, type CheckUnderWay } from "./checking.ts";
import { dim } from "./ink.ts";
import { endedBySignal } from "./signals.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Checks, and checks again after every change, until Ctrl-C. A change ends the check that is under way.
 * @throws UsageError, Failed
 */
export async function watchFile(terminal: Terminal, order: CheckOrder): Promise<void> {
  const { file } = order.subject;
  if (terminal.json) {
    throw new UsageError(
      "--watch and --json do not go together.",
      "JSON is one document: check once for each.",
    );
  }
  let current: CheckUnderWay | undefined;
  let queue = Promise.resolve();
  const again = (): void => {
    current?.interrupt();
    queue = queue.then(() => checkAgain());
  };
  const checkAgain = async (): Promise<void> => {
    if (process.stdout.isTTY && !terminal.json) process.stdout.write("\u001b[2J\u001b[3J\u001b[H");
    current = startChecking(terminal, order);
    await current.finished;
    current = undefined;
    terminal.remark(["", dim(`Watching ${file} and what it imports; Ctrl-C ends.`)]);
  };
  const end = await watchImports(file, again);
  let stop = (): void => undefined;
  await endedBySignal(new Promise<void>((resolve) => (stop = resolve)), () => stop());
  current?.interrupt();
  await end();
  await queue;
}
