/** The sentences for warnings. */
import type { KindName } from "../model/system/protocol.ts";
import { unreachable } from "../base/assert.ts";
import { nearest } from "../base/spelling.ts";
import { subjectOf } from "../host/node/called.ts";
import type { Warning } from "../host/node/warning.ts";
import { counted } from "./amounts.ts";
import { yellow } from "./ink.ts";

/** The sentence for a warning; goes on after "warning: ". */
export function formatWarning(warning: Warning): string {
  switch (warning.kind) {
    case "types unchecked":
      return `The types of ${warning.file} were not checked: ${warning.reason}.`;
    case "nothing kept":
      return `the next check takes as long as this, because nothing can be kept for it: ${warning.reason}`;
    case "idle failure":
      return `${lackText(warning)}, so ${warning.failure} changes nothing`;
    case "rounded drift": {
      const { ticks, drift, earliest, latest, finer } = warning;
      const rounded = `${earliest}, and not after ${latest}, as ticks are whole`;
      const proposal =
        `with ticks ${finer.ticks / ticks} times finer, ${finer.ticks} may fire after ${finer.earliest}, ` +
        `and not after ${finer.latest}`;
      return `${counted(ticks, "tick")} at drift ${drift} may fire after ${rounded}; ${proposal}`;
    }
    case "uncalled":
      return `nothing ever calls ${warning.handler}`;
    case "absent variable": {
      const { role, variable, possible } = warning;
      const close = nearest(variable, possible);
      const meant = close === undefined ? "" : ` (did you mean "${close}"?)`;
      const there = `there are ${possible.join(", ")}`;
      return `role ${role} calls "${variable}" stable${meant}, and no state has it: ${there}`;
    }
    case "unmoved":
      return `the monitor ${warning.monitor} never moves: properties that read it say nothing of events`;
    case "untaken":
      return `${warning.file}:${warning.line}:${warning.column}: no schedule gets here: ${warning.text}`;
    case "untested":
      return `${warning.property} holds whatever follows: ${untestedText(warning.asked)}`;
    case "nothing judged":
      return "the protocol has no properties, so nothing was judged";
    case "knowledge":
      return (
        "what processes know depends on all executions, so that check judges it, and no run can: " +
        warning.properties.join(", ")
      );
    case "file changed":
      return `the file was version ${warning.was} when ${warning.schedule} was made, and is ${warning.is}`;
    case "unprobed":
      return (
        `${warning.handler} did not return when it was tried out on a state that perhaps no schedule ` +
        "leads to, so all that would call it was kept"
      );
    case "ended inside": {
      const { called } = warning;
      const what = called.kind === "step" || called.kind === "probe" ? called.step.event : subjectOf(called);
      return `it ended during a call of author code: ${what}`;
    }
    default:
      return unreachable(warning);
  }
}

function lackText({
  lacks,
  occasion = "an occasion on which it matters",
}: Extract<Warning, { kind: "idle failure" }>): string {
  if (lacks === "messages") return "no message is ever sent";
  return lacks === "budget" ? "its budget is 0" : `there is never ${occasion}`;
}

/** The lines at the end of a report. */
export function warningLines(warnings: readonly Warning[]): string[] {
  return warnings.map((warning) => `${yellow("warning")}: ${formatWarning(warning)}`);
}

/** The text on why nothing puts a property to the test. */
function untestedText(kind: KindName): string {
  switch (kind) {
    case "whenQuiescent":
      return "no execution ends";
    case "until":
      return "its second part is true at the start";
    case "temporal":
      return "what an implication in it begins with never comes";
    case "boundedWaiting":
    case "starvationFree":
    case "deadlockFree":
      return "nobody ever waits";
    default:
      return "its first part is never true";
  }
}
