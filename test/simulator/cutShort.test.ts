/** Runs that a violation has ended: what they tell of other properties. */
import { expect, test } from "vitest";
import { protocol, role, system } from "lightcone";
import { adversaryNamed, Simulation } from "../../src/simulator/index.ts";

test("a run that ended with one violation tells nothing of other properties", () => {
  const counting = protocol<never>()({
    name: "counting",
    roles: {
      process: role({
        initially: ({ setTimer }) => (setTimer("tick"), { count: 0 }),
        uponTimeout: {
          tick: (state, { setTimer }) => (++state.count < 3 ? setTimer("tick") : undefined),
        },
      }),
    },
    properties: {
      belowOne: { invariant: ({ process: [p] }) => (p?.state.count ?? 0) < 1 },
      belowTwo: { invariant: ({ process: [p] }) => (p?.state.count ?? 0) < 2 },
    },
  });
  const simulation = new Simulation(system(counting), {
    adversary: adversaryNamed("random"),
    runs: 10,
    seed: 1,
  });
  while (simulation.advance());
  expect(simulation.result().properties).toMatchObject([
    { name: "belowOne", violated: 10, judged: 10 },
    { name: "belowTwo", violated: 0, judged: 0 },
  ]);
});
