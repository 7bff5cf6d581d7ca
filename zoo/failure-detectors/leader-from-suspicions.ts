/**
 * A leader from suspicions: everybody trusts the first process that it does not suspect. With an eventually
 * perfect detector all come to trust the same process, which does not crash: the detector is as strong as a
 * leader oracle, Ω. Until then there may be several leaders, one for each process, and they may change as
 * often as they like.
 *
 * With an eventually strong detector it does not work: whom one suspects for ever another may trust for ever.
 * See [leader-from-suspicions-eventually-strong](leader-from-suspicions-eventually-strong.ts).
 *
 * Source: T. D. Chandra, V. Hadzilacos and S. Toueg, The Weakest Failure Detector for Solving Consensus,
 * Journal of the ACM 43(4), 1996.
 */
import {
  type Claim,
  type Detector,
  eventuallyPerfectDetector,
  parseFailures,
  type ProcessView,
  protocol,
  role,
  suspects,
} from "lightcone";

interface Views {
  readonly process: readonly ProcessView<{ readonly leader: string }>[];
}

/** Whether all who have not crashed trust the process with a number, from 0, which has not crashed either. */
function areLedBy(number: number) {
  return ({ process }: Views): boolean => {
    const correct = process.filter(({ crashed }) => !crashed);
    const leader = correct.find(({ index }) => index === number + 1);
    return correct.every(({ state }) => state.leader === leader?.id);
  };
}

/** Leaders with a detector of all processes. */
export function leaderWith(name: string, detector: (processes: readonly string[]) => Detector) {
  return protocol<never>()({
    name,
    about: "Everybody trusts the first process that it does not suspect.",
    source: "Chandra, Hadzilacos and Toueg, The Weakest Failure Detector for Solving Consensus, JACM, 1996",
    failures: parseFailures("crash"),
    objects: ({ process = [] }) => [detector(process)],
    roles: {
      process: role({
        processes: 2,
        initially: ({ self }) => ({ leader: self }),
        *run(state, { self, processes }) {
          while (true) {
            const suspected = yield* suspects(detector(processes()));
            state.leader = processes().find((id) => !suspected.includes(id)) ?? self;
          }
        },
      }),
    },
    properties: {
      // Ω itself: from some moment on it is always the same one, whichever that is.
      sameLeaderForEver: {
        temporal: {
          or: [0, 1, 2].map((i) => ({ eventuallyAlways: areLedBy(i) })),
        },
      },
      oneLeaderAtLast: {
        eventuallyAlways: ({ process }) => {
          const correct = process.filter(({ crashed }) => !crashed);
          const leaders = new Set(correct.map(({ state }) => state.leader));
          return correct.every(({ id }) => !leaders.has(id)) ? correct.length === 0 : leaders.size === 1;
        },
      },
    },
  });
}

export default leaderWith("leader-from-suspicions", (processes) =>
  eventuallyPerfectDetector("watch", processes),
);

export const claims: readonly Claim[] = [
  {
    claim: "All come to trust the same process, which does not crash.",
    property: "oneLeaderAtLast",
    verdict: "holds",
    configurations: 32,
  },
  {
    claim: "That is one process for ever, and not one after the other.",
    property: "sameLeaderForEver",
    verdict: "holds",
    configurations: 32,
  },
  {
    claim: "So do three.",
    system: { processes: { process: 3 } },
    property: "oneLeaderAtLast",
    verdict: "holds",
    configurations: 432,
  },
];
