/**
 * Mutual exclusion for n processes as a knockout tournament: the processes are the leaves of a binary tree,
 * and at every inner node the winners of its two sides play Peterson's algorithm for two. Whoever wins at
 * the root enters; afterwards it leaves the nodes on its way from the root down.
 *
 * Source: G. L. Peterson and M. J. Fischer, Economical solutions for the critical section problem in a
 * distributed system, STOC 1977; Attiya and Welch, section 4.4.3; Lynch, section 10.5.3.
 */
import { type Claim, type Steps, pairs, pause, protocol, read, register, role, write } from "lightcone";

const turn = (node: number) => register(`turn[${node}]`, 0);
const wants = (node: number, side: number) => register(`wants[${node}, ${side}]`, false);

/** Plays on one side of a node, and waits until it has won. */
function* enter(node: number, side: number): Steps {
  yield* write(wants(node, side), true);
  yield* write(turn(node), side);
  while ((yield* read(wants(node, 1 - side))) && (yield* read(turn(node))) === side);
}

export default protocol<never>()({
  name: "tournament",
  about: "A tree of matches for two: each winner plays at the next node, and enters after the last.",
  source: "Peterson and Fischer, Economical Solutions for the Critical Section Problem, STOC 1977",
  objects: ({ process = [] }) =>
    process.slice(1).flatMap((_, i) => [turn(i + 1), wants(i + 1, 0), wants(i + 1, 1)]),
  roles: {
    process: role({
      processes: 4,
      /** How many nodes next to the root, and with it, are left out. */
      inputs: [0],
      initially: () => ({ isCritical: false }),
      *run(state, { index, input, processes }) {
        const leaf = processes("process").length + index - 1;
        while (true) {
          for (let place = leaf; place >> 1 > input; place >>= 1) yield* enter(place >> 1, place & 1);
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          for (let height = 31 - Math.clz32(leaf); height > 0; height--)
            yield* write(wants(leaf >> height, (leaf >> (height - 1)) & 1), false);
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
    claim: "Four processes: never two in the critical section.",
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 8_704,
  },
  {
    claim: "Three processes, of which one has a match less.",
    system: { processes: { process: 3 } },
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 576,
  },
  {
    claim: "Without the last match both of its players win.",
    system: { inputs: { process: [1] } },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 2_304,
    steps: 6,
  },
  {
    claim: "Every match is fair, and so is the tournament: everybody gets in, again and again.",
    property: "starvationFree",
    verdict: "holds",
    configurations: 8_704,
  },
  {
    claim: "Somebody always gets in.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 8_704,
  },
];
