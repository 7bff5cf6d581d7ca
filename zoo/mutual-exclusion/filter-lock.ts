/**
 * Mutual exclusion for n processes with reads and writes alone: n - 1 waiting rooms, one behind the other,
 * of which each keeps at least one of those who enter it together. On entering a room a process signs as the
 * last one; it goes on when somebody else has signed since, or when nobody is in this room or beyond.
 *
 * Source: G. L. Peterson, Myths about the mutual exclusion problem, Information Processing Letters 12(3)
 * (1981), the n-process solution; Herlihy and Shavit, The Art of Multiprocessor Programming, section 2.4.
 */
import {
  type Claim,
  type Steps,
  pairs,
  parseFailures,
  pause,
  protocol,
  read,
  register,
  role,
  write,
} from "lightcone";

/** The room that a process is in, 0 for none. */
export const level = (id: string) => register(`level[${id}]`, 0, id);
/** Who was the last to enter a room. */
export const last = (room: number) => register(`last[${room}]`, "p1");

/** Waits until somebody else has signed in the room, or nobody else is there or beyond. */
export function* mayGoOn(room: number, self: string, others: readonly string[]): Steps {
  while ((yield* read(last(room))) === self) {
    let isAlone = true;
    for (const other of others) {
      if ((yield* read(level(other))) < room) continue;
      isAlone = false;
      break;
    }
    if (isAlone) return;
  }
}

export default protocol<never>()({
  name: "filter-lock",
  about: "Rooms, one behind the other, each of which keeps back the last one who has entered it.",
  source: "Peterson, Myths about the Mutual Exclusion Problem, IPL 12(3), 1981",
  objects: ({ process = [] }) => [...process.map(level), ...process.slice(1).map((_, i) => last(i + 1))],
  roles: {
    process: role({
      processes: 3,
      /** How many rooms are left out. */
      inputs: [0],
      initially: () => ({ isWaiting: false, isCritical: false }),
      *run(state, { self, input, neighbors }) {
        while (true) {
          for (let room = 1; room <= neighbors.length - input; room++) {
            yield* write(level(self), room);
            yield* write(last(room), self);
            state.isWaiting = true;
            yield* mayGoOn(room, self, neighbors);
          }
          state.isWaiting = false;
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          yield* write(level(self), 0);
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
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Three processes: never two in the critical section.",
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 1_758,
  },
  {
    claim: "Two processes: this is Peterson's algorithm, with one room.",
    system: { processes: { process: 2 } },
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 40,
  },
  {
    claim: "Whoever crashes keeps what it has: others may wait for ever, but never two are in.",
    system: { failures: parseFailures("crash:1") },
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 4_653,
  },
  {
    claim: "With a room less, one too many gets through.",
    system: { inputs: { process: [1] } },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 382,
    steps: 8,
  },
  {
    claim: "Everybody gets in, again and again: who comes to a room pushes on who is there.",
    property: "starvationFree",
    verdict: "holds",
    configurations: 1_758,
  },
  {
    claim: "Somebody always gets in.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 1_758,
  },
];
