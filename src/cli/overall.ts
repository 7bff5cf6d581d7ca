/** One verdict from many. */
import type { Verdict } from "../properties/verdict.ts";
import { ExitCode } from "./exitCode.ts";

/** The verdict on all properties together: violated wins over unknown, and unknown over holds. */
export function overall(
  properties: readonly { readonly verdict: Verdict["verdict"] }[],
): Exclude<Verdict["verdict"], "unreachable"> {
  const some = (word: Verdict["verdict"]): boolean => properties.some(({ verdict }) => verdict === word);
  return some("violated") || some("unreachable") ? "violated" : some("unknown") ? "unknown" : "holds";
}

/** The exit code for a verdict. */
export function exitCodeOf(verdict: Verdict["verdict"]): number {
  return ExitCode[verdict === "unreachable" ? "violated" : verdict];
}
