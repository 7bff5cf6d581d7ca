/**
 * [Dolev and Strong's broadcast](dolev-strong.ts) with one round too few for a single liar: what the general
 * has signed cannot be denied, but nobody tells the others of it in time.
 *
 * Source: D. Dolev and H. R. Strong, Authenticated Algorithms for Byzantine Agreement, SIAM Journal on
 * Computing 12(4), 1983, theorem 2: f + 1 rounds are needed, also with signatures.
 */
import { type Claim } from "lightcone";
import { dolevStrong } from "./dolev-strong.ts";

export default dolevStrong("dolev-strong-in-haste", 1);

export const claims: Claim[] = [
  {
    claim: "A general who lies signs one order for one process and another for the other.",
    property: "agreement",
    verdict: "violated",
    configurations: 32,
    steps: 1,
  },
  {
    claim: "An honest general is obeyed even so.",
    property: "obedience",
    verdict: "holds",
    configurations: 32,
  },
  { claim: "All who do not lie decide.", property: "termination", verdict: "holds", configurations: 32 },
];
