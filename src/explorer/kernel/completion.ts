/** Ways in which what has begun at one process can go on to its end: with failures, there are several. */
import type { LocalState } from "../../model/configuration.ts";
import type { Event, Send } from "../../model/event.ts";
import { options, type Rules } from "../../model/options.ts";
import type { Part } from "../../model/part.ts";
import type { Process } from "../../model/system.ts";

/** One way. */
export interface Completion {
  readonly events: readonly Event[];
  /** The local state at the end. */
  readonly local: LocalState;
  /** What leaves the process, in order. */
  readonly sends: readonly Send[];
  /** The failures, by position in the system's list, from whose budgets one is taken: each time anew. */
  readonly spends: readonly number[];
}

/** Every way in which the pending events of a part can happen. @throws ProtocolError */
export function completions(rules: Rules, process: Process, begun: Part): Completion[] {
  const found: Completion[] = [];
  const go = (part: Part, sofar: Omit<Completion, "local">): void => {
    if (part.pending.length === 0) {
      found.push({ ...sofar, local: part.local });
      return;
    }
    for (const { event, after, send, spends } of options(rules, process, part)) {
      if (spends !== undefined && !isAffordable(rules, [...sofar.spends, spends])) continue;
      go(after, {
        events: [...sofar.events, event],
        sends: send === undefined ? sofar.sends : [...sofar.sends, send],
        spends: spends === undefined ? sofar.spends : [...sofar.spends, spends],
      });
    }
  };
  go(begun, { events: [], sends: [], spends: [] });
  return found;
}

/** Whether the last failure stays within its whole budget; how much is left of that is seen elsewhere. */
function isAffordable({ system: { failures } }: Rules, spends: readonly number[]): boolean {
  const last = spends.at(-1);
  const count = spends.filter((failure) => failure === last).length;
  return count <= (failures[last ?? -1]?.budget ?? 0);
}
