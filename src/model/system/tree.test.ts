/** A state is a tree of values: what is told if it is not, by the model and by a simulation. */
import { check, protocol, ProtocolError, role, system } from "lightcone";
import { expect, test } from "vitest";
import { adversaryNamed, Simulation } from "../../simulator/index.ts";

const shared = protocol()({
  name: "shared",
  roles: {
    process: role({
      initially: ({ setTimer }) => (setTimer("vote"), { last: null as object | null, votes: new Map() }),
      uponTimeout: {
        vote(state) {
          const vote = { by: "p1" };
          state.last = vote;
          state.votes.set("p1", [vote]);
        },
      },
    }),
  },
});

const TOLD = [
  "Process p1 has one value in two places of its state.",
  "event: p1 times out on vote",
  "handler: roles.process.uponTimeout.vote",
  "state: {last: null, votes: Map{}}",
  'state.votes.get("p1")[0] is the same object as state.last, and after the step they would be two',
  "A value has one place in a state: put a copy into the other, as in [...list] or { ...record }.",
];

test("one object in two places of a state is a mistake, with both places", () => {
  expect(messageOf(() => check(system(shared)))).toEqual(TOLD);
  const simulation = new Simulation(system(shared), {
    adversary: adversaryNamed("random"),
    runs: 1,
    seed: 1,
  });
  expect(messageOf(() => simulation.advance())).toEqual(TOLD);
});

function messageOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ProtocolError) return error.message.split("\n");
    throw error;
  }
  throw new Error("nothing went wrong");
}
