/** Finding the events that lead to a step which cannot be taken: breadth first, over the reference model. */
import { formatConfiguration, initialConfiguration, inputVectors, type Configuration } from "../../model/configuration.ts";
import { ProtocolError } from "../../model/error.ts";
import { formatEvent, type Event } from "../../model/event.ts";
import type { System } from "../../model/system.ts";
import { enabled, settle, step } from "../../model/transition.ts";

/** So many configurations are visited at most: a path is a courtesy, and the error is told without it too. */
const CONFIGURATIONS_MAX = 20_000;

interface Visit {
  readonly configuration: Configuration;
  readonly before: Visit | undefined;
  readonly events: readonly Event[];
}

/**
 * A shortest path to a step that throws a ProtocolError for which `isIt` is true, as schedule text;
 * undefined if none was found among the first configurations.
 */
export function findPath(system: System, isIt: (error: ProtocolError) => boolean): string[] | undefined {
  const queue: Visit[] = [];
  const known = new Set<string>();
  const visit = (configuration: Configuration, before: Visit | undefined, first: readonly Event[]): void => {
    const { settled, effects } = settle(system, configuration);
    const key = formatConfiguration(settled);
    if (known.has(key)) return;
    known.add(key);
    queue.push({ configuration: settled, before, events: [...first, ...effects] });
  };
  let here: Visit | undefined;
  try {
    for (const inputs of inputVectors(system)) visit(initialConfiguration(system, inputs), undefined, []);
    for (let i = 0; i < queue.length && queue.length < CONFIGURATIONS_MAX; i++) {
      here = queue[i] as Visit;
      for (const event of enabled(system, here.configuration)) visit(step(system, here.configuration, event), here, [event]);
    }
  } catch (error) {
    if (error instanceof ProtocolError && isIt(error)) return eventsTo(here);
    if (!(error instanceof ProtocolError)) throw error;
  }
  return undefined;
}

function eventsTo(visit: Visit | undefined): string[] {
  const events: (readonly Event[])[] = [];
  for (let at = visit; at !== undefined; at = at.before) events.unshift(at.events);
  return events.flat().map(formatEvent);
}

/** Whether the lines of a call (see `guarded`) tell of the step that an error's lines tell of. */
export function leadsTo(call: string, step: string): boolean {
  const facts = (text: string): string => text.split("\n").filter((line) => /^(event|handler|state|input): /.test(line)).join("\n");
  return facts(call) === facts(step) && facts(step) !== "";
}
