import { Queues } from "../ticketQueues.ts";
import { somewhere, type AdversaryKind } from "./adversary.ts";

/**
 * Everything happens in the order in which it became possible, but for a few delays: an event whose turn
 * it is has to wait until all that are enabled now have had theirs. Many mistakes need only a few.
 *
 * Source: M. Emmi, S. Qadeer, Z. Rakamarić, Delay-bounded scheduling, POPL 2011. They try every place for
 * the delays; here places are drawn, early and late ones alike.
 */
export const delayBounded: AdversaryKind = {
  name: "delay-bounded",
  about: "events in the order in which they became possible, with 3 delays; :N for another number",
  parameter: 3,
  begin({ random, eventsMax, parameter }) {
    const queue = new Queues(1);
    const delays = Array.from({ length: parameter }, () => somewhere(random, eventsMax));
    let step = 0;
    return {
      next() {
        step++;
        for (const delay of delays) {
          if (delay !== step) continue;
          const late = queue.first(0);
          queue.remove(0, late);
          queue.push(0, late);
        }
        return queue.first(0);
      },
      choose: (options) => random.below(options.length),
      enabled: (ticket) => queue.push(0, ticket),
      disabled: (ticket) => queue.remove(0, ticket),
    };
  },
};
