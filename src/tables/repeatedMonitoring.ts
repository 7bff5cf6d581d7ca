/** Monitoring, for the determinism check: like a step, it is a function of what it is given. */
import { at } from "../base/assert.ts";
import type { Arrangement } from "../base/rearranged.ts";
import { format } from "../base/text.ts";
import { areIdentical, equal, type Plain } from "../base/value.ts";
import { ProtocolError } from "../model/error.ts";
import type { Event } from "../model/event/event.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { handled, withoutOdds } from "../model/step/monitoring.ts";
import type { System } from "../model/system/system.ts";
import { WORDS, type Repeat } from "./repeat.ts";
import { differenceOf, type Copies } from "./repetition.ts";

/** Events that a monitor, by its number, sees in a state. */
interface SeenEvents {
  readonly number: number;
  readonly state: Plain;
  readonly events: readonly Event[];
}

/** The state of a monitor after events, which is noted, to be asked again. @throws ProtocolError */
export function notedAfter(system: System, repeat: Repeat, seen: SeenEvents): Plain {
  const after = afterAll(system, seen, (value) => value);
  repeat.note((copies) => repeated(copies, seen, after));
  return after;
}

/** The state after events, if the monitor is given its values in some order. @throws ProtocolError */
function afterAll({ monitors }: System, { number, state, events }: SeenEvents, order: Arrangement): Plain {
  const monitor = at(monitors, number);
  return events.reduce(
    (before, event) => handled(monitor, { state: order(before), event, seen: order(withoutOdds(event)) }),
    state,
  );
}

/** Asks a monitor again, on equal values in another order. */
function repeated(copies: Copies, seen: SeenEvents, after: Plain): void {
  const ask = (copy: System, order: Arrangement): Plain => {
    try {
      return afterAll(copy, seen, order);
    } catch (error) {
      if (error instanceof ProtocolError) return error.message;
      throw error;
    }
  };
  const areEqual = (one: Plain, other: Plain): boolean => areIdentical(one, other) || equal(one, other);
  const difference = differenceOf(copies, after, { ask, areEqual });
  if (difference === undefined) return;
  const { fault, what, results } = WORDS[difference.by];
  throw new ProtocolError(
    fault,
    `Monitor ${at(copies.copy.monitors, seen.number).name} ${what}.`,
    [
      ...seen.events.map((event) => `event: ${formatEvent(event)}`),
      `state: ${format(seen.state)}`,
      ...results.map((name, i) => `${name}${format(difference.answers[i] as Plain)}`),
    ],
    "A monitor acts on its own state and the event alone. Keep in its state what it remembers, and an " +
      "array where the order matters.",
  );
}
