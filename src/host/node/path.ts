/** Finding the events that lead to a step which cannot be taken: breadth first, over the reference model. */
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  type Configuration,
} from "../../model/state/configuration.ts";
import { ProtocolError, type StepFacts } from "../../model/error.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { Event } from "../../model/event/event.ts";
import type { System } from "../../model/system/system.ts";
import { enabled, NotEnabled, settle, step } from "../../model/transition/transition.ts";
import { boundOf, propertiesOf } from "../../properties/property.ts";
import { viewOfConfiguration } from "../../properties/view.ts";
import { isSameStep } from "./called.ts";
import type { Guard } from "./guard.ts";

/**
 * The maximum number of configurations visited: a path is a courtesy, and the error is told without it too.
 */
const CONFIGURATIONS_MAX = 20_000;
/** The maximum duration of the search. */
const DURATION_MAX_MS = 3_000;

interface Reached {
  readonly configuration: Configuration;
  readonly before: Reached | undefined;
  readonly events: readonly Event[];
}

/** The error to look for. */
interface Sought {
  /** Whether an error that a step or `look` throws is the one; others are passed over. */
  isIt(error: ProtocolError): boolean;
  /** Looks at each configuration, and may throw. */
  look?(configuration: Configuration, path: () => string[]): void;
}

/**
 * A shortest path to where a ProtocolError is thrown, as schedule text; undefined if none was found among
 * the first configurations.
 */
function findPath(system: System, { isIt, look }: Sought): string[] | undefined {
  const queue: Reached[] = [];
  const known = new Set<string>();
  const visit = (
    configuration: Configuration,
    before: Reached | undefined,
    first: readonly Event[],
  ): void => {
    const { settled, effects } = settle(system, configuration);
    const key = formatConfiguration(settled);
    if (known.has(key)) return;
    known.add(key);
    queue.push({ configuration: settled, before, events: [...first, ...effects] });
  };
  /** Whether `body` throws what is looked for. */
  const finds = (body: () => void): boolean => {
    try {
      body();
      return false;
    } catch (error) {
      if (error instanceof ProtocolError) return isIt(error);
      // Code that is not deterministic does not do again what it has just done.
      if (error instanceof NotEnabled) return false;
      throw error;
    }
  };
  for (const inputs of inputVectors(system)) {
    if (finds(() => visit(initialConfiguration(system, inputs), undefined, []))) return [];
  }
  const deadline = performance.now() + DURATION_MAX_MS;
  for (
    let i = 0;
    i < queue.length && queue.length < CONFIGURATIONS_MAX && performance.now() < deadline;
    i++
  ) {
    const here = queue[i] as Reached;
    if (finds(() => look?.(here.configuration, () => eventsTo(here)))) return eventsTo(here);
    if (
      finds(() =>
        enabled(system, here.configuration).forEach((event) =>
          visit(step(system, here.configuration, event), here, [event]),
        ),
      )
    ) {
      return eventsTo(here);
    }
  }
  return undefined;
}

function eventsTo(visit: Reached): string[] {
  const events: (readonly Event[])[] = [];
  for (let at: Reached | undefined = visit; at !== undefined; at = at.before) events.unshift(at.events);
  return events.flat().map(formatEvent);
}

/** A shortest path to the step that an error tells of. */
export function pathToError(system: System, guard: Guard, error: ProtocolError): string[] | undefined {
  const { step } = error;
  const isIt = (found: ProtocolError): boolean =>
    found.what === error.what &&
    (step === undefined
      ? found.step === undefined
      : found.step !== undefined && isSameStep(found.step, step));
  // Some mistakes show only when a step is taken twice; then the path to the step itself has to do.
  return findPath(system, { isIt }) ?? (step === undefined ? undefined : pathToStep(system, guard, step));
}

/** A shortest path to a step, which is not taken itself. */
export function pathToStep(system: System, guard: Guard, step: StepFacts): string[] | undefined {
  let trapped = false;
  guard.trap = (called) => (trapped ||= called.kind === "step" && isSameStep(called.step, step));
  try {
    return findPath(system, { isIt: () => trapped });
  } finally {
    guard.trap = undefined;
  }
}

/** A shortest path to a configuration of which a property cannot be judged. */
export function pathToProperty(
  system: System,
  guard: Guard,
  isIt: (error: ProtocolError) => boolean,
): string[] | undefined {
  const properties = [...propertiesOf(system), ...[boundOf(system) ?? []].flat()];
  const look = (configuration: Configuration, path: () => string[]): void => {
    // If a predicate does not even return, whoever reads the heartbeat learns the path.
    guard.path = path;
    for (const { predicate } of properties) predicate(viewOfConfiguration(system, configuration));
  };
  try {
    return findPath(system, { isIt, look });
  } finally {
    guard.path = undefined;
  }
}
