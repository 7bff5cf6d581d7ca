/** The signals that ask for an end: of Ctrl-C, of whoever ends a container, of a terminal that is closed. */
import { ExitCode } from "./exitCode.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

let count = 0;
const listeners = new Set<() => void>();

/** Listens from now on. The first signal asks what is under way to end with what it has; the next ends it. */
export function listenForSignals(): void {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (++count > 1) process.exit(ExitCode.interrupted);
      for (const end of listeners) end();
    });
  }
}

/** The end of some work, which `end` asks for at the first signal, or at once if that has come already. */
export async function endedBySignal<T>(work: Promise<T>, end: () => void): Promise<T> {
  listeners.add(end);
  if (count > 0) end();
  return work.finally(() => listeners.delete(end));
}
