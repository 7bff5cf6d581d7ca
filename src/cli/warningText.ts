/** The sentences for warnings. */
import { unreachable } from "../base/assert.ts";
import { subjectOf } from "../host/node/called.ts";
import type { Warning } from "../host/node/warning.ts";
import { yellow } from "./ink.ts";

/** The sentence for a warning; goes on after "warning: ". */
export function formatWarning(warning: Warning): string {
  switch (warning.kind) {
    case "types unchecked":
      return `The types of ${warning.file} were not checked: ${warning.reason}.`;
    case "nothing kept":
      return `the next check takes as long as this, because nothing can be kept for it: ${warning.reason}`;
    case "idle failure":
      return `no message is ever sent, so ${warning.failure} changes nothing`;
    case "uncalled":
      return `nothing ever calls ${warning.handler}`;
    case "untaken":
      return `${warning.file}:${warning.line}:${warning.column}: no schedule gets here: ${warning.text}`;
    case "nothing judged":
      return "the protocol has no properties, so nothing was judged";
    case "ended inside": {
      const { called } = warning;
      const what = called.kind === "step" ? called.step.event : subjectOf(called);
      return `it ended during a call of author code: ${what}`;
    }
    default:
      return unreachable(warning);
  }
}

/** The lines at the end of a report. */
export function warningLines(warnings: readonly Warning[]): string[] {
  return warnings.map((warning) => `${yellow("warning")}: ${formatWarning(warning)}`);
}
