/** Judging the properties of runs, now and then on the way and at the end. */
import { waitsIn, type Truths } from "../properties/kinds/kind.ts";
import { propertiesOf, type NamedProperty } from "../properties/property.ts";
import { viewOf, type View } from "../properties/view.ts";
import type { System } from "../model/system/system.ts";
import type { Running } from "./running.ts";

/** Looks at one run after the other. */
export class Referee {
  readonly properties: readonly NamedProperty[];
  private readonly view: View | undefined;
  private run: Running | undefined;
  /** The properties for which this run waits, or has never waited because it was not looked at. */
  private readonly waits = new Map<NamedProperty, boolean>();

  constructor(system: System, properties?: readonly string[]) {
    this.properties = propertiesOf(system, properties);
    if (this.properties.length > 0)
      this.view = viewOf(system, (process, facet) => (this.run as Running).observe(process, facet));
  }

  /** Turns to another run. */
  attend(run: Running): void {
    this.run = run;
    this.waits.clear();
  }

  /** Looks at the run as it is now. @returns the properties that this violates. @throws ProtocolError */
  look(): readonly NamedProperty[] {
    const { view } = this;
    return view === undefined ? [] : this.properties.filter((one) => this.isViolated(one, view));
  }

  private isViolated(property: NamedProperty, view: View): boolean {
    const { waiting, isWanted } = property.kind;
    if (isWanted === true) return false;
    const before = this.waits.get(property);
    // What has been true for good need not be asked again.
    if (waiting?.begins === "at the start" && before === false) return false;
    const truths = this.truthsOf(property, view);
    if (waiting === undefined) return truths[0] === false;
    this.waits.set(property, waitsIn(waiting, truths, before));
    return waiting.breaks?.(truths) === true;
  }

  private truthsOf(property: NamedProperty, view: View): Truths {
    return this.run?.truths?.(property) ?? property.predicates.map((predicate) => predicate(view));
  }

  /** Whether each property is as it should be in the run as it is now. @throws ProtocolError */
  truths(): boolean[] {
    const { view } = this;
    return view === undefined ? [] : this.properties.map(({ predicate }) => predicate(view));
  }

  /** The properties that are refuted by the end of a run, after the last look at it. */
  missed(): readonly NamedProperty[] {
    const { view } = this;
    if (view === undefined) return [];
    return this.properties.filter((property) => {
      const { again } = property.kind.waiting ?? {};
      if (this.waits.get(property) !== true) return false;
      return again === undefined || again(this.truthsOf(property, view));
    });
  }
}
