/** The events that are enabled in the configurations of a play: in each, most processes are as before. */
import { DrawnBefore } from "../../diagram/drawnBefore.ts";
import { enabled, formatEvent, type Configuration, type Event, type System } from "../../model/index.ts";
import type { LocalState } from "../../model/state/localState.ts";
import type { Part } from "../../model/state/part.ts";
import type { Process } from "../../model/state/process.ts";
import type { Option } from "../../model/transition/option.ts";
import { options, rulesOf } from "../../model/transition/options.ts";

/** The enabled events of one system: to find them runs author code, so they are remembered. */
export class EnabledEvents {
  private readonly system: System;
  /** By configuration, and within it by the texts of events. */
  private readonly known = new WeakMap<Configuration, ReadonlyMap<string, Event>>();
  /** By process: what may happen there is a function of its part of the configuration. */
  private readonly options: readonly DrawnBefore<LocalState, readonly Option[]>[];
  private readonly texts = new WeakMap<Event, string>();

  constructor(system: System) {
    this.system = system;
    this.options = system.processes.map(() => new DrawnBefore());
  }

  /** All that is enabled in a configuration, by text. @throws ProtocolError */
  in(configuration: Configuration): ReadonlyMap<string, Event> {
    const known = this.known.get(configuration);
    if (known !== undefined) return known;
    const events = enabled(this.system, configuration, (process, part) => this.optionsAt(process, part));
    const found = new Map(events.map((event) => [this.textOf(event), event]));
    this.known.set(configuration, found);
    return found;
  }

  private optionsAt(process: Process, part: Part): readonly Option[] {
    const { local, mailbox, seen, noted, pending } = part;
    const make = (): readonly Option[] => options(rulesOf(this.system), process, part);
    return this.options[process.number]?.recall(local, [mailbox, seen, noted, ...pending], make) ?? make();
  }

  private textOf(event: Event): string {
    const known = this.texts.get(event);
    if (known !== undefined) return known;
    const text = formatEvent(event);
    this.texts.set(event, text);
    return text;
  }
}
