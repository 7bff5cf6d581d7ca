/**
 * The first solution of mutual exclusion for two processes with reads and writes alone. Whoever wants to
 * enter says so; if the other wants to, too, the one whose turn it is not withdraws, waits for its turn, and
 * tries again. Unlike Peterson's algorithm it gives the turn away only when it leaves.
 *
 * Source: Th. J. Dekker, as told by E. W. Dijkstra, Cooperating sequential processes (EWD 123, 1965),
 * section 2.1.
 */
import { type Claim, pairs, parseFailures, pause, protocol, read, register, role, write } from "lightcone";

const turn = register("turn", "p1");
const wants = (id: string) => register(`wants[${id}]`, false, id);

export default protocol<never>()({
  name: "dekker",
  about: "If both want to enter, the one whose turn it is not withdraws until it is.",
  source: "Dekker, in Dijkstra, Cooperating Sequential Processes, 1965",
  objects: ({ process = [] }) => [turn, ...process.map(wants)],
  roles: {
    process: role({
      processes: 2,
      inputs: ["raises its flag again"] as ("raises its flag again" | "forgets to")[],
      initially: () => ({ isCritical: false }),
      *run(state, { self, input, neighbors }) {
        const [other = self] = neighbors;
        while (true) {
          yield* write(wants(self), true);
          while (yield* read(wants(other))) {
            if ((yield* read(turn)) === self) continue;
            yield* write(wants(self), false);
            while ((yield* read(turn)) !== self);
            if (input === "raises its flag again") yield* write(wants(self), true);
          }
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          yield* write(turn, other);
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
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Two processes are never in the critical section together.",
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 106,
  },
  {
    claim: "Whoever crashes keeps what it has: others may wait for ever, but never two are in.",
    system: { failures: parseFailures("crash:1") },
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 190,
  },
  {
    claim: "Who does not say again that it wants to enter, after it has withdrawn, is overlooked.",
    system: { inputs: { process: ["forgets to"] } },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 192,
    steps: 13,
  },
  {
    claim: "Everybody gets in, again and again: who has been in gives the turn away.",
    property: "starvationFree",
    verdict: "holds",
    configurations: 106,
  },
  {
    claim: "Somebody always gets in.",
    property: "deadlockFree",
    verdict: "holds",
    configurations: 106,
  },
];
