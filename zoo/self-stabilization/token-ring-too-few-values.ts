/** The ring that mends itself, with one value less than it takes: tokens may chase each other for ever. */
import type { Claim } from "lightcone";
import { tokenRing } from "./token-ring.ts";

export default tokenRing(2, "token-ring-too-few-values");

export const claims: readonly Claim[] = [
  {
    claim: "With two values for a ring of four, several tokens go round behind each other for ever.",
    property: "stabilizes",
    verdict: "violated",
    configurations: 64,
    steps: 12,
  },
  {
    claim: "From where there is one token, there is one for ever.",
    system: { inputs: { process: [0], "value[p1]": [0], "value[p2]": [0] } },
    property: "stabilizes",
    verdict: "holds",
    configurations: 32,
  },
  {
    claim: "There never is none, however few the values are.",
    property: "somebodyHasIt",
    verdict: "holds",
    configurations: 64,
  },
];
