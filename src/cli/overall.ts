/** One verdict from many. */
import { ExitCode } from "./exitCode.ts";

type Word = "holds" | "violated" | "unknown";

/** Violated wins over unknown, and unknown over holds. */
export function overall(properties: readonly { readonly verdict: Word }[]): Word {
  const some = (word: Word): boolean => properties.some(({ verdict }) => verdict === word);
  return some("violated") ? "violated" : some("unknown") ? "unknown" : "holds";
}

/** The exit code for a verdict. */
export function exitCodeOf(verdict: Word): number {
  return ExitCode[verdict];
}
