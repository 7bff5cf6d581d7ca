/**
 * What consensus is: one value is chosen of those that are proposed, and stays so. Paxos refines it: who
 * looks at what has been decided, and nothing else, sees that one value comes to be chosen, once. Ballots,
 * promises and votes are how it comes about. That a value is chosen at all is another question, as consensus
 * only *may* choose here; asked with `fairness`, it has to. Where each proposer tries once, the last ballot
 * succeeds, if there is a majority to hear of it; where they try again, two may overtake each other for ever:
 * see [paxos-duel-for-ever](paxos-duel-for-ever.ts). With quorums that need not meet it is not so:
 * [paxos-refinement-broken-quorum](paxos-refinement-broken-quorum.ts).
 *
 * Source: L. Lamport, Paxos made simple, ACM SIGACT News 32(4) (2001), and the TLA+ specification Consensus;
 * L. Lamport, Specifying Systems (2002), chapter 10.
 */
import { type Claim, parseFailures, type ProcessView, protocol, type Protocol, role } from "lightcone";
import paxos from "./paxos.ts";

/** The specification, for so many values. */
function consensus(values: number) {
  return protocol<never>()({
    name: "consensus",
    about: "One value is chosen, and stays so.",
    roles: {
      outcome: role({
        initially: () => ({ chosen: [] as number[] }),
        may: {
          choose: {
            while: ({ chosen }) => chosen.length === 0,
            do: ({ chosen }, { choose }) =>
              void chosen.push(choose(Array.from({ length: values }, (_, i) => i + 1))),
          },
        },
      }),
    },
  });
}

/** That proposers, who propose their own numbers, choose as consensus allows, which only says what may be. */
export const isConsensus = {
  refines: {
    protocol: ({ proposer = [] }: Readonly<Record<string, readonly string[]>>) => consensus(proposer.length),
    map: ({ proposer }: { readonly proposer: readonly ProcessView[] }) => {
      const decided = proposer.flatMap(({ decision }) => (decision as number | undefined) ?? []);
      return { outcome: { chosen: [...new Set(decided)].sort() } };
    },
  },
};

/** That they choose at some time, too. */
export const reachesConsensus = {
  refines: { ...isConsensus.refines, fairness: { justice: [{ kind: "may", action: "choose" }] } },
} as const;

const refinement: Protocol = {
  ...paxos,
  name: "paxos-refinement",
  about: "What proposers decide is what consensus allows.",
  properties: { isConsensus, reachesConsensus },
};

export default refinement;

export const claims: readonly Claim[] = [
  {
    claim: "Paxos of two proposers and two acceptors refines consensus.",
    system: { processes: { acceptor: 2 } },
    property: "isConsensus",
    verdict: "holds",
    configurations: 481,
  },
  {
    claim: "So does that of three proposers.",
    system: { processes: { proposer: 3, acceptor: 2 } },
    property: "isConsensus",
    verdict: "holds",
    configurations: 14_737,
  },
  {
    claim: "Each tries once here, and the last ballot is not in anybody's way: a value is chosen.",
    system: { processes: { acceptor: 2 } },
    property: "reachesConsensus",
    verdict: "holds",
    configurations: 481,
  },
  {
    claim: "If one of two acceptors crashes there is no majority, and nothing is chosen for ever.",
    system: { processes: { acceptor: 2 }, failures: parseFailures("crash:acceptor1") },
    property: "reachesConsensus",
    verdict: "violated",
    configurations: 1_008,
    steps: 4,
  },
];
