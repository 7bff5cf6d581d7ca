/** The texts of events, one line each, as schedules and errors have them. `parseEvent` reads them. */
import { triggerOf, type Cause } from "./cause.ts";
import { EVENTS, FAULTS, type Event } from "./event.ts";
import { phrase } from "./phrase.ts";

/** The text of an event, such as `server receives request from client`. */
export function formatEvent(event: Event): string {
  return phrase(event.kind === "fault" ? FAULTS[event.strikes].text : EVENTS[event.kind].text, event);
}

/** The text by which an event is known among others: probabilities do not tell events apart. */
export function nameOf(event: Event): string {
  if (!("coins" in event) || event.coins === undefined) return formatEvent(event);
  return formatEvent({ ...event, coins: event.coins.map(({ at }) => ({ at })) });
}

/** The text of a trigger, whatever is chosen in its step. */
export function formatCause(process: string, cause: Cause): string {
  return formatEvent(triggerOf(process, cause));
}
