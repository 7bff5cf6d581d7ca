import type { Timing } from "./timing.ts";

/**
 * Rounds 1, 2, …: in each, every process receives all that was sent to it in the round before (in round 1:
 * in the start steps), and then acts and sends. A role with `uponRound` gets all messages of the round at
 * once; with `upon`, one by one, in the order of the senders and, for each, in the channel's order. Timers
 * that are set when a round begins fire in it, after the messages (Attiya and Welch, *Distributed
 * Computing*, section 2.1.2; Lynch, *Distributed Algorithms*, chapter 2).
 *
 * What process code awaits when a round begins is what it does in it:
 *
 * - an operation on an object, once; so that a process accesses at most one object in a round. It comes after
 *   the messages, which `upon` may take, and the timers. An operation that has to wait when its turn comes
 *   does not happen in this round;
 * - a pause, once: a round is over, whatever the number of ticks (`sleep`), because rounds are all the time
 *   there is;
 * - messages: it receives those of the round as long as it asks for some that are there, the first of them in
 *   the order of the senders. What it comes to await then, it awaits in the next round.
 *
 * Messages that it does not ask for, and that `upon` does not take, are there in the next round again. No
 * round begins in which nothing can happen.
 *
 * Operations on different objects do not affect each other. Where several processes operate on one object,
 * the adversary says who goes first, which is part of the round's event; only while it matters: if none of
 * those whose turn is still to come would change the object (whoever may have crashed before), nothing is
 * said. A process crashes in the place of its operation, or after it as in other steps.
 */
export const synchronous: Timing = {
  name: "synchronous",
  text: "synchronous",
  about: "rounds: what is sent in one is received by all in the next",
  rounds: true,
};

/**
 * The synchronous model in which, of several processes that operate on one object in a round, each has its
 * turn in the order of the processes: a stated rule instead of an adversary.
 */
export const synchronousInOrder: Timing = {
  name: "synchronous",
  text: "synchronous:in-order",
  about: "rounds, in which processes that operate on the same object do so in the order of the processes",
  rounds: true,
  conflicts: "in order",
};
