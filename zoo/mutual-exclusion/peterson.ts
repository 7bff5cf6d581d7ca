/**
 * Mutual exclusion for two processes, with reads and writes alone. A process says that it wants to enter,
 * and then that it is the other's turn: politeness that costs nothing if the other does not want to. If
 * both do, whoever was polite last waits.
 *
 * The order is what matters: who first gives the turn away and then says what it wants can be overtaken
 * between the two (the sibling page), because the other sees nobody who wants to enter.
 *
 * Source: G. L. Peterson, Myths about the mutual exclusion problem, Information Processing Letters 12(3)
 * (1981); Attiya and Welch, section 4.4.2; Lynch, section 10.5.1.
 */
import { type Claim, pairs, parseFailures, pause, protocol, read, register, role, write } from "lightcone";

const turn = register("turn", "p1");
const wants = (id: string) => register(`wants[${id}]`, false, id);

export default protocol<never>()({
  name: "peterson",
  about: "Whoever wants to enter says so, then gives the turn away, and waits while it is the other's.",
  source: "Peterson, Myths about the Mutual Exclusion Problem, IPL 12(3), 1981",
  objects: ({ process = [] }) => [turn, ...process.map(wants)],
  roles: {
    process: role({
      processes: 2,
      initially: () => ({ isWaiting: false, isCritical: false }),
      *run(state, { self, neighbors }) {
        const [other = self] = neighbors;
        while (true) {
          yield* write(wants(self), true);
          yield* write(turn, other);
          state.isWaiting = true;
          while ((yield* read(wants(other))) && (yield* read(turn)) === other);
          state.isWaiting = false;
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          yield* write(wants(self), false);
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
    starvationFree: {
      forEach: "process",
      starvationFree: [({ state }) => !state.isCritical, ({ state }) => state.isCritical],
    },
    deadlockFree: {
      forEach: "process",
      deadlockFree: [({ state }) => !state.isCritical, ({ state }) => state.isCritical],
    },
    // Whoever has given the turn away waits.
    overtakenOnce: {
      forEach: "process",
      boundedWaiting: [({ state }) => state.isWaiting, ({ state }) => state.isCritical, 1],
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Two processes are never in the critical section together.",
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 40,
  },
  {
    claim: "Four facts make that inductive: from wherever they are true, every step keeps it.",
    property: "mutualExclusion",
    verdict: "holds",
    facts: 4,
  },
  {
    claim: "Whoever crashes keeps what it has: others may wait for ever, but never two are in.",
    system: { failures: parseFailures("crash:1") },
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 96,
  },
  {
    claim: "Whoever wants to enter does so at some time: the other gives the turn away first.",
    property: "starvationFree",
    verdict: "holds",
    configurations: 40,
  },
  {
    claim: "So somebody always gets in.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 40,
  },
  {
    claim: "Who crashes in the critical section, or on the way, lets the other wait for ever.",
    system: { failures: parseFailures("crash:1") },
    property: "starvationFree",
    verdict: "violated",
    configurations: 96,
    steps: 6,
  },
  {
    claim: "Whoever waits sees the other go first once at most: then that has given the turn away.",
    property: "overtakenOnce",
    verdict: "holds",
    configurations: 40,
  },
];
