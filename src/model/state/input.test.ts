/** Inputs and first values, sentence by sentence: see docs/semantics.md. */
import { expect, test } from "vitest";
import {
  anyOf,
  check,
  formatSchedule,
  isExecution,
  linkedRegister,
  parseSchedule,
  protocol,
  read,
  register,
  replay,
  role,
  scheduleFor,
  search,
  snapshot,
  system,
  write,
  type Execution,
} from "lightcone";
import { optionsOf } from "../../schedule/schedule.ts";
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

const switches = register("on", anyOf(0, 1, 2));

/** Somebody reads what an object holds at first, and writes something else. */
const reader = (assume?: (inputs: object, objects: Readonly<Record<string, unknown>>) => boolean) =>
  protocol<never>()({
    name: "reader",
    objects: [switches, register("off", 7)],
    ...(assume === undefined ? {} : { assume }),
    roles: {
      process: role({
        initially: () => ({ isSmall: true }),
        *run(state) {
          state.isSmall = (yield* read(switches)) < 2;
          yield* write(switches, 5);
        },
      }),
    },
    properties: { small: { invariant: ({ process: [one] }) => one.state.isSmall } },
  });

test("An object may begin with any value of a domain: each is that of an initial configuration.", () => {
  for (const explore of [search, check]) {
    const { initial, verdicts } = explore(system(reader()));
    expect(initial).toBe(3);
    expect(verdicts["small"]).toMatchObject({ verdict: "violated", schedule: { inputs: [null, 2] } });
  }
  const pairs = snapshot("pairs", ["p1", "p2"], anyOf(0, 1));
  expect(pairs.initials).toHaveLength(4);
  expect(linkedRegister("link", anyOf(0, 1)).initials).toEqual([0, 1].map((holds) => ({ holds, links: [] })));
  expect(() => anyOf()).toThrow("no value to begin with");
});

test("What it began with leaves no trace once it holds something else.", () => {
  // Three values before the read, and before the write two results of it besides; after it two.
  for (const explore of [search, check]) expect(explore(system(reader())).configurations).toBe(3 + 3 + 2);
});

test("`assume` sees first values, too; and they may be fewer, as with inputs.", () => {
  const even = reader((_, { on }) => on !== 1);
  for (const explore of [search, check]) {
    expect(explore(system(even)).initial).toBe(2);
    expect(explore(system(reader(), { inputs: { on: [0, 1] } })).verdicts["small"]).toMatchObject({
      verdict: "holds",
    });
  }
  expect(() => system(reader(), { inputs: { on: [3] } })).toThrow("cannot begin with 3");
  expect(() => system(reader(), { inputs: { off: [3] } })).toThrow("begins with one value alone");
});

test("A schedule says what objects begin with, where they may begin with several values.", () => {
  const made = system(reader());
  const schedule = { inputs: [null, 2], events: [] };
  const text = formatSchedule(made, schedule);
  expect(text).toContain("inputs on=2");
  const read = parseSchedule(text);
  expect(scheduleFor(system(reader(), optionsOf(read)), read)).toEqual(schedule);
  expect(scheduleFor(made, read)).toEqual(schedule);
  const execution = replay(made, schedule) as Execution;
  expect(execution.configurations[0]?.objects).toEqual([2, 7]);
  expect(isExecution(made, execution)).toBe(true);
  const [first] = execution.configurations;
  const odd = first && { ...first, objects: [3, 7] };
  expect(isExecution(made, { configurations: odd ? [odd] : [], events: [] })).toBe(false);
});
