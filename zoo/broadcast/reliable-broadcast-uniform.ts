/**
 * Uniform reliable broadcast: if any process delivers the message, even one that crashes right afterwards,
 * all processes that do not crash deliver it. Each tells everybody *before* it delivers.
 *
 * This is enough here because a message that was sent arrives, whatever becomes of its sender. Where sends
 * can fail as well, one must wait until a majority is known to have the message (Cachin, Guerraoui and
 * Rodrigues, algorithm 3.5).
 *
 * Source: V. Hadzilacos and S. Toueg, A Modular Approach to Fault-Tolerant Broadcasts and Related Problems
 * (1994), section 5; C. Cachin, R. Guerraoui and L. Rodrigues, Introduction to Reliable and Secure
 * Distributed Programming (2011), section 3.4.
 */
import { type Claim, parseFailures } from "lightcone";
import { reliableBroadcast } from "./reliable-broadcast.ts";

export default reliableBroadcast(
  "reliable-broadcast-uniform",
  "Who gets a message for the first time tells everybody, and only then delivers it.",
  ({ broadcast, decide }) => {
    broadcast({ type: "news" });
    decide("news");
  },
);

export const claims: Claim[] = [
  {
    claim: "If one process crashes, those who are left deliver the message, or none of them does.",
    property: "agreement",
    verdict: "holds",
    configurations: 130,
  },
  {
    claim: "The sender delivers its own message, unless it crashes.",
    property: "validity",
    verdict: "holds",
    configurations: 130,
  },
  {
    claim: "What anybody delivers, all who do not crash deliver.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 130,
  },
  {
    claim: "This is so with two crashes too.",
    system: { failures: parseFailures("crash:2") },
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 207,
  },
  {
    claim:
      "A sender whose messages do not leave it delivers alone: telling everybody first is not enough then.",
    system: { failures: parseFailures("send-omission:1") },
    property: "uniformAgreement",
    verdict: "violated",
    configurations: 106,
    steps: 0,
  },
];
