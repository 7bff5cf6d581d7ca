/**
 * The lock of [test-and-set-lock](test-and-set-lock.ts) is always taken by somebody, and perhaps always by
 * the same: who looks again and again may look whenever it is taken. To be possible again and again is not
 * to be possible from some moment on for ever, and no execution owes more than the latter to who takes
 * steps: it took them. Fairness of the lock has to be made by the algorithm, as [peterson](peterson.ts)
 * does.
 *
 * Source: Attiya and Welch, section 4.2; Lynch, section 10.9.
 */
import { type Claim, type Protocol } from "lightcone";
import { promises } from "./dijkstra-starving.ts";
import lock from "./test-and-set-lock.ts";

const starving: Protocol = {
  ...lock,
  name: "test-and-set-lock-starving",
  about: "A lock that always goes to somebody, and perhaps always to the same.",
  properties: promises,
};

export default starving;

export const claims: readonly Claim[] = [
  {
    claim: "Somebody always gets in.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "But perhaps always the same: whoever looks may look while the lock is taken, for ever.",
    property: "starvationFree",
    verdict: "violated",
    configurations: 5,
    steps: 4,
  },
];
