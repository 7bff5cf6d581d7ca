/**
 * Election on an anonymous ring without coins: every process takes the same number. Nobody is ever elected;
 * and no other deterministic algorithm does better. The proof:
 *
 * 1. All begin in the same state: they have no ids, no inputs, and the same code.
 * 2. Let the schedule be symmetric: in each round all do what they can. Who is in the same state sends the
 *    same, so each receives the same from its neighbour, and is in the same state after the round.
 * 3. So in every round all are in the same state. If one of them is the leader, all are.
 *
 * The symmetric schedule is one of those that an asynchronous adversary may choose. Here it is what remains
 * in a synchronous system, and that all are alike, with what is in transit to them, is an invariant: each
 * process stands where any other could stand, and can tell no two places of the ring apart.
 *
 * Source: D. Angluin, Local and Global Properties in Networks of Processors, STOC 1980; H. Attiya and J.
 * Welch, Distributed Computing (2004), theorem 3.2.
 */
import { type Claim, type ConfigurationView, synchronous } from "lightcone";
import { election } from "./itai-rodeh.ts";

const deterministic = election(
  "itai-rodeh-without-coins",
  "Processes of an anonymous ring all take the same number, and none of them wins.",
  ({ cancelTimer }) => {
    cancelTimer("begin");
    return 1;
  },
);

export default {
  ...deterministic,
  source: "Angluin, STOC 1980; Attiya & Welch, theorem 3.2",
  properties: {
    ...deterministic.properties,
    allAlike: {
      invariant: (_roles: unknown, { processes }: ConfigurationView) =>
        new Set(
          processes.map(({ state, decision, mailbox }) =>
            JSON.stringify([{ ...state }, decision ?? null, mailbox.map(({ message }) => message)]),
          ),
        ).size === 1,
    },
    someLeader: {
      eventually: (_roles: unknown, { processes }: ConfigurationView) =>
        processes.some(({ decision }) => decision === "leader"),
    },
  },
};

export const claims: Claim[] = [
  {
    claim: "Under the symmetric schedule all processes are in the same state, again and again.",
    system: { timing: synchronous },
    property: "allAlike",
    verdict: "holds",
    configurations: 8,
  },
  {
    claim: "So it is on a larger ring.",
    system: { timing: synchronous, processes: { process: 6 } },
    property: "allAlike",
    verdict: "holds",
    configurations: 14,
  },
  {
    claim: "So no leader comes of it.",
    system: { timing: synchronous },
    property: "someLeader",
    verdict: "violated",
    configurations: 8,
    steps: 7,
  },
  {
    claim: "Nobody is elected, in whatever order messages arrive.",
    property: "someLeader",
    verdict: "violated",
    configurations: 68,
    steps: 19,
  },
  {
    claim: "That there are not two leaders is then no achievement.",
    property: "atMostOneLeader",
    verdict: "holds",
    configurations: 68,
  },
];
