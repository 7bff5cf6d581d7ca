/**
 * A lock: wait until it is free, and take it. Everybody would first write that in two steps, and then two
 * can be in: between the look of one process and its write, another looks. What is missing is an operation
 * that does both in one step, such as test&set.
 *
 * Source: Attiya and Welch, section 4.2 (algorithm 7); Lynch, section 10.9.
 */
import { type Claim, pairs, pause, protocol, read, register, role, write } from "lightcone";
import { reset, testAndSet, testAndSetBit } from "lightcone";

const isTaken = testAndSetBit("isTaken");
const plain = register("plain", false);

export default protocol<never>()({
  name: "test-and-set-lock",
  about: "Wait until the lock is free, and take it in the same step.",
  source: "Attiya and Welch, Distributed Computing, section 4.2",
  objects: [isTaken, plain],
  roles: {
    process: role({
      processes: 2,
      inputs: ["one step"] as ("one step" | "two steps")[],
      initially: () => ({ isCritical: false }),
      *run(state, { input }) {
        while (true) {
          if (input === "one step") while (yield* testAndSet(isTaken));
          else {
            while (yield* read(plain));
            yield* write(plain, true);
          }
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          if (input === "one step") yield* reset(isTaken);
          else yield* write(plain, false);
        }
      },
    }),
  },
  properties: {
    mutualExclusion: {
      invariant: ({ process }) =>
        pairs(process).every(([p, q]) => !(p.state.isCritical && q.state.isCritical)),
    },
    // Whoever is not in wants to enter.
    deadlockFree: {
      forEach: "process",
      deadlockFree: [({ state }) => !state.isCritical, ({ state }) => state.isCritical],
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Looking and taking are one step: never two in the critical section.",
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "Nor of three.",
    system: { processes: { process: 3 } },
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 7,
  },
  {
    claim: "Between looking and taking, another process can look.",
    system: { inputs: { process: ["two steps"] } },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 24,
    steps: 4,
  },
  {
    claim: "Somebody always gets in.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 5,
  },
];
