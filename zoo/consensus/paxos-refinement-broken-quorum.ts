/**
 * [Paxos in which half of the acceptors are taken for a majority](paxos-broken-quorum.ts) does not refine
 * [consensus](paxos-refinement.ts): when one value is chosen, another is, too.
 *
 * Source: L. Lamport, Paxos made simple, ACM SIGACT News 32(4) (2001), with one comparison changed.
 */
import type { Claim, Protocol } from "lightcone";
import paxos from "./paxos-broken-quorum.ts";
import { isConsensus } from "./paxos-refinement.ts";

const refinement: Protocol = {
  ...paxos,
  name: "paxos-refinement-broken-quorum",
  about: "What proposers decide is more than what consensus allows.",
  properties: { isConsensus },
};

export default refinement;

export const claims: readonly Claim[] = [
  {
    claim: "A second value is chosen, and consensus has no such step.",
    property: "isConsensus",
    verdict: "violated",
    configurations: 4_357,
    steps: 8,
  },
  {
    claim: "A single acceptor is a majority, and all is well.",
    system: { processes: { acceptor: 1 } },
    property: "isConsensus",
    verdict: "holds",
    configurations: 33,
  },
];
