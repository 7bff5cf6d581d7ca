/** The same with an eventually strong detector, of which some processes may suspect each other for ever. */
import { type Claim, eventuallyStrongDetector } from "lightcone";
import { leaderWith } from "./leader-from-suspicions.ts";

export default leaderWith("leader-from-suspicions-eventually-strong", (processes) =>
  eventuallyStrongDetector("watch", processes),
);

export const claims: readonly Claim[] = [
  {
    claim: "One may suspect for ever whom another trusts.",
    property: "oneLeaderAtLast",
    verdict: "violated",
    steps: 5,
  },
  {
    claim: "So it is not the same process for ever whom all trust.",
    property: "sameLeaderForEver",
    verdict: "violated",
    steps: 5,
  },
  {
    claim: "So it is with three.",
    system: { processes: { process: 3 } },
    property: "oneLeaderAtLast",
    verdict: "violated",
    steps: 7,
  },
];
