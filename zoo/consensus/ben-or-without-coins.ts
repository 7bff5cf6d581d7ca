/**
 * Ben-Or's consensus without coins: who has heard of no proposal tries the other bit. Then it is
 * deterministic, and as one process of three may be late, or may have crashed, nobody may ever decide. So it
 * is with every deterministic protocol that is safe; Fischer, Lynch and Paterson show it in three steps, and
 * each of them can be seen here (`lightcone valence`):
 *
 * 1. If all begin with one bit, that is decided. If not, both bits can still be, according to who is late:
 *    such a configuration is bivalent (lemma 2).
 * 2. No configuration is critical: from each that is bivalent, some step leads to one that is (lemma 3).
 * 3. So the adversary stays among them for ever. Each process hears, besides itself, somebody with the other
 *    bit, if there is one. Nobody hears a majority, all change their minds, and all begin again.
 *
 * All that the adversary chooses is whose message comes too late. A process that waited for it would wait for
 * ever where the other has crashed, and it cannot tell which is so.
 *
 * Source: M. Fischer, N. Lynch and M. Paterson, Impossibility of distributed consensus with one faulty
 * process, JACM 32(2) (1985); rounds in which processes hear of some: B. Charron-Bost and A. Schiper, The
 * Heard-Of model, Distributed Computing 22 (2009).
 */
import type { Claim, TheoryClaim } from "lightcone";
import { benOr } from "./ben-or-for-ever.ts";

export default benOr(
  {
    name: "ben-or-without-coins",
    about: "Who hears a majority proposes its value; who hears of no proposal tries the other, and so on.",
    source: "Fischer, Lynch & Paterson, JACM 32(2), 1985",
  },
  (bit) => (bit === 0 ? 1 : 0),
);

export const claims: readonly Claim[] = [
  {
    claim: "All who decide decide alike.",
    property: "agreement",
    verdict: "holds",
    configurations: 380,
  },
  { claim: "A decision is somebody's input.", property: "validity", verdict: "holds", configurations: 380 },
  {
    claim: "Perhaps nobody ever decides, though nobody fails: it is enough that somebody might have.",
    property: "decided",
    verdict: "violated",
    configurations: 380,
    steps: 4,
  },
  {
    claim: "No probability helps where there are no coins.",
    property: "decidedAtLast",
    verdict: "violated",
    configurations: 380,
    steps: 4,
  },
];

export const theory: readonly TheoryClaim[] = [
  {
    claim: "Inputs that are not all alike leave both bits open; nothing is critical; it stays open for ever.",
    finds: { kind: "valence", bivalent: 6, critical: 0, open: "for ever" },
  },
];
