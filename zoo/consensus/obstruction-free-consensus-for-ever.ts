/**
 * Consensus from registers, asked to end whatever the adversary does. It lets each process adopt what the
 * other gives up, again and again, and nobody has failed.
 *
 * No other algorithm does better: from registers alone, consensus cannot be had if one process may crash.
 * The proof looks at a *critical* configuration, from which any step of p leads to a decision for 0, and any
 * of q to one for 1:
 *
 * 1. If the two steps are at different registers, their order does not matter: both orders lead to the same
 *    configuration, which would be 0-valent and 1-valent.
 * 2. If p's is a read, q cannot tell whether it has happened. Let q run alone, as p might have crashed: it
 *    decides the same with the read and without.
 * 3. If both write the same register, the second wipes out the first, and q cannot tell whether p wrote
 *    before it.
 *
 * So no configuration is critical, and from a bivalent one some step always leads to another: the decision
 * can be kept open for ever. `lightcone valence` shows all of that here: a bivalent beginning, nothing
 * critical, and the adversary. [Test&set](test-and-set-consensus.ts) has a critical configuration, and all
 * steps from it are at an object that is more than a register.
 *
 * Source: M. Loui and H. Abu-Amara, Memory requirements for agreement among unreliable asynchronous
 * processes, 1987; M. Herlihy, Wait-free synchronization, ACM TOPLAS 13(1) (1991), theorem 2.
 */
import { agreement, type Claim, type Protocol, termination } from "lightcone";
import obstructionFree from "./obstruction-free-consensus.ts";

const asked: Protocol = {
  ...obstructionFree,
  name: "obstruction-free-consensus-for-ever",
  about: "Each writes what it prefers, and adopts what the other prefers: the adversary lets them swap.",
  source: "Loui & Abu-Amara 1987; Herlihy, Wait-free Synchronization, TOPLAS 13(1), 1991, theorem 2",
  properties: { agreement, termination },
};

export default asked;

export const claims: readonly Claim[] = [
  {
    claim: "They swap what they prefer for ever, though nobody fails: the decision stays open.",
    property: "termination",
    verdict: "violated",
    configurations: 92,
    steps: 10,
  },
  {
    claim: "They do not disagree for that: it is only that there is no end.",
    property: "agreement",
    verdict: "holds",
    configurations: 92,
  },
];
