/**
 * Mutual exclusion by time. Who finds the lock free writes its name there, waits, and looks again: if its
 * name still stands there, it enters. Whoever else found the lock free has written by then, if the wait is
 * longer than a step can take. With reads and writes alone, and without time, n processes need n registers;
 * here one is enough, whatever n is.
 *
 * Source: M. J. Fischer, in L. Lamport, A fast mutual exclusion algorithm, ACM Transactions on Computer
 * Systems 5(1) (1987), section 2; Lynch, section 24.2.
 */
import {
  asynchronous,
  bounded,
  type Claim,
  pairs,
  partiallySynchronous,
  pause,
  protocol,
  read,
  register,
  role,
  sleep,
  write,
} from "lightcone";

const FREE = null;
const lock = register<string | null>("lock", FREE);

/** How long a process waits before it looks again, in ticks. */
const WAIT = 3;

export default protocol<never>()({
  name: "fischer",
  about: "Whoever finds the lock free writes its name, waits for longer than a step takes, and looks again.",
  source: "Fischer, in Lamport, A Fast Mutual Exclusion Algorithm, ACM TOCS 5(1), 1987",
  objects: [lock],
  timing: bounded({ maxDelay: 0, maxStep: 2 }),
  roles: {
    process: role({
      processes: 3,
      initially: () => ({ isCritical: false }),
      *run(state, { self }) {
        while (true) {
          do {
            while ((yield* read(lock)) !== FREE);
            yield* write(lock, self);
            yield* sleep(WAIT);
          } while ((yield* read(lock)) !== self);
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          yield* write(lock, FREE);
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
    starvationFree: {
      forEach: "process",
      starvationFree: [({ state }) => !state.isCritical, ({ state }) => state.isCritical],
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Steps take up to two ticks and the wait is three: no two processes are in the critical section.",
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 4_971,
  },
  {
    claim: "Whoever wrote last gets in: somebody does, again and again.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 4_971,
  },
  {
    claim: "It need not be everybody: one who is slower each time waits for ever.",
    property: "starvationFree",
    verdict: "violated",
    configurations: 4_971,
    steps: 18,
  },
  {
    claim: "If a step may take as long as the wait, a slow process writes after another has looked again.",
    system: { processes: { process: 2 }, timing: bounded({ maxDelay: 0, maxStep: 3 }) },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 896,
    steps: 14,
  },
  {
    claim: "A clock that runs a tenth fast makes three ticks out of which only two have passed.",
    system: { processes: { process: 2 }, timing: bounded({ maxDelay: 0, maxStep: 2, drift: 0.1 }) },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 620,
    steps: 12,
  },
  {
    claim: "Without bounds the wait means nothing.",
    system: { processes: { process: 2 }, timing: asynchronous },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 68,
    steps: 8,
  },
  {
    claim: "If the bounds hold only from some moment on, two may be in before it.",
    system: { processes: { process: 2 }, timing: partiallySynchronous({ maxDelay: 0, maxStep: 2 }) },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 800,
    steps: 14,
  },
];
