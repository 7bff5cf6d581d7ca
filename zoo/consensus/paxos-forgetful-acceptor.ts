/**
 * Paxos with one comparison left out. The acceptor still promises to take no part in smaller ballots, and
 * then forgets about it: it votes for whatever it is asked to vote for. A majority that has promised
 * something to the second proposer, and told it that there are no votes yet, now votes for the first.
 *
 * Source: L. Lamport, Paxos made simple, ACM SIGACT News 32(4) (2001), without the condition of phase
 * 2(b): "unless it has already responded to a prepare request having a number greater than n".
 */
import { agreement, type Claim, protocol, role } from "lightcone";
import paxos, { type Message, type Vote } from "./paxos.ts";

export default protocol<Message>()({
  name: "paxos-forgetful-acceptor",
  about: "Single-decree Paxos whose acceptors vote without looking at what they have promised.",
  source: "Lamport, Paxos Made Simple, 2001, without the condition of phase 2(b)",
  roles: {
    proposer: paxos.roles.proposer,
    acceptor: role({
      processes: 3,
      initially: () => ({ promised: 0, accepted: null as Vote | null }),
      upon: {
        prepare(state, { ballot }, { reply }) {
          if (ballot <= state.promised) return;
          state.promised = ballot;
          reply({ type: "promise", ballot, accepted: state.accepted });
        },
        accept(state, { ballot, value }, { reply }) {
          state.promised = Math.max(state.promised, ballot);
          state.accepted = { ballot, value };
          reply({ type: "accepted", ballot });
        },
      },
    }),
  },
  properties: {
    agreement,
    everyoneDecides: { eventually: ({ proposer }) => proposer.every((p) => p.decision !== undefined) },
  },
});

const oneAcceptor = { processes: { acceptor: 1 } };

export const claims: readonly Claim[] = [
  {
    claim: "A majority votes for the second proposer's value and then for the first one's: both decide.",
    property: "agreement",
    verdict: "violated",
    configurations: 243_425,
    steps: 16,
  },
  {
    claim: "A single acceptor that forgets is enough.",
    system: oneAcceptor,
    property: "agreement",
    verdict: "violated",
    configurations: 41,
    steps: 8,
  },
  {
    claim: "A single proposer does not notice.",
    system: { processes: { proposer: 1 } },
    property: "everyoneDecides",
    verdict: "holds",
    configurations: 209,
  },
];
