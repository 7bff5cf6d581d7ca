/** The same without the second look: a leader that was overtaken decides all the same. */
import type { Claim } from "lightcone";
import { ballots } from "./leader-by-omega.ts";

export default ballots("leader-by-omega-hasty", false);

export const claims: readonly Claim[] = [
  {
    claim: "Two who are told that they lead decide on two values.",
    property: "uniformAgreement",
    verdict: "violated",
    steps: 16,
  },
  {
    claim: "What is decided was somebody's input.",
    property: "validity",
    verdict: "holds",
    configurations: 1_694,
  },
  {
    claim: "Once all are told one name, and ballots are left, all decide.",
    property: "decidesIfReliableAtOnce",
    verdict: "holds",
    configurations: 1_694,
  },
];
