/** Rounds played one after the other, by the texts of their events. */
import {
  enabled,
  formatEvent,
  initialConfiguration,
  parseEvent,
  settle,
  step,
  type Configuration,
  type System,
} from "lightcone/model";

/** A round in which nobody meets anybody at an object. */
export const ROUND = "a round begins";

/** The configuration in which all start steps are over; nobody has an input. */
export function first(here: System): Configuration {
  return settle(
    here,
    initialConfiguration(
      here,
      here.processes.map(() => null),
    ),
  ).settled;
}

/** Where some rounds lead, and all that happens in them, line by line. */
export function after(here: System, rounds: readonly string[]): { now: Configuration; lines: string[] } {
  let now = first(here);
  const lines: string[] = [];
  for (const text of rounds) {
    const { settled, effects } = settle(here, step(here, now, parseEvent(text)));
    now = settled;
    lines.push(text, ...effects.map(formatEvent));
  }
  return { now, lines };
}

/** What may happen next, in words. */
export function next(here: System, rounds: readonly string[] = []): string[] {
  return enabled(here, after(here, rounds).now).map(formatEvent);
}
