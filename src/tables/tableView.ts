/** The view of configurations that are rows of slot values. */
import { viewOf, type View } from "../properties/view.ts";
import { Lens } from "./judge.ts";
import type { Network } from "./network.ts";

/** One view, of one configuration after the other. */
export class TableView {
  private readonly view: View;
  private readonly lenses = new Map<string, Lens>();
  private values: Int32Array = new Int32Array(0);

  constructor(network: Network) {
    this.view = viewOf(network.system, (slot, facet) => {
      const key = `${slot} ${facet}`;
      const lens = this.lenses.get(key) ?? new Lens(network, slot, facet);
      this.lenses.set(key, lens);
      return lens.value(lens.id(this.values[slot] as number));
    });
  }

  /** The view of a configuration, valid until the next call. */
  of(values: Int32Array): View {
    this.values = values;
    return this.view;
  }
}
