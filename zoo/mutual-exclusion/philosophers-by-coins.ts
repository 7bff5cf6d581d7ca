/**
 * Philosophers who are all alike, and none of whom knows its place. Each of them flips a coin, waits for the
 * fork on that side, and looks whether the other is there, too: if so it eats; if not it puts the first one
 * down, and flips again. Without coins that is impossible, as philosophers who are alike and act in turns do
 * the same for ever.
 *
 * There is an execution in which all take the fork to their left, find no other, and put it down, for ever.
 * But no adversary can bring it about: with probability 1 somebody eats, whoever is fast and whoever is slow.
 * That nobody starves is not promised: for that the paper has another algorithm, in which philosophers give
 * way to those who have not eaten since.
 *
 * Source: D. Lehmann and M. Rabin, On the Advantages of Free Choice: A Symmetric and Fully Distributed
 * Solution to the Dining Philosophers Problem, POPL 1981; N. Lynch, Distributed Algorithms, section 11.4.
 */
import { type Claim, pause, protocol, reset, ring, role, testAndSet, testAndSetBit } from "lightcone";

/** Whether it is taken. */
const fork = (number: number) => testAndSetBit(`fork[${number}]`);

export default protocol<never>()({
  name: "philosophers-by-coins",
  about: "A coin says which fork a philosopher waits for; if the other is not there, it flips again.",
  source: "Lehmann & Rabin, POPL 1981",
  topology: ring(),
  objects: ({ philosopher = [] }) => philosopher.map((_, i) => fork(i + 1)),
  roles: {
    philosopher: role({
      processes: 3,
      initially: () => ({ isEating: false }),
      *run(state, { index, processes, flip }) {
        const left = fork(index);
        const right = fork((index % processes("philosopher").length) + 1);
        while (true) {
          yield* pause();
          const isLeft = flip();
          const first = isLeft ? left : right;
          const second = isLeft ? right : left;
          while (yield* testAndSet(first));
          if (!(yield* testAndSet(second))) {
            state.isEating = true;
            yield* reset(second);
            state.isEating = false;
          }
          yield* reset(first);
        }
      },
    }),
  },
  properties: {
    neighborsDoNotEatTogether: {
      invariant: ({ philosopher }) =>
        philosopher.every(
          ({ state }, i) => !(state.isEating && philosopher[(i + 1) % philosopher.length]?.state.isEating),
        ),
    },
    somebodyEats: { eventually: ({ philosopher }) => philosopher.some(({ state }) => state.isEating) },
    somebodyEatsAtLast: {
      almostSurely: ({ philosopher }) => philosopher.some(({ state }) => state.isEating),
    },
    everybodyEatsAtLast: {
      forEach: "philosopher",
      almostSurely: ({ state }) => state.isEating,
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Neighbours never eat at the same time: they share a fork.",
    property: "neighborsDoNotEatTogether",
    verdict: "holds",
    configurations: 385,
  },
  { claim: "With bad luck nobody ever eats.", property: "somebodyEats", verdict: "violated", steps: 12 },
  { claim: "With probability 1 somebody does.", property: "somebodyEatsAtLast", verdict: "holds" },
  {
    claim: "So it is among four.",
    system: { processes: { philosopher: 4 } },
    property: "somebodyEatsAtLast",
    verdict: "holds",
  },
  {
    claim: "An adversary can let somebody starve, however coins fall.",
    property: "everybodyEatsAtLast",
    verdict: "violated",
    steps: 12,
  },
];
