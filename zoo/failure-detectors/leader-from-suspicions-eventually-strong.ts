/** The same with an eventually strong detector, of which some processes may suspect each other for ever. */
import { type Claim, eventuallyStrongDetector } from "lightcone";
import { leaderWith } from "./leader-from-suspicions.ts";

export default leaderWith("leader-from-suspicions-eventually-strong", (processes) =>
  eventuallyStrongDetector("watch", processes),
);

export const claims: readonly Claim[] = [];
