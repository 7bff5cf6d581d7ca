/** Judging the properties of runs, now and then on the way and at the end. */
import { propertiesOf, type NamedProperty } from "../properties/property.ts";
import { viewOf, type Facet, type View } from "../properties/view.ts";
import type { System } from "../model/system.ts";
import { mailboxOf } from "./mailbox.ts";
import type { Run } from "./run.ts";

/** Judges one run after the other. */
export class Judge {
  readonly properties: readonly NamedProperty[];
  private readonly view: View | undefined;
  private run: Run | undefined;
  /** The `eventually` properties that have not been true in this run. */
  private waiting: NamedProperty[] = [];

  constructor(system: System, properties?: readonly string[]) {
    this.properties = propertiesOf(system.protocol, properties);
    if (this.properties.length > 0)
      this.view = viewOf(system, (process, facet) => facetOf(this.run as Run, process, facet));
  }

  /** Turns to another run. */
  attend(run: Run): void {
    this.run = run;
    this.waiting = this.properties.filter(({ kind }) => kind === "eventually");
  }

  /** Looks at the run as it is now. @returns the invariants that are violated. @throws ProtocolError */
  look(): readonly NamedProperty[] {
    const { view } = this;
    if (view === undefined) return [];
    if (this.waiting.length > 0) this.waiting = this.waiting.filter(({ predicate }) => !predicate(view));
    const violated = this.properties.filter(
      ({ kind, predicate }) => kind === "invariant" && !predicate(view),
    );
    return violated;
  }

  /** Whether each property is true in the run as it is now. @throws ProtocolError */
  truths(): boolean[] {
    const { view } = this;
    return view === undefined ? [] : this.properties.map(({ predicate }) => predicate(view));
  }

  /** After the last look at a run that is quiescent: the properties that have never been true. */
  missed(): readonly NamedProperty[] {
    return this.waiting;
  }
}

function facetOf(run: Run, process: number, facet: Facet): unknown {
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
