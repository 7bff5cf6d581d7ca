/** Schedules of a reduced search made whole: what was left out happens in them where it has to. */
import { assert } from "../../base/assert.ts";
import { initialConfiguration, type Configuration } from "../../model/state/configuration.ts";
import type { Event } from "../../model/event/event.ts";
import { isOwed } from "../../model/failure/index.ts";
import type { Schedule } from "../../model/transition/execution.ts";
import { enabled, isQuiescent, NotEnabled, step } from "../../model/transition/transition.ts";
import type { System } from "../../model/system/system.ts";

/**
 * The schedule with the receipts of dead letters that stand in a queue before one that is received, lost or
 * doubled; and, if it has to end, with all that is dead and may still happen.
 */
export function whole(system: System, { inputs, events }: Schedule, hasToEnd: boolean): Schedule {
  let configuration = initialConfiguration(system, inputs);
  const happened: Event[] = [];
  const take = (event: Event, after: Configuration): void => {
    happened.push(event);
    configuration = after;
  };
  for (const event of events) {
    let after = trying(system, configuration, event);
    while (after === undefined) {
      const before = inFrontOf(system, configuration, event);
      take(before, step(system, configuration, before));
      after = trying(system, configuration, event);
    }
    take(event, after);
  }
  while (hasToEnd && !isQuiescent(system, configuration)) {
    const next = enabled(system, configuration).find(isOwed);
    assert(next !== undefined, "what is not quiescent can go on");
    take(next, step(system, configuration, next));
  }
  return { inputs, events: happened };
}

function trying(system: System, before: Configuration, event: Event): Configuration | undefined {
  try {
    return step(system, before, event);
  } catch (error) {
    if (error instanceof NotEnabled) return undefined;
    throw error;
  }
}

/** The receipt of the letter that stands before the one that is received, lost or doubled. */
function inFrontOf(system: System, configuration: Configuration, event: Event): Event {
  const first = enabled(system, configuration).find(
    (other) =>
      other.kind === "receive" &&
      "from" in event &&
      other.process === event.process &&
      other.from === event.from,
  );
  assert(first !== undefined, "only letters in front keep back what a reduced search takes");
  return first;
}
