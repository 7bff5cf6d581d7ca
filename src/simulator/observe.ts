/** What properties see of a run. */
import type { Facet } from "../properties/view.ts";
import { mailboxOf } from "./mailbox.ts";
import type { Run } from "./run.ts";

/** What a facet of a process is at this moment. */
export function observed(run: Run, process: number, facet: Facet): unknown {
  switch (facet) {
    case "input":
      return run.inputs[process];
    case "decision":
      return run.decisionOf(process);
    case "halted":
      return run.isHalted(process);
    case "crashed":
    case "faulty":
      return false;
    case "timers":
      return run.timersOf(process);
    case "mailbox":
      return mailboxOf(run, process);
    case "state":
      return run.local(process).state;
    default:
      return run.variable(process, variableOf(facet));
  }
}

const variables = new Map<Facet, string>();

/** The variable of a facet; found once, because large systems ask for it very often. */
function variableOf(facet: Facet): string {
  const known = variables.get(facet);
  if (known !== undefined) return known;
  const variable = facet.slice("state.".length);
  variables.set(facet, variable);
  return variable;
}
