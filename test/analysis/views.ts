/**
 * What a process sees, by definition: all settled configurations that a system reaches, each with the local
 * schedule of one process on some way to it. The model alone is asked, and nothing is abbreviated.
 */
import {
  enabled,
  format,
  formatConfiguration,
  formatEvent,
  initialConfiguration,
  inputVectors,
  restrict,
  step,
  type Configuration,
  type Event,
  type Schedule,
  type System,
} from "lightcone";
import { settlements } from "../../src/model/transition/transition.ts";

/** A configuration, and a schedule that leads to it. */
export interface Reached {
  readonly configuration: Configuration;
  readonly schedule: Schedule;
  /** The local schedule of the process, as text. */
  readonly view: string;
}

/** S|p as a text. */
export function viewText(system: System, schedule: Schedule, process: string): string {
  const { input, events } = restrict(system, schedule, process);
  return [format(input), ...events.map(formatEvent)].join("\n");
}

/** All pairs of a configuration and what a process has seen; undefined if there are more than `max`. */
export function reachedWithViews(system: System, process: string, max: number): Reached[] | undefined {
  const found = new Map<string, Reached>();
  const add = (configuration: Configuration, schedule: Schedule): void => {
    const view = viewText(system, schedule, process);
    const key = `${formatConfiguration(configuration)}\n\n${view}`;
    if (!found.has(key)) found.set(key, { configuration, schedule, view });
  };
  for (const inputs of inputVectors(system)) {
    for (const { settled, events } of settlements(system, initialConfiguration(system, inputs)))
      add(settled, { inputs, events });
  }
  for (const { configuration, schedule } of found.values()) {
    for (const next of stepsFrom(system, configuration))
      add(next.settled, { inputs: schedule.inputs, events: [...schedule.events, ...next.events] });
    if (found.size > max) return undefined;
  }
  return [...found.values()];
}

/** The steps that may be taken next, each in all ways in which it may go on. */
export function stepsFrom(
  system: System,
  configuration: Configuration,
): { readonly settled: Configuration; readonly events: readonly Event[] }[] {
  return enabled(system, configuration).flatMap((event) => [
    ...settlements(system, step(system, configuration, event), [event]),
  ]);
}
