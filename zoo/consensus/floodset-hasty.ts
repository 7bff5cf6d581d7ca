/**
 * FloodSet with one round too few: f rounds for f crashes. One process crashes while it tells its input to
 * one other alone; the round is the last, and nobody hears of that input again.
 *
 * That no algorithm can do it in f rounds is a theorem, of which this page shows one case.
 *
 * Source: H. Attiya and J. Welch, Distributed Computing (2004), theorem 5.3; N. Lynch, Distributed
 * Algorithms (1996), theorem 6.33.
 */
import { type Claim, parseFailures, type TheoryClaim } from "lightcone";
import { floodSet } from "./floodset.ts";

export default floodSet("floodset-hasty", 1);

export const claims: Claim[] = [
  {
    claim: "One crash in the only round, after one of two messages, and those who are left disagree.",
    property: "agreement",
    verdict: "violated",
    configurations: 178,
    steps: 1,
  },
  {
    claim: "A process that crashes has decided nothing, so uniform agreement fails in the same way.",
    property: "uniformAgreement",
    verdict: "violated",
    configurations: 178,
    steps: 1,
  },
  {
    claim: "Without failures one round is enough.",
    system: { failures: parseFailures("none") },
    property: "agreement",
    verdict: "holds",
    configurations: 16,
  },
  { claim: "A decision is somebody's input.", property: "validity", verdict: "holds", configurations: 178 },
  {
    claim: "Everybody who does not crash decides.",
    property: "termination",
    verdict: "holds",
    configurations: 178,
  },
];

export const theory: readonly TheoryClaim[] = [
  {
    claim:
      "They decide after f rounds, at the end of a chain from all zeros to all ones: somewhere they differ.",
    finds: { kind: "chain", links: 4 },
  },
];
