/**
 * What Paxos does not promise. The protocol is that of paxos.ts, to the letter; only what one would like
 * of it is more. A greater ballot can interrupt a smaller one at any time. Every proposer has a single
 * ballot here, so the greatest always comes through, and the proposers of smaller ones may be left with
 * nothing. With ever new ballots the duel could go on for ever; no deterministic protocol can avoid that,
 * if one process may crash (Fischer, Lynch, Paterson 1985).
 *
 * Source: L. Lamport, Paxos made simple, ACM SIGACT News 32(4) (2001), section 2.4, "Progress"; M. Fischer,
 * N. Lynch and M. Paterson, Impossibility of distributed consensus with one faulty process, JACM 32(2)
 * (1985).
 */
import { type Claim, protocol } from "lightcone";
import paxos, { type Message } from "./paxos.ts";

export default protocol<Message>()({
  name: "paxos-duel",
  about: "Single-decree Paxos, and who decides in the end: a greater ballot interrupts a smaller one.",
  source: "Lamport, Paxos Made Simple, 2001, section 2.4; Fischer, Lynch & Paterson, JACM 32(2), 1985",
  roles: { ...paxos.roles },
  properties: {
    someoneDecides: { eventually: ({ proposer }) => proposer.some((p) => p.decision !== undefined) },
    everyoneDecides: { eventually: ({ proposer }) => proposer.every((p) => p.decision !== undefined) },
    ownWish: {
      invariant: ({ proposer }) =>
        proposer.every(({ decision, index }) => decision === undefined || decision === index),
    },
  },
});

const oneProposer = { processes: { proposer: 1 } };
const twoAcceptors = { processes: { acceptor: 2 } };

export const claims: readonly Claim[] = [
  {
    claim: "Somebody decides: nobody interrupts the greatest ballot.",
    property: "someoneDecides",
    verdict: "holds",
    configurations: 100_989,
  },
  {
    claim: "Not everybody decides: the second ballot may interrupt the first, which then waits for ever.",
    property: "everyoneDecides",
    verdict: "violated",
    configurations: 100_989,
    steps: 14,
  },
  {
    claim: "A proposer may have to decide on another's value, for which a majority might have voted already.",
    property: "ownWish",
    verdict: "violated",
    configurations: 100_989,
    steps: 13,
  },
  {
    claim: "A single proposer is interrupted by nobody, and decides.",
    system: oneProposer,
    property: "everyoneDecides",
    verdict: "holds",
    configurations: 209,
  },
  {
    claim: "Two acceptors do not save the first proposer from interruption, either.",
    system: twoAcceptors,
    property: "everyoneDecides",
    verdict: "violated",
    configurations: 481,
    steps: 10,
  },
];
