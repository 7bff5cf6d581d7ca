/**
 * Bracha's broadcast with echoes alone: who has more than (n + f) / 2 equal echoes delivers. No two correct
 * processes deliver different messages, but a liar can give its echo to some, who deliver, and not to others,
 * who never do: this is *consistent* broadcast, and no more.
 *
 * Source: as [bracha](bracha.ts); Cachin, Guerraoui and Rodrigues, algorithm 3.16 (authenticated echo
 * broadcast).
 */
import { type Claim, parseFailures } from "lightcone";
import { broadcasting } from "./bracha.ts";

export default broadcasting("bracha-without-ready", (n) => ({
  echoes: Math.floor((n + 1) / 2) + 1,
  support: Infinity,
  readies: Infinity,
}));

export const claims: Claim[] = [
  {
    claim: "If the sender lies, no two correct processes deliver different messages.",
    property: "agreement",
    verdict: "holds",
    configurations: 8_407,
  },
  {
    claim: "If the sender lies, one correct process may deliver when the others never do.",
    property: "totality",
    verdict: "violated",
    configurations: 8_407,
    steps: 6,
  },
  {
    claim: "If another lies, the correct ones deliver what the sender has said, and nothing else.",
    system: { failures: parseFailures("byzantine:p4") },
    property: "integrity",
    verdict: "holds",
    configurations: 2_877,
  },
  {
    claim: "If another lies, all correct ones deliver nevertheless.",
    system: { failures: parseFailures("byzantine:p4") },
    property: "delivery",
    verdict: "holds",
    configurations: 2_877,
  },
];
