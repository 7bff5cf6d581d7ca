/**
 * Best-effort broadcast: the sender tells everybody, and that is all. It is good enough as long as the
 * sender does not crash; if it crashes between two of its messages, some processes deliver and others never
 * do.
 *
 * Source: C. Cachin, R. Guerraoui and L. Rodrigues, Introduction to Reliable and Secure Distributed
 * Programming (2011), section 3.2.
 */
import { type Claim, parseFailures } from "lightcone";
import { reliableBroadcast } from "./reliable-broadcast.ts";

export default reliableBroadcast(
  "reliable-broadcast-by-the-sender-alone",
  "The sender tells everybody, and nobody tells anybody else.",
  ({ decide }) => decide("news"),
);

export const claims: Claim[] = [
  {
    claim: "The sender crashes after one of two messages, and one process alone delivers.",
    property: "agreement",
    verdict: "violated",
    configurations: 29,
    steps: 1,
  },
  {
    claim: "That process has not failed, so agreement is not uniform either.",
    property: "uniformAgreement",
    verdict: "violated",
    configurations: 29,
    steps: 1,
  },
  {
    claim: "The sender delivers its own message, unless it crashes.",
    property: "validity",
    verdict: "holds",
    configurations: 29,
  },
  {
    claim: "Without failures it is as good as any other broadcast.",
    system: { failures: parseFailures("none") },
    property: "agreement",
    verdict: "holds",
    configurations: 4,
  },
];
