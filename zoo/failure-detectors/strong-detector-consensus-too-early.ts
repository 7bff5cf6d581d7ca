/**
 * The same with an eventually strong detector, which may suspect everybody at first: two processes go on
 * without each other, and decide on what each of them knows. With such a detector a majority must not crash,
 * and has to be asked: [eventually-strong-detector-consensus](eventually-strong-detector-consensus.ts).
 */
import { type Claim, eventuallyStrongDetector } from "lightcone";
import { consensusWith } from "./strong-detector-consensus.ts";

export default consensusWith("strong-detector-consensus-too-early", (processes) =>
  eventuallyStrongDetector("watch", processes),
);

export const claims: readonly Claim[] = [
  {
    claim: "Each suspects the other, wrongly, and decides for itself.",
    property: "uniformAgreement",
    verdict: "violated",
    steps: 4,
  },
  {
    claim: "Yet what is decided was somebody's input.",
    property: "validity",
    verdict: "holds",
    configurations: 744,
  },
  {
    claim: "Nobody waits for ever.",
    property: "termination",
    verdict: "holds",
    configurations: 744,
  },
];
