/**
 * Consensus on one value. Proposers ask for votes under numbered ballots, acceptors vote, and a value is
 * chosen when a majority of acceptors has voted for it in the same ballot. First a proposer has a majority
 * *promise* to take no part in smaller ballots any more; the promises tell it for what the acceptors have
 * voted so far. If there is a vote, it must propose the value of the greatest ballot among them, and only
 * if there is none may it propose its own. Two majorities have an acceptor in common; so whatever may have
 * been chosen already is what every later ballot proposes again.
 *
 * That nobody decides two values is safe from every schedule, from loss and from duplication. That
 * everybody decides is not: paxos-duel.ts shows that. Here every proposer has a single ballot, its index,
 * which is also the value that it would like.
 *
 * Source: L. Lamport, The part-time parliament, ACM Transactions on Computer Systems 16(2) (1998), the
 * single-decree synod; told again in L. Lamport, Paxos made simple, ACM SIGACT News 32(4) (2001).
 */
import { agreement, type Claim, messageSet, protocol, role } from "lightcone";

/** That an acceptor has voted for a value in a ballot. */
export type Vote = { ballot: number; value: number };

export type Message =
  | { type: "prepare"; ballot: number }
  | { type: "promise"; ballot: number; accepted: Vote | null }
  | { type: "accept"; ballot: number; value: number }
  | { type: "accepted"; ballot: number };

export default protocol<Message>()({
  name: "paxos",
  about: "Single-decree Paxos: proposers with numbered ballots, acceptors that vote, majorities that meet.",
  source: "Lamport, The Part-Time Parliament, 1998; Lamport, Paxos Made Simple, 2001",
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
          if (state.promised.size <= processes("acceptor").length / 2) return;
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
          if (state.acks.size <= processes("acceptor").length / 2) return;
          state.phase = "decided";
          state.acks.clear();
          decide(state.value);
        },
      },
    }),
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
          if (ballot < state.promised) return;
          state.promised = ballot;
          state.accepted = { ballot, value };
          reply({ type: "accepted", ballot });
        },
      },
    }),
  },
  properties: {
    agreement,
    // Validity: what is decided was proposed, and proposers propose their indices.
    proposed: {
      invariant: ({ proposer }) =>
        proposer.every((p) => p.decision === undefined || proposer.some((q) => q.index === p.decision)),
    },
    // The heart of the proof: within a ballot, all votes are for the same value.
    oneValuePerBallot: {
      invariant({ acceptor }) {
        const votes = acceptor.flatMap(({ state }) => state.accepted ?? []);
        return votes.every((a) => votes.every((b) => a.ballot !== b.ballot || a.value === b.value));
      },
    },
  },
});

const twoAcceptors = { processes: { acceptor: 2 } };
const threeProposers = { processes: { proposer: 3, acceptor: 2 } };

export const claims: readonly Claim[] = [
  {
    claim: "Two proposers never decide on different values.",
    property: "agreement",
    verdict: "holds",
    configurations: 100_989,
  },
  {
    claim: "Whatever is decided was proposed by somebody.",
    property: "proposed",
    verdict: "holds",
    configurations: 100_989,
  },
  {
    claim: "All votes in one ballot are for the same value.",
    property: "oneValuePerBallot",
    verdict: "holds",
    configurations: 100_989,
  },
  {
    claim: "Two acceptors are as safe as three: then both are needed for a majority.",
    system: twoAcceptors,
    property: "agreement",
    verdict: "holds",
    configurations: 481,
  },
  {
    claim: "Three proposers never decide on different values.",
    system: threeProposers,
    property: "agreement",
    verdict: "holds",
    configurations: 14_737,
  },
  {
    claim: "Messages that arrive late, again or never do not endanger agreement.",
    system: { channels: messageSet },
    property: "agreement",
    verdict: "holds",
    configurations: 14_032,
  },
];
