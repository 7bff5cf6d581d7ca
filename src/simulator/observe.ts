/** The parts of a run that properties see. */
import type { Facet } from "../properties/view.ts";
import { mailboxOf, type Ticketed } from "./mailbox.ts";
import type { Running } from "./running.ts";

/** A run, as far as properties may look into it. */
interface Observable extends Ticketed, Pick<Running, "inputs" | "local"> {
  decisionOf(process: number): unknown;
  isHalted(process: number): boolean;
  timersOf(process: number): unknown;
  /** The value of a variable; undefined if there is none. */
  variable(process: number, name: string): unknown;
}

/** The value of a facet of a process at this moment. */
export function observed(run: Observable, process: number, facet: Facet): unknown {
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
