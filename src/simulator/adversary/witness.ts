/** The view that one property has of configurations: whether they are bad, how bad, and what it has read. */
import type { Configuration } from "../../model/state/configuration.ts";
import type { System } from "../../model/system/system.ts";
import type { NamedProperty } from "../../properties/property.ts";
import { facetIn, formatObserved, viewOf, type View } from "../../properties/view.ts";

/** The impression that a configuration makes on a property. */
interface Impression {
  /** Whether its predicate is true. */
  readonly isTrue: boolean;
  /** The badness, as the property's author gives it; 0 if there is none. */
  readonly badness: number;
  /** All that the predicate has read. Equal texts look equal to it. */
  readonly sight: string;
}

/** Looks at configurations with the eyes of a property. */
export class Witness {
  readonly property: NamedProperty;
  private readonly view: View;
  private configuration: Configuration | undefined;
  private reads: string[] = [];

  constructor(system: System, property: NamedProperty) {
    this.property = property;
    this.view = viewOf(system, (number, facet) => {
      const value = facetIn(this.configuration as Configuration, number, facet);
      this.reads.push(formatObserved(value));
      return value;
    });
  }

  /** @throws ProtocolError if the property does not answer */
  look(configuration: Configuration): Impression {
    const { predicate, badness } = this.property;
    this.configuration = configuration;
    this.reads = [];
    const isTrue = predicate(this.view);
    const sight = this.reads.join("\n");
    return { isTrue, badness: badness?.(this.view) ?? 0, sight };
  }
}
