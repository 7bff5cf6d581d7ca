/**
 * Consensus with an eventually strong failure detector, if less than half may crash. Coordinators take turns:
 * all send theirs what they think, it proposes the value that was adopted last among the answers of a
 * majority, and each waits for the proposal until it suspects the coordinator. Who gets it adopts it; a value
 * that a majority has adopted is decided. When nobody suspects some process any more, its turn succeeds.
 *
 * A system in which messages are late some day, and timers in place of the detector:
 * [rotating-coordinator](../consensus/rotating-coordinator.ts). Rounds go on for ever where suspicions do;
 * here there are a few of them.
 *
 * Source: T. D. Chandra and S. Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, Journal
 * of the ACM 43(2), 1996, section 6.2 (figure 6).
 */
import {
  type Claim,
  eventuallyStrongDetector,
  isSuspected,
  parseFailures,
  protocol,
  role,
  uniformAgreement,
  validity,
  whichever,
} from "lightcone";

type Message =
  | { type: "estimate"; round: number; value: number; stamp: number }
  | { type: "proposal"; round: number; value: number }
  | { type: "answer"; round: number; adopted: boolean }
  | { type: "decision"; value: number };

/** The number of rounds that everybody goes through before it waits for the decision of others. */
const ROUNDS = 2;

const watchOf = (processes: readonly string[]) => eventuallyStrongDetector("watch", processes);

export default protocol<Message>()({
  name: "eventually-strong-detector-consensus",
  about: "Coordinators take turns, and everybody waits for one until it suspects it.",
  source: "Chandra and Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, figure 6",
  failures: parseFailures("crash:1"),
  objects: ({ process = [] }) => [watchOf(process)],
  roles: {
    process: role({
      processes: 3,
      inputs: ({ index }) => [index === 1 ? 0 : 1],
      initially: ({ input }) => ({ round: 1, value: input, stamp: 0 }),
      when: {
        estimate: (state, { round }) => round === state.round,
        proposal: (state, { round }) => round === state.round,
        answer: (state, { round }) => round === state.round,
      },
      upon: {
        decision(_state, { value }, { broadcast, decide, halt }) {
          broadcast({ type: "decision", value });
          decide(value);
          halt();
        },
      },
      *run(state, { self, processes, send, broadcast, receive, decide }) {
        const all = processes();
        const majority = Math.floor(all.length / 2) + 1;
        while (state.round <= ROUNDS) {
          const { round } = state;
          const coordinator = all[(round - 1) % all.length] ?? self;
          if (coordinator === self) {
            let newest = { value: state.value, stamp: state.stamp };
            for (let heard = 1; heard < majority; heard++) {
              const { message } = yield* receive("estimate");
              if (message.stamp > newest.stamp) newest = { value: message.value, stamp: message.stamp };
            }
            state.value = newest.value;
            state.stamp = round;
            broadcast({ type: "proposal", round, value: state.value });
            let adopted = 1;
            for (let heard = 1; heard < majority; heard++) {
              const { message } = yield* receive("answer");
              if (message.adopted) adopted++;
            }
            if (adopted === majority) {
              broadcast({ type: "decision", value: state.value });
              decide(state.value);
              return;
            }
          } else {
            send(coordinator, { type: "estimate", round, value: state.value, stamp: state.stamp });
            let isWaiting = true;
            while (isWaiting) {
              const next = yield* whichever({
                proposal: receive("proposal"),
                suspicion: isSuspected(watchOf(processes()), coordinator),
              });
              if (next.taken === "proposal") {
                state.value = next.answer.message.value;
                state.stamp = round;
              }
              isWaiting = next.taken === "suspicion" && !next.answer;
              if (!isWaiting) send(coordinator, { type: "answer", round, adopted: state.stamp === round });
            }
          }
          state.round++;
        }
        // Of this round there are none: it waits for the decision, which the handler takes.
        yield* receive("proposal");
      },
    }),
  },
  properties: {
    uniformAgreement,
    validity,
    decidesIfReliableAtOnce: {
      leadsTo: [
        ({ process }, { objects: { watch } }) =>
          watch.isReliable && watch.spared === "p1" && process.every(({ state }) => state.round === 1),
        ({ process }) => process.every(({ decision, crashed }) => crashed || decision !== undefined),
      ],
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "However wrong suspicions are, nobody decides otherwise than others.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 36_188,
  },
  {
    claim: "What is decided was somebody's input.",
    property: "validity",
    verdict: "holds",
    configurations: 36_188,
  },
  {
    claim: "If nobody suspects the first coordinator any more, all decide.",
    property: "decidesIfReliableAtOnce",
    verdict: "holds",
    configurations: 36_188,
  },
  {
    claim: "Without a majority the coordinator waits for ever, however right its detector is.",
    system: { failures: parseFailures("crash:2") },
    property: "decidesIfReliableAtOnce",
    verdict: "violated",
    steps: 1,
  },
];
