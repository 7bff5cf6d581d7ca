import { Queues } from "../ticketQueues.ts";
import type { AdversaryKind } from "./adversary.ts";

/**
 * Any enabled event at one turn, the one that has waited longest at the next. So every event that stays
 * enabled happens after at most twice as many steps as there were events before it, and infinite runs are
 * admissible: this is the adversary for protocols that never come to an end.
 */
export const fair: AdversaryKind = {
  name: "fair",
  about: "any enabled event and the one that has waited longest, in turn",
  begin({ situation, random }) {
    const queue = new Queues(1);
    let turn = 0;
    return {
      next: () => (turn++ % 2 === 0 ? situation.enabledAt(random.below(situation.count)) : queue.first(0)),
      choose: (options) => random.below(options.length),
      enabled: (ticket) => queue.push(0, ticket),
      disabled: (ticket) => queue.remove(0, ticket),
    };
  },
};
