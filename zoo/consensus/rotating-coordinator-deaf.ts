/**
 * The [rotating coordinator](rotating-coordinator.ts) that waits for a majority and does not listen to it: it
 * proposes its own value. A value may have been decided by then, by processes that were faster.
 *
 * Source: T. D. Chandra and S. Toueg, Unreliable failure detectors for reliable distributed systems, Journal
 * of the ACM 43(2) (1996), section 6.2, without the choice of the newest estimate in phase 2.
 */
import { type Claim } from "lightcone";
import { rotatingCoordinator } from "./rotating-coordinator.ts";

export default rotatingCoordinator("rotating-coordinator-deaf", false);

export const claims: readonly Claim[] = [
  {
    claim: "The first coordinator decides with one other, and the second proposes what it thought itself.",
    system: { failures: [] },
    property: "uniformAgreement",
    verdict: "violated",
    configurations: 89_768,
    steps: 6,
  },
  {
    claim: "Every value that is proposed is somebody's input all the same.",
    system: { failures: [] },
    property: "validity",
    verdict: "holds",
    configurations: 89_768,
  },
];
