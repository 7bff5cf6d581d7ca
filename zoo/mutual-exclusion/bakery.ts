/**
 * Mutual exclusion as in a bakery: who wants to enter draws a ticket that is higher than all that it sees,
 * and is served when nobody has a lower one. Two processes may draw the same ticket; then the order of their
 * ids decides. While a process draws, others wait for it: it may have seen less than they have (the sibling
 * page shows what happens otherwise).
 *
 * Tickets grow without bound, so that here every process enters once.
 *
 * Source: L. Lamport, A new solution of Dijkstra's concurrent programming problem, CACM 17(8) (1974); Attiya
 * and Welch, section 4.4.1.
 */
import { type Claim, pairs, pause, protocol, read, register, role, write } from "lightcone";

const isDrawing = (id: string) => register(`isDrawing[${id}]`, false, id);
const ticket = (id: string) => register(`ticket[${id}]`, 0, id);

export default protocol<never>()({
  name: "bakery",
  about: "Whoever wants to enter draws a ticket; the lowest is served, after all who are drawing have drawn.",
  source: "Lamport, A New Solution of Dijkstra's Concurrent Programming Problem, CACM 17(8), 1974",
  objects: ({ process = [] }) => process.flatMap((id) => [isDrawing(id), ticket(id)]),
  roles: {
    process: role({
      processes: 3,
      /** How often it enters. */
      inputs: [1],
      initially: () => ({ isWaiting: false, isCritical: false }),
      *run(state, { self, neighbors, input }) {
        for (let times = 0; times < input; times++) {
          yield* write(isDrawing(self), true);
          let highest = 0;
          for (const other of neighbors) highest = Math.max(highest, yield* read(ticket(other)));
          const mine = highest + 1;
          yield* write(ticket(self), mine);
          yield* write(isDrawing(self), false);
          state.isWaiting = true;
          for (const other of neighbors) {
            while (yield* read(isDrawing(other)));
            while (true) {
              const theirs = yield* read(ticket(other));
              if (theirs === 0 || mine < theirs || (mine === theirs && self < other)) break;
            }
          }
          state.isWaiting = false;
          state.isCritical = true;
          yield* pause();
          state.isCritical = false;
          yield* write(ticket(self), 0);
        }
      },
    }),
  },
  properties: {
    mutualExclusion: {
      invariant: ({ process }) =>
        pairs(process).every(([p, q]) => !(p.state.isCritical && q.state.isCritical)),
    },
    // Everybody wants to enter once.
    everybodyEnters: { forEach: "process", eventually: ({ state }) => state.isCritical },
    // Whoever has drawn waits.
    overtakenOnce: {
      forEach: "process",
      boundedWaiting: [({ state }) => state.isWaiting, ({ state }) => state.isCritical, 1],
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Three processes, once each: never two in the critical section.",
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 3_598,
  },
  {
    claim: "Nor with two.",
    system: { processes: { process: 2 } },
    property: "mutualExclusion",
    verdict: "holds",
    configurations: 111,
  },
  {
    claim: "Everybody enters: tickets grow, and who drew before is served before.",
    property: "everybodyEnters",
    verdict: "holds",
    configurations: 3_598,
  },
  {
    claim: "Two processes, three times each: whoever has drawn is overtaken once at most, by a lower ticket.",
    system: { processes: { process: 2 }, inputs: { process: [3] } },
    property: "overtakenOnce",
    verdict: "holds",
    configurations: 1_961,
  },
];
