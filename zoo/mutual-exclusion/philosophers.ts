/**
 * Philosophers who never starve. Who becomes hungry draws an arrow to each neighbour that is hungry or eats,
 * and eats when all of its arrows are gone; who has eaten rubs out those that lead to it. What stands in
 * angle brackets in the paper is one atomic step over several variables, and so it is here. Arrows make no
 * cycle, so that nobody waits for itself; and who is hungry draws no new ones, so that its neighbours pass it
 * once.
 *
 * Who takes two forks as soon as both are there may starve:
 * [philosophers-both-forks](philosophers-both-forks.ts). Who is to be like all others needs
 * [coins](philosophers-by-coins.ts).
 *
 * Source: E. W. Dijkstra, Two starvation-free solutions of a general exclusion problem (EWD 625, 1978), the
 * first solution.
 */
import {
  atomically,
  type Claim,
  parseFailures,
  protocol,
  provided,
  read,
  register,
  ring,
  role,
  type Steps,
  write,
} from "lightcone";

type Mood = "thinks" | "is hungry" | "eats";

const mood = (id: string) => register<Mood>(`mood[${id}]`, "thinks");
/** The source of the arrow between two neighbours, if there is one. */
const arrow = (one: string, other: string) => register<string>(`arrow[${[one, other].sort().join()}]`, "");

function* becomeHungry(self: string, others: readonly string[]): Steps {
  for (const other of others) {
    if ((yield* read(mood(other))) !== "thinks") yield* write(arrow(self, other), self);
  }
  yield* write(mood(self), "is hungry");
}

function* eat(self: string, others: readonly string[]): Steps {
  for (const other of others) yield* provided((yield* read(arrow(self, other))) !== self);
  yield* write(mood(self), "eats");
}

function* getUp(self: string, others: readonly string[]): Steps {
  for (const other of others) {
    if ((yield* read(arrow(self, other))) === other) yield* write(arrow(self, other), "");
  }
  yield* write(mood(self), "thinks");
}

export default protocol<never>()({
  name: "philosophers",
  about: "Who becomes hungry waits for the neighbours that are hungry already, and for nobody else.",
  source: "Dijkstra, Two Starvation-Free Solutions of a General Exclusion Problem (EWD 625), 1978",
  topology: ring(),
  objects: ({ philosopher = [] }, { neighbors }) => [
    ...philosopher.map(mood),
    ...philosopher.flatMap((one) =>
      neighbors(one)
        .filter((other) => one < other)
        .map((other) => arrow(one, other)),
    ),
  ],
  roles: {
    philosopher: role({
      processes: 4,
      initially: () => ({ mood: "thinks" as Mood }),
      *run(state, { self, neighbors }) {
        while (true) {
          yield* atomically(becomeHungry(self, neighbors));
          state.mood = "is hungry";
          yield* atomically(eat(self, neighbors));
          state.mood = "eats";
          yield* atomically(getUp(self, neighbors));
          state.mood = "thinks";
        }
      },
    }),
  },
  properties: {
    neighborsDoNotEatTogether: {
      invariant: ({ philosopher }) =>
        philosopher.every(
          ({ state }, i) =>
            state.mood !== "eats" || philosopher[(i + 1) % philosopher.length]?.state.mood !== "eats",
        ),
    },
    nobodyStarves: {
      forEach: "philosopher",
      starvationFree: [({ state }) => state.mood === "is hungry", ({ state }) => state.mood === "eats"],
    },
    twoEat: {
      reachable: ({ philosopher }) => philosopher.filter(({ state }) => state.mood === "eats").length === 2,
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim: "Of two neighbours one at most eats: of two who do not think, one has an arrow to the other.",
    property: "neighborsDoNotEatTogether",
    verdict: "holds",
    configurations: 105,
  },
  {
    claim: "Whoever is hungry eats at some time, though its step is owed only if nothing takes it back.",
    property: "nobodyStarves",
    verdict: "holds",
    configurations: 105,
  },
  {
    claim: "Those who are no neighbours may eat at the same time.",
    property: "twoEat",
    verdict: "holds",
    configurations: 105,
  },
  {
    claim: "So it is with five of them.",
    system: { processes: { philosopher: 5 } },
    property: "nobodyStarves",
    verdict: "holds",
    configurations: 341,
  },
  {
    claim: "Who crashes while hungry keeps its neighbours waiting for ever, who come after it.",
    system: { failures: parseFailures("crash:1") },
    property: "nobodyStarves",
    verdict: "violated",
    configurations: 525,
    steps: 5,
  },
];
