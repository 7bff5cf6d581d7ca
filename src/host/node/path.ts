/** Finding the events that lead to a step which cannot be taken: breadth first, over the reference model. */
import { formatConfiguration, initialConfiguration, inputVectors, type Configuration } from "../../model/configuration.ts";
import { ProtocolError } from "../../model/error.ts";
import { formatEvent, type Event } from "../../model/event.ts";
import type { System } from "../../model/system.ts";
import { enabled, settle, step } from "../../model/transition.ts";
import type { Guard } from "./guard.ts";

/** So many configurations are visited at most: a path is a courtesy, and the error is told without it too. */
const CONFIGURATIONS_MAX = 20_000;

interface Visit {
  readonly configuration: Configuration;
  readonly before: Visit | undefined;
  readonly events: readonly Event[];
}

/** What is looked for. */
export interface Sought {
  /** Whether an error that a step or `look` throws is the one. */
  isIt(error: ProtocolError): boolean;
  /** Looks at each configuration, and may throw. */
  look?(configuration: Configuration): void;
}

/**
 * A shortest path to where a ProtocolError is thrown, as schedule text; undefined if none was found among
 * the first configurations.
 */
export function findPath(system: System, { isIt, look }: Sought): string[] | undefined {
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
      look?.(here.configuration);
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

/** A shortest path to a step that lines tell of, which is not taken itself. */
export function pathToStep(system: System, guard: Guard, step: string): string[] | undefined {
  const facts = factsOf(step);
  if (facts === "") return undefined;
  guard.trap = (call) => factsOf(call) === facts;
  try {
    return findPath(system, { isIt: () => true });
  } finally {
    guard.trap = undefined;
  }
}

/** A longer state is told apart by its beginning. */
const FACT_MAX = 300;

/** The lines that say which step it is, of those of an error or a call; what was chosen in it is left out. */
function factsOf(lines: string): string {
  const facts = lines.split("\n").filter((line) => /^(event|handler|state|input): /.test(line));
  return facts.map((line) => line.replace(/^(event: .*?) choosing .*$/, "$1").slice(0, FACT_MAX)).join("\n");
}
