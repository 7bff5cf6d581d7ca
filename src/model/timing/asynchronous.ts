import type { Timing } from "./timing.ts";

/**
 * Steps happen one at a time, in any order. Every message takes a finite time, of which nothing else is
 * known, and every process takes its next step at some time (Attiya and Welch, *Distributed Computing*,
 * section 2.1.1).
 */
export const asynchronous: Timing = {
  name: "asynchronous",
  text: "asynchronous",
  about: "steps and messages take any finite time",
  rounds: false,
};
