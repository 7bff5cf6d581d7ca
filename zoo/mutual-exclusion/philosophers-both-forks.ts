/**
 * Philosophers who take both forks at once, when both are there. Nobody holds one fork and waits for the
 * other, so that nothing comes to a standstill. But two neighbours of one who is hungry may eat in turns, so
 * that one of its forks is always gone: it starves, though nobody means it to. If their meals overlap, it can
 * never take both, and no fairness helps.
 *
 * [philosophers](philosophers.ts) makes neighbours wait for those who were hungry before them.
 *
 * Source: E. W. Dijkstra, Hierarchical ordering of sequential processes, Acta Informatica 1 (1971).
 */
import {
  atomically,
  type Claim,
  protocol,
  provided,
  read,
  register,
  type Register,
  role,
  type Steps,
  write,
} from "lightcone";

const fork = (number: number) => register<string>(`fork[${number}]`, "");

function* takeBoth(left: Register<string>, right: Register<string>, self: string): Steps {
  yield* provided((yield* read(left)) === "" && (yield* read(right)) === "");
  yield* write(left, self);
  yield* write(right, self);
}

function* putBack(left: Register<string>, right: Register<string>): Steps {
  yield* write(left, "");
  yield* write(right, "");
}

/** A step of its own for each fork: what comes of it when all are hungry is well known. */
function* take(one: Register<string>, self: string): Steps {
  yield* provided((yield* read(one)) === "");
  yield* write(one, self);
}

export default protocol<never>()({
  name: "philosophers-both-forks",
  about: "Who is hungry takes two forks in one step, once both are there.",
  source: "Dijkstra, Hierarchical Ordering of Sequential Processes, 1971",
  objects: ({ philosopher = [] }) => philosopher.map((_, i) => fork(i + 1)),
  roles: {
    philosopher: role({
      processes: 4,
      inputs: ["both at once", "one by one"] as ("both at once" | "one by one")[],
      initially: () => ({ isEating: false }),
      *run(state, { self, index, input, processes }) {
        const left = fork(index);
        const right = fork((index % processes("philosopher").length) + 1);
        while (true) {
          if (input === "both at once") yield* atomically(takeBoth(left, right, self));
          else {
            yield* atomically(take(left, self));
            yield* atomically(take(right, self));
          }
          state.isEating = true;
          yield* atomically(putBack(left, right));
          state.isEating = false;
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
    somebodyEats: { infinitelyOften: ({ philosopher }) => philosopher.some(({ state }) => state.isEating) },
    nobodyStarves: { forEach: "philosopher", infinitelyOften: ({ state }) => state.isEating },
    nobodyStarvesWithCompassion: {
      forEach: "philosopher",
      infinitelyOften: ({ state }) => state.isEating,
      fairness: { compassion: [{ kind: "operation", atomic: "takeBoth" }] },
    },
  },
});

const AT_ONCE = { inputs: { philosopher: ["both at once"] } };

export const claims: readonly Claim[] = [
  {
    claim: "Neighbours never eat at the same time: they share a fork.",
    property: "neighborsDoNotEatTogether",
    verdict: "holds",
    configurations: 257,
  },
  {
    claim: "Who takes both forks at once never keeps everybody from eating.",
    system: AT_ONCE,
    property: "somebodyEats",
    verdict: "holds",
    configurations: 7,
  },
  {
    claim: "Whoever takes one after the other may hold one for ever, as all others do.",
    system: { inputs: { philosopher: ["one by one"] } },
    property: "somebodyEats",
    verdict: "violated",
    configurations: 34,
    steps: 4,
  },
  {
    claim: "Two neighbours of somebody who is hungry may eat in turns for ever.",
    system: AT_ONCE,
    property: "nobodyStarves",
    verdict: "violated",
    configurations: 7,
    steps: 4,
  },
  {
    claim: "Among three they may not, if who can take both forks again and again does at some time.",
    system: { ...AT_ONCE, processes: { philosopher: 3 } },
    property: "nobodyStarvesWithCompassion",
    verdict: "holds",
    configurations: 4,
  },
  {
    claim: "Among four that does not help: while one of them puts down its forks, the other eats.",
    system: AT_ONCE,
    property: "nobodyStarvesWithCompassion",
    verdict: "violated",
    configurations: 7,
    steps: 5,
  },
];
