/** Judging the properties of runs, now and then on the way and at the end. */
import { propertiesOf, type NamedProperty } from "../properties/property.ts";
import { viewOf, type View } from "../properties/view.ts";
import type { System } from "../model/system/system.ts";
import type { Running } from "./running.ts";

/** Looks at one run after the other. */
export class Referee {
  readonly properties: readonly NamedProperty[];
  private readonly view: View | undefined;
  private run: Running | undefined;
  /** The properties that have to become true, and have not been true in this run. */
  private waiting: NamedProperty[] = [];

  constructor(system: System, properties?: readonly string[]) {
    this.properties = propertiesOf(system.protocol, properties);
    if (this.properties.length > 0)
      this.view = viewOf(system, (process, facet) => (this.run as Running).observe(process, facet));
  }

  /** Turns to another run. */
  attend(run: Running): void {
    this.run = run;
    this.waiting = this.properties.filter(({ kind }) => kind.goesOn === "while false");
  }

  /** Looks at the run as it is now. @returns the properties that this violates. @throws ProtocolError */
  look(): readonly NamedProperty[] {
    const { view } = this;
    if (view === undefined) return [];
    if (this.waiting.length > 0) this.waiting = this.waiting.filter((one) => !this.isTrue(one, view));
    return this.properties.filter((one) => one.kind.refutedBy === "configuration" && !this.isTrue(one, view));
  }

  private isTrue(property: NamedProperty, view: View): boolean {
    return this.run?.isTrue?.(property) ?? property.predicate(view);
  }

  /** Whether each property is true in the run as it is now. @throws ProtocolError */
  truths(): boolean[] {
    const { view } = this;
    return view === undefined ? [] : this.properties.map((one) => this.isTrue(one, view));
  }

  /** The properties that have never been true, after the last look at a run that is quiescent. */
  missed(): readonly NamedProperty[] {
    return this.waiting;
  }
}
