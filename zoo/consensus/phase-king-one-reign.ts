/**
 * Phase king with one phase too few: if the only king is the liar, it tells some one thing and others
 * another, and there is no phase with an honest king in which they come to agree.
 *
 * Source: as [phase-king](phase-king.ts).
 */
import { type Claim } from "lightcone";
import { phaseKing } from "./phase-king.ts";

export default phaseKing("phase-king-one-reign", 1, 1);

export const claims: Claim[] = [
  {
    claim: "If the only king lies, correct processes may decide differently.",
    property: "agreement",
    verdict: "violated",
    configurations: 1_136,
    steps: 3,
  },
  {
    claim: "If they have the same input, they decide on it nevertheless: they do not need the king.",
    property: "strongValidity",
    verdict: "holds",
    configurations: 1_136,
  },
  {
    claim: "All who do not lie decide.",
    property: "termination",
    verdict: "holds",
    configurations: 1_136,
  },
];
