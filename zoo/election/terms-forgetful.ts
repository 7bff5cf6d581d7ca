/**
 * Election by terms, where votes do not survive a crash: who recovers votes again in the same term, and the
 * term has had two leaders, at different times. No configuration has two. See [terms](terms.ts).
 */
import { type Claim, parseFailures } from "lightcone";
import { election } from "./terms.ts";

export default election(
  "terms-forgetful",
  "A voter that recovers knows its term, and does not know that it has voted.",
  ["term"],
);

export const claims: Claim[] = [
  {
    claim: "A voter crashes after it has voted, votes again, and its term has had two leaders.",
    property: "oneLeaderInATerm",
    verdict: "violated",
    configurations: 2401,
    steps: 8,
  },
  {
    claim: "If nobody crashes, there is one at most.",
    system: { failures: parseFailures("none") },
    property: "oneLeaderInATerm",
    verdict: "holds",
    configurations: 247,
  },
  {
    claim: "Somebody may come to lead.",
    property: "somebodyLeads",
    verdict: "holds",
    configurations: 2401,
  },
];
