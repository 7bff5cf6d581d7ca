/**
 * Registers that servers keep, asked whether they are registers: a history of their operations is told of by
 * whatever simulates them, and the protocol need not say a word of what it invokes and how it is answered.
 *
 * One writes and reads, and another reads twice, in code for [registers](over-messages.ts). However messages
 * overtake each other, and though a server crashes, some order explains all answers, in which what did not
 * overlap keeps its order. Of a register that began with another value it would not: see the last claim.
 *
 * Source: H. Attiya, A. Bar-Noy and D. Dolev, Sharing memory robustly in message-passing systems, JACM 42(1)
 * (1995); M. Herlihy and J. Wing, Linearizability, ACM TOPLAS 12(3) (1990).
 */
import { type Claim, historyOf, linearizable, overMessages, parseFailures, protocol } from "lightcone";
import { read, register, role, write } from "lightcone";

const shared = register("value", 0, "writer");

const onRegister = protocol<never>()({
  name: "over-messages-history",
  about: "A register that servers keep is linearizable, as the history of its operations tells.",
  source: "Attiya, Bar-Noy & Dolev, JACM 42(1), 1995; Herlihy & Wing, ACM TOPLAS 12(3), 1990",
  objects: [shared],
  roles: {
    writer: role({
      initially: () => ({}),
      *run() {
        yield* write(shared, 1);
        yield* read(shared);
      },
    }),
    reader: role({
      initially: () => ({}),
      *run() {
        yield* read(shared);
        yield* read(shared);
      },
    }),
  },
  monitors: { history: historyOf(shared), another: historyOf(register("value", 2)) },
  properties: { linearizable: linearizable("history"), ofAnother: linearizable("another") },
});

export default overMessages(onRegister, { servers: 2 });

export const claims: readonly Claim[] = [
  {
    claim: "Some order explains all answers, in which what did not overlap keeps its order.",
    property: "linearizable",
    verdict: "holds",
    configurations: 2_776,
  },
  {
    claim: "Also where one of the servers crashes, and who asks them may wait for ever.",
    system: { failures: parseFailures("crash:server1") },
    property: "linearizable",
    verdict: "holds",
    configurations: 5_683,
  },
  {
    claim: "What is read is not what a register answers that begins with 2.",
    property: "ofAnother",
    verdict: "violated",
    configurations: 2_776,
    steps: 8,
  },
];
