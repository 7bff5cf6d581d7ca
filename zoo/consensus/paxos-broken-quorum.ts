/**
 * Paxos in which half of the acceptors are taken for a majority. With an odd number of acceptors there is
 * no such half, and nothing is wrong. With an even number there are two halves that have no acceptor in
 * common: nobody is left to tell the second proposer what the first half has voted for.
 *
 * Source: L. Lamport, Paxos made simple, ACM SIGACT News 32(4) (2001), with one comparison changed.
 */
import { agreement, type Claim, protocol, role } from "lightcone";
import paxos, { type Message, type Vote } from "./paxos.ts";

export default protocol<Message>()({
  name: "paxos-broken-quorum",
  about: "Single-decree Paxos in which half of the acceptors count as a majority.",
  source: "Lamport, Paxos Made Simple, 2001, with half of the acceptors for a majority",
  roles: {
    proposer: role({
      processes: 2,
      initially: ({ index, processes, broadcast }) => {
        broadcast({ type: "prepare", ballot: index }, processes("acceptor"));
        return {
          phase: "prepare" as "prepare" | "accept" | "decided",
          promised: new Set<string>(),
          best: null as Vote | null,
          value: null as number | null,
          acks: new Set<string>(),
        };
      },
      upon: {
        promise(state, { ballot, accepted }, { from, index, processes, broadcast }) {
          if (state.phase !== "prepare") return;
          state.promised.add(from);
          if (accepted !== null && (state.best === null || accepted.ballot > state.best.ballot)) {
            state.best = accepted;
          }
          if (state.promised.size < processes("acceptor").length / 2) return; // In paxos.ts: <=
          const value = state.best === null ? index : state.best.value;
          state.phase = "accept";
          state.value = value;
          state.promised.clear();
          state.best = null;
          broadcast({ type: "accept", ballot, value }, processes("acceptor"));
        },
        accepted(state, _message, { from, processes, decide }) {
          if (state.phase !== "accept") return;
          state.acks.add(from);
          if (state.acks.size < processes("acceptor").length / 2) return; // In paxos.ts: <=
          state.phase = "decided";
          state.acks.clear();
          decide(state.value);
        },
      },
    }),
    acceptor: { ...paxos.roles.acceptor, processes: 2 },
  },
  properties: {
    agreement,
    someoneDecides: { eventually: ({ proposer }) => proposer.some((p) => p.decision !== undefined) },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "One of two acceptors votes for the first proposer's value, one for the second's: both decide.",
    property: "agreement",
    verdict: "violated",
    configurations: 4_357,
    steps: 8,
  },
  {
    claim: "Somebody still decides, which is what a hasty test would look at.",
    property: "someoneDecides",
    verdict: "holds",
    configurations: 4_357,
  },
  {
    claim: "One is a majority of one: with a single acceptor, nothing is wrong.",
    system: { processes: { acceptor: 1 } },
    property: "agreement",
    verdict: "holds",
    configurations: 33,
  },
  {
    claim: "Three acceptors have no half, and the mistake does not show.",
    system: { processes: { acceptor: 3 } },
    property: "agreement",
    verdict: "holds",
    configurations: 100_989,
  },
];
