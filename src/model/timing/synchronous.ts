import type { Timing } from "./timing.ts";

/**
 * Rounds 1, 2, …: in each, every process receives all that was sent to it in the round before (in round 1:
 * in the start steps), and then acts and sends. A role with `uponRound` gets all messages of the round at
 * once; with `upon`, one by one, in the order of the senders and, for each, in the channel's order. Timers
 * that are set when a round begins fire in it, after the messages (Attiya and Welch, *Distributed
 * Computing*, section 2.1.2; Lynch, *Distributed Algorithms*, chapter 2).
 */
export const synchronous: Timing = {
  name: "synchronous",
  text: "synchronous",
  about: "rounds: what is sent in one is received by all in the next",
  rounds: true,
};
