import { formatBounds, readBounds, type GivenBounds } from "./bounds.ts";
import type { Timing } from "./timing.ts";

/**
 * Virtual time in ticks. A message that is sent at time t is received from t + minDelay to t + maxDelay; what
 * a process is about to do, it does within maxStep ticks: a timer that is set for k ticks fires from t + k to
 * t + k + maxStep, a step of process code is taken within maxStep of the one before. Several events may
 * happen at one time, in any order; time does not pass a deadline before what is due has happened. Processes
 * know the bounds (Lynch, *Distributed Algorithms*, chapter 23; Attiya and Welch, *Distributed Computing*,
 * section 6.3).
 */
export function bounded(given: GivenBounds): Timing {
  const { bounds, horizon } = readBounds(given);
  return {
    name: "bounded",
    text: `bounded:${formatBounds(bounds, horizon)}`,
    about: BOUNDED,
    rounds: false,
    ticks: { bounds, known: true, stabilizes: false, horizon },
  };
}

/** One line for lists and help. */
export const BOUNDED = "messages take from MIN (default 0) to MAX ticks, steps up to STEP (default 1)";
