/**
 * Ben-Or's consensus with too much haste: who hears of one proposal decides on it. Another may have heard of
 * none and flip its coin, and next time the coins of a majority are proposed.
 *
 * Source: as [ben-or](ben-or.ts).
 */
import { type Claim, parseFailures } from "lightcone";
import { benOr } from "./ben-or.ts";

export default benOr("ben-or-hasty", () => 1);

const calm = { failures: parseFailures("none") };

export const claims: Claim[] = [
  {
    claim: "Nobody need crash for two processes to decide differently: that messages are slow is enough.",
    system: calm,
    property: "agreement",
    verdict: "violated",
    configurations: 882_744,
    steps: 9,
  },
  {
    claim: "So that agreement is not uniform, either.",
    system: calm,
    property: "uniformAgreement",
    verdict: "violated",
    configurations: 882_744,
    steps: 9,
  },
  {
    claim: "A decision is somebody's input nevertheless.",
    system: calm,
    property: "validity",
    verdict: "holds",
    configurations: 882_744,
  },
];
