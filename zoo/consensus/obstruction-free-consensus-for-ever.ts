/**
 * Consensus from registers, asked to end whatever the adversary does. It lets each process adopt what the
 * other gives up, again and again, and nobody has failed.
 *
 * No other algorithm does better: from registers alone, consensus cannot be had if one process may crash.
 * Suppose that an algorithm agrees, is valid, and decides though one crashes. A configuration is v-valent if
 * from it nothing but v can be decided any more, and bivalent if 0 and 1 can.
 *
 * Lemma 1: some initial configuration is bivalent. Let p and q have the inputs α₀ = 00, α₁ = 01, α₂ = 11.
 * If q crashes and p takes all steps, p cannot tell α₀ from α₁, and decides the same in both: α₀ ~p α₁; and
 * likewise α₁ ~q α₂. By validity p decides 0 in α₀, and q decides 1 in α₂. So from α₁ both can be decided.
 *
 * Lemma 2: no configuration is *critical*, that is bivalent, and univalent after each step. For some step of
 * p would lead to 0, say, and the one of q to 1.
 *
 * 1. If the two are at different registers, or both read, their order does not matter: both orders lead to
 *    the same configuration, which would be 0-valent and 1-valent.
 * 2. If p's is a read, and q writes, q cannot tell whether p has read. Let q run alone, as p might have
 *    crashed: it decides the same with the read and without. Likewise if q's is the read.
 * 3. If both write the same register, the second wipes out the first. So q cannot tell whether p wrote before
 *    it, and if it runs alone it decides the same.
 *
 * Theorem: from a bivalent beginning (lemma 1) some step always leads to another bivalent configuration
 * (lemma 2), in which nobody has decided. So the decision can be kept open for ever, and the algorithm does
 * not decide. With two processes this is the whole of it; among more, those who are left over may be slow.
 *
 * Below, the theory bench shows each of these of the algorithm here: the chain of lemma 1, that nothing is
 * critical, and the adversary. [Test&set](test-and-set-consensus.ts) has critical configurations, and all
 * steps from them are at an object that is more than a register.
 *
 * Source: M. Loui and H. Abu-Amara, Memory requirements for agreement among unreliable asynchronous
 * processes, 1987; M. Herlihy, Wait-free synchronization, ACM TOPLAS 13(1) (1991), theorem 2.
 */
import {
  agreement,
  type Claim,
  parseFailures,
  type Protocol,
  termination,
  type TheoryClaim,
} from "lightcone";
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

const oneCrash = { failures: parseFailures("crash:1") };

export const theory: readonly TheoryClaim[] = [
  {
    claim: "Lemma 1: 00 ~p1 01 ~p2 11 among initial configurations.",
    system: oneCrash,
    finds: { kind: "chain", after: 0, links: 2 },
  },
  {
    claim:
      "So 01 and 10 are bivalent, if one may crash. Lemma 2: nothing is critical. It stays open for ever.",
    system: oneCrash,
    finds: { kind: "valence", bivalent: 2, critical: 0, open: "for ever" },
  },
  {
    claim: "Nobody has to crash for that: it is enough that somebody might have.",
    finds: { kind: "valence", bivalent: 2, critical: 0, open: "for ever" },
  },
];
