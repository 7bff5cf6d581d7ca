/**
 * A duel that never ends. Two proposers want the same acceptor to take their value, and it listens, as in
 * Paxos, to whoever has asked it last: who was asked away from meanwhile is refused, and asks again. So each
 * may ask the acceptor away from the other just before that one proposes, for ever. All messages arrive and
 * everybody goes on: the execution is admissible, and nobody decides. There is no finite execution that shows
 * it, only a cycle.
 *
 * Ballots have no numbers here, as all that matters of them is which is the latest. With one acceptor there
 * is nothing that a crash could take away but everything; what remains of Paxos is its duel. That some
 * admissible execution does not terminate is no fault of this protocol: if a process may crash, every
 * deterministic one that is safe has such an execution (Fischer, Lynch and Paterson).
 *
 * Source: L. Lamport, Paxos made simple, ACM SIGACT News 32(4) (2001), section 2.4, "Progress"; M. Fischer,
 * N. Lynch and M. Paterson, Impossibility of distributed consensus with one faulty process, JACM 32(2)
 * (1985).
 */
import { type Claim, protocol, role, uniformAgreement } from "lightcone";
import { isConsensus, reachesConsensus } from "./paxos-refinement.ts";

type Message =
  | { type: "ask" }
  | { type: "promise"; taken: number | null }
  | { type: "propose"; value: number }
  | { type: "refusal" }
  | { type: "taken"; value: number };

export default protocol<Message>()({
  name: "paxos-duel-for-ever",
  about: "An acceptor listens to whoever has asked it last, and two proposers ask it away from each other.",
  source: "Lamport, Paxos Made Simple, 2001, section 2.4; Fischer, Lynch & Paterson, JACM 32(2), 1985",
  roles: {
    proposer: role({
      processes: 2,
      initially({ send }) {
        send("acceptor", { type: "ask" });
        return {};
      },
      upon: {
        promise(_state, { taken }, { index, send, decide }) {
          if (taken === null) send("acceptor", { type: "propose", value: index });
          else decide(taken);
        },
        refusal: (_state, _message, { send }) => send("acceptor", { type: "ask" }),
        taken: (_state, { value }, { decide }) => decide(value),
      },
    }),
    acceptor: role({
      initially: () => ({ listensTo: "", taken: null as number | null }),
      upon: {
        ask(state, _message, { from, reply }) {
          // When something is taken, it does not matter any more who asks.
          state.listensTo = state.taken === null ? from : "";
          reply({ type: "promise", taken: state.taken });
        },
        propose(state, { value }, { from, reply }) {
          if (state.taken !== null || state.listensTo !== from) return reply({ type: "refusal" });
          state.taken = value;
          state.listensTo = "";
          reply({ type: "taken", value });
        },
      },
    }),
  },
  properties: {
    uniformAgreement,
    isConsensus,
    reachesConsensus,
    someoneDecides: { eventually: ({ proposer }) => proposer.some((p) => p.decision !== undefined) },
    // What Paxos promises: who has the acceptor for long enough decides. Nothing but a duel is in the way.
    decidedUnlessDuel: {
      temporal: {
        implies: [
          {
            or: [
              { eventuallyAlways: ({ acceptor: [{ state }] }) => state.listensTo !== "proposer1" },
              { eventuallyAlways: ({ acceptor: [{ state }] }) => state.listensTo !== "proposer2" },
            ],
          },
          { eventually: ({ proposer }) => proposer.some(({ decision }) => decision !== undefined) },
        ],
      },
    },
    // Once a value is taken, nothing is in the way of a decision any more.
    decidedOnceTaken: {
      forEach: "proposer",
      leadsTo: [
        (_process, { acceptor: [{ state }] }) => state.taken !== null,
        ({ decision }) => decision !== undefined,
      ],
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Nobody decides differently: one value is taken, and all who ask afterwards are told.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 41,
  },
  {
    claim: "Perhaps nobody ever decides: each asks the acceptor away before the other proposes.",
    property: "someoneDecides",
    verdict: "violated",
    configurations: 41,
    steps: 9,
  },
  {
    claim: "Where nobody decides, the acceptor turns to each of the two again and again.",
    property: "decidedUnlessDuel",
    verdict: "holds",
    configurations: 41,
  },
  {
    claim: "If a value is taken, everybody decides.",
    property: "decidedOnceTaken",
    verdict: "holds",
    configurations: 41,
  },
  {
    claim: "A single proposer has nobody to fight with.",
    system: { processes: { proposer: 1 } },
    property: "someoneDecides",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "It is consensus as far as safety goes: one value is chosen, and stays so.",
    property: "isConsensus",
    verdict: "holds",
    configurations: 41,
  },
  {
    claim: "A specification that has to choose is not refined: in the duel it would choose, some day.",
    property: "reachesConsensus",
    verdict: "violated",
    configurations: 41,
    steps: 9,
  },
];
