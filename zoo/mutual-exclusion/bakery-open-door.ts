/**
 * The bakery algorithm of the sibling page, without waiting for those who draw a ticket. Two processes see
 * no ticket, and one of them pauses before it writes its own; the other writes the same one, sees that
 * nobody has a lower ticket, and enters; the first one goes on, and has the smaller id.
 *
 * Source: an exercise on L. Lamport, A new solution of Dijkstra's concurrent programming problem, CACM 17(8)
 * (1974).
 */
import { type Claim, pairs, pause, protocol, read, register, role, write } from "lightcone";

const ticket = (id: string) => register(`ticket[${id}]`, 0, id);

export default protocol<never>()({
  name: "bakery-open-door",
  about: "The bakery algorithm without waiting for those who are drawing their tickets: two enter.",
  source: "after Lamport, A New Solution of Dijkstra's Concurrent Programming Problem, CACM 17(8), 1974",
  objects: ({ process = [] }) => process.map(ticket),
  roles: {
    process: role({
      processes: 2,
      initially: () => ({ isCritical: false }),
      *run(state, { self, neighbors }) {
        let highest = 0;
        for (const other of neighbors) highest = Math.max(highest, yield* read(ticket(other)));
        const mine = highest + 1;
        yield* write(ticket(self), mine);
        for (const other of neighbors) {
          while (true) {
            const theirs = yield* read(ticket(other));
            if (theirs === 0 || mine < theirs || (mine === theirs && self < other)) break;
          }
        }
        state.isCritical = true;
        yield* pause();
        state.isCritical = false;
        yield* write(ticket(self), 0);
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
    claim: "Who has drawn, and not yet written, can be overlooked.",
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 56,
    steps: 6,
  },
  {
    claim: "Among three, too.",
    system: { processes: { process: 3 } },
    property: "mutualExclusion",
    verdict: "violated",
    configurations: 1_562,
    steps: 10,
  },
];
