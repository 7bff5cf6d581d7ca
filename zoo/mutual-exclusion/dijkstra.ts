/**
 * The first solution for n processes. One process is *next*; who wants to enter makes itself next if the one
 * that is does not want to. Several may believe at once that they are next: each then says that it is about
 * to enter, and looks whether anybody else has said so; if so, it starts again. It is safe, and does not let
 * all wait for ever, but one process may be overtaken for ever.
 *
 * Source: E. W. Dijkstra, Solution of a problem in concurrent programming control, CACM 8(9) (1965); Lynch,
 * section 10.3.
 */
import { type Claim, pairs, pause, protocol, read, register, role, write } from "lightcone";

const next = register("next", "p1");
const isIdle = (id: string) => register(`isIdle[${id}]`, true, id);
const isOutside = (id: string) => register(`isOutside[${id}]`, true, id);

export default protocol<never>()({
  name: "dijkstra",
  about: "Become next if the one who is does not want to enter; enter if nobody else is about to.",
  source: "Dijkstra, Solution of a Problem in Concurrent Programming Control, CACM 8(9), 1965",
  objects: ({ process = [] }) => [next, ...process.flatMap((id) => [isIdle(id), isOutside(id)])],
  roles: {
    process: role({
      processes: 3,
      inputs: ["looks again"] as ("looks again" | "does not")[],
      initially: () => ({ isCritical: false }),
      *run(state, { self, input, neighbors }) {
        while (true) {
          yield* write(isIdle(self), false);
          trying: while (true) {
            const first = yield* read(next);
            if (first !== self) {
              yield* write(isOutside(self), true);
              if (yield* read(isIdle(first))) yield* write(next, self);
              continue;
            }
            yield* write(isOutside(self), false);
            if (input === "does not") break;
            for (const other of neighbors) if (!(yield* read(isOutside(other)))) continue trying;
            break;
          }
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          yield* write(isOutside(self), true);
          yield* write(isIdle(self), true);
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
    claim: "Three processes: never two in the critical section.",
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 6_728,
  },
  {
    claim: "Nor of two.",
    system: { processes: { process: 2 } },
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 200,
  },
  {
    claim: "Several believe that they are next: without a last look at the others, they enter.",
    system: { inputs: { process: ["does not"] } },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 2_106,
    steps: 10,
  },
  {
    claim: "Somebody always gets in.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 6_728,
  },
];
