import type { Random } from "../../base/random.ts";
import { NumberSet } from "../numberSet.ts";
import { Queues } from "../ticketQueues.ts";
import { somewhere, type AdversaryKind } from "./adversary.ts";

/**
 * Probabilistic concurrency testing, for messages: the processes get random priorities, and what the first
 * of them has sent, or has set a timer for, happens first, in that order. At a few places of the run whoever
 * would be next becomes the last. So some processes are very slow compared with others, which chance alone
 * hardly ever makes them. A mistake that needs d events in a certain order is found with a probability that
 * falls with the number of steps to the power d - 1, however many schedules there are.
 *
 * Source: S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte, A randomized scheduler with probabilistic
 * guarantees of finding bugs, ASPLOS 2010, section 3; for messages B. K. Ozkan et al., Randomized testing of
 * distributed systems with probabilistic guarantees, OOPSLA 2018, whose chains of events are here the
 * messages that one process sends. They know the number of steps and draw the places from it; here it is not
 * known, and early and late places are drawn alike.
 */
export const priority: AdversaryKind = {
  name: "priority",
  about: "what the first process of a random order has sent; the order changes at 2 places (PCT), or :N",
  parameter: 2,
  begin({ situation, random, eventsMax, parameter }) {
    const order = shuffled(situation.processes, random);
    const rankOf = new Int32Array(situation.processes);
    order.forEach((process, rank) => (rankOf[process] = rank));
    const able = new NumberSet(situation.processes + parameter);
    const queues = new Queues(situation.processes);
    const changes = Array.from({ length: parameter }, () => somewhere(random, eventsMax));
    let step = 0;
    const causeOf = (ticket: number): number => {
      const sender = situation.senderOf(ticket);
      return sender === -1 ? situation.ownerOf(ticket) : sender;
    };
    /** Moves the process with a rank behind all others. */
    const demote = (rank: number): void => {
      const process = order[rank] as number;
      able.delete(rank);
      rankOf[process] = order.length;
      able.add(order.length);
      order.push(process);
    };
    return {
      next() {
        step++;
        for (const change of changes) if (change === step) demote(able.from(0) ?? 0);
        return queues.first(order[able.from(0) ?? 0] as number);
      },
      choose: (options) => random.below(options.length),
      enabled(ticket) {
        const cause = causeOf(ticket);
        if (queues.first(cause) === -1) able.add(rankOf[cause] as number);
        queues.push(cause, ticket);
      },
      disabled(ticket) {
        const cause = causeOf(ticket);
        queues.remove(cause, ticket);
        if (queues.first(cause) === -1) able.delete(rankOf[cause] as number);
      },
    };
  },
};

/** The numbers from 0 to n - 1 in a random order (Fisher and Yates). */
function shuffled(n: number, random: Random): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
