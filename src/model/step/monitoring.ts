/** The states of monitors after events: the one place where their code runs. */
import { caught, stringOf, textOfThrown } from "../../base/foreign.ts";
import { format } from "../../base/text.ts";
import { canonicalTree, NotTree } from "../../base/parts.ts";
import { canonical, mutableCopy, NotPlain, type Plain } from "../../base/value.ts";
import { ProtocolError } from "../error.ts";
import { partsOf, type Event } from "../event/event.ts";
import { formatEvent } from "../event/eventText.ts";
import type { NamedMonitor } from "../system/monitor.ts";

/** The events that a monitor watches among some, each part of an atomic step by itself. */
export function watchedAmong({ upon }: NamedMonitor, events: readonly Event[]): Event[] {
  return events.flatMap(partsOf).filter(({ kind }) => Object.hasOwn(upon, kind));
}

/** The event without how likely it was, which does not tell events apart, and a sender that is hidden. */
export function withoutOdds(event: Event): Plain {
  const { coins: _, from, ...rest } = event as Event & { readonly coins?: unknown; readonly from?: string };
  return canonical(from === undefined ? rest : { ...rest, from });
}

/** The state of a monitor after an event. @throws ProtocolError */
export function afterSeeing(monitor: NamedMonitor, state: Plain, event: Event): Plain {
  return watchedAmong(monitor, [event]).reduce(
    (before, part) => handled(monitor, { state: before, event: part, seen: withoutOdds(part) }),
    state,
  );
}

/** An event that a monitor handles in a state; `seen`: as it sees it. */
interface Watched {
  readonly state: Plain;
  readonly event: Event;
  readonly seen: Plain;
}

/** The state of a monitor after a handler has run. @throws ProtocolError */
export function handled({ name, upon }: NamedMonitor, { state, event, seen }: Watched): Plain {
  const draft = mutableCopy(state);
  const mistake = (what: string, why: string, cause?: unknown): ProtocolError =>
    new ProtocolError(
      "bad-monitor",
      `Monitor ${name} ${what}.`,
      [`event: ${formatEvent(event)}`, `handler: monitors.${name}.upon.${event.kind}`]
        .concat(`state: ${format(state)}`)
        .concat(why),
      "A handler of a monitor changes its state, a plain object, and takes every event of its kind.",
      cause,
    );
  let result: unknown;
  try {
    result = upon[event.kind]?.(draft, seen);
  } catch (thrown) {
    const error = caught(thrown);
    if (error instanceof ProtocolError) throw error;
    throw mistake("threw an error", textOfThrown(error), error);
  }
  if (typeof result === "object" && result !== null)
    throw mistake("returned something in place of changing its state", `returned: ${stringOf(result)}`);
  try {
    return canonicalTree(draft, "state");
  } catch (error) {
    if (error instanceof NotTree)
      throw mistake("left one value in two places of its state", `state${error.path} is ${error.found}`);
    if (error instanceof NotPlain) throw mistake("left a state that is not plain", error.message);
    throw error;
  }
}
