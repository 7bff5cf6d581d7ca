/** The ring that mends itself, of three processes: a ring of six values, for which it takes five of them. */
import type { Claim } from "lightcone";
import { tokenRing } from "./token-ring.ts";

export default tokenRing(5, "token-ring-of-three");

export const claims: readonly Claim[] = [
  {
    claim: "Five values are enough for three processes; with three or four, tokens go round for ever.",
    system: { processes: { process: 3 } },
    property: "stabilizes",
    verdict: "holds",
    configurations: 125_000,
  },
  {
    claim: "There never is none of three either.",
    system: { processes: { process: 3 } },
    property: "somebodyHasIt",
    verdict: "holds",
    configurations: 125_000,
  },
  {
    claim: "More values than it takes do no harm.",
    property: "stabilizes",
    verdict: "holds",
    configurations: 2_500,
  },
];
