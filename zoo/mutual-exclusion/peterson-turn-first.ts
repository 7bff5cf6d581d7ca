/**
 * Peterson's algorithm with its first two lines exchanged: a process gives the turn away *before* it says
 * that it wants to enter. Both then get in: p1 gives the turn to p2 and pauses; p2 gives it back to p1, says
 * that it wants to enter, sees that p1 does not, and enters; p1 goes on, says that it wants to enter, and
 * finds that it is its turn.
 *
 * That compilers and processors exchange two writes to different variables, when nothing forbids them to, is
 * why textbook mutual exclusion needs memory fences on real machines.
 *
 * Source: an exercise on G. L. Peterson, Myths about the mutual exclusion problem, Information Processing
 * Letters 12(3) (1981).
 */
import { type Claim, pairs, parseFailures, pause, protocol, read, register, role, write } from "lightcone";

const turn = register("turn", "p1");
const wants = (id: string) => register(`wants[${id}]`, false, id);

export default protocol<never>()({
  name: "peterson-turn-first",
  about: "Peterson's algorithm with its first two writes exchanged: both enter.",
  source: "after Peterson, Myths about the Mutual Exclusion Problem, IPL 12(3), 1981",
  objects: ({ process = [] }) => [turn, ...process.map(wants)],
  roles: {
    process: role({
      processes: 2,
      initially: () => ({ isCritical: false }),
      *run(state, { self, neighbors }) {
        const [other = self] = neighbors;
        while (true) {
          yield* write(turn, other);
          yield* write(wants(self), true);
          while ((yield* read(wants(other))) && (yield* read(turn)) === other);
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
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Between giving the turn away and wanting to enter, a process can be overtaken.",
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 70,
    steps: 7,
  },
  {
    claim: "A crash makes it no worse.",
    system: { failures: parseFailures("crash:1") },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 142,
    steps: 7,
  },
];
