/** Inputs and first values, sentence by sentence: see docs/semantics.md. */
import { expect, test } from "vitest";
import { check, isExecution, protocol, replay, role, search, system, type Execution } from "lightcone";
import { play } from "../../../test/semantics/play.ts";

/** Tokens, each with some first value, that all become 0: self-stabilization, as short as it gets. */
const ring = (forgetsInput: boolean) =>
  protocol()({
    name: "ring",
    roles: {
      process: role({
        processes: 3,
        inputs: [0, 1, 2],
        forgetsInput,
        initially: ({ input, setTimer }) => {
          setTimer("step");
          return { token: input ?? 0, seen: -1 };
        },
        uponTimeout: {
          step(state, { input }) {
            state.token = 0;
            state.seen = input ?? -1;
          },
        },
      }),
    },
    properties: {
      small: { invariant: ({ process }) => process.every(({ state }) => state.token < 3) },
      zero: { eventually: ({ process }) => process.every(({ state }) => state.token === 0) },
    },
  });

test("Each vector of inputs is an initial configuration; `initially` makes the states of it.", () => {
  for (const explore of [search, check]) {
    expect(explore(system(ring(false))).initial).toBe(27);
    expect(explore(system(ring(true))).initial).toBe(27);
  }
});

test("An input stays in the configuration, also where nobody reads it any more.", () => {
  // Each process has three inputs, and has taken its step or not.
  for (const explore of [search, check]) expect(explore(system(ring(false))).configurations).toBe(6 ** 3);
});

test("With `forgetsInput` it is there in the start step alone, and then leaves no trace.", () => {
  // Before the step there are three values of the token, and after it one.
  for (const explore of [search, check]) {
    const { configurations, verdicts } = explore(system(ring(true)));
    expect(configurations).toBe(4 ** 3);
    expect(verdicts).toMatchObject({ small: { verdict: "holds" }, zero: { verdict: "holds" } });
  }
  const { state } = play(ring(true)).afterSteps("p1 times out on step");
  expect(state("p1")).toEqual({ token: 0, seen: -1 });
});

test("A schedule says all inputs, forgotten or not, and its replay begins with them.", () => {
  const made = system(ring(true));
  const execution = replay(made, { inputs: [2, 0, 1], events: [] }) as Execution;
  expect(execution.configurations[0]?.locals.map(({ state }) => state["token"])).toEqual([2, 0, 1]);
  expect(isExecution(made, execution)).toBe(true);
  const [first] = execution.configurations;
  const odd = first && {
    ...first,
    locals: first.locals.with(0, { ...first.locals[0], state: { token: 7 } } as never),
  };
  expect(isExecution(made, { configurations: odd ? [odd] : [], events: [] })).toBe(false);
});

test("Properties do not read what is forgotten.", () => {
  const reading = protocol()({
    ...ring(true),
    properties: { read: { invariant: ({ process }) => process.every(({ input }) => input !== 3) } },
  });
  expect(() => check(system(reading))).toThrow("which is forgotten after the start step");
});

test("Whoever starts anew after a crash needs its input: it writes `uponRecovery`, or keeps it.", () => {
  expect(() => play(ring(true), { failures: "crash-recovery:1" })).toThrow("forgets its input");
});
