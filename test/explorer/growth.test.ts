/** Systems whose configurations outgrow their layout while they are explored, and graphs with cycles. */
import { describe, expect, it } from "vitest";
import { isThorough } from "../effort.ts";
import {
  check,
  counter,
  fetchAndAdd,
  isTrigger,
  messageSet,
  parseFailures,
  protocol,
  role,
  search,
  startCheck,
  system,
  type ConfigurationView,
  type Context,
  type Exploration,
  type Protocol,
  type VisitedKind,
} from "lightcone";

const storages: readonly VisitedKind[] = ["exact", "hashed"];

/** Processes that count each to its own height; `bad` is reached by counting alone. */
function lopsided(heights: readonly number[], bad: readonly number[]): Protocol {
  return protocol()({
    name: "lopsided",
    roles: {
      process: role({
        processes: heights.length,
        inputs: ({ index }) => [heights[index - 1] ?? 0],
        initially({ input, setTimer }) {
          if (input > 0) setTimer("tick");
          return { count: 0 };
        },
        uponTimeout: {
          tick(state, { input, setTimer }) {
            state.count++;
            if (state.count < input) setTimer("tick");
          },
        },
      }),
    },
    properties: {
      good: { invariant: ({ process }) => bad.some((count, i) => process[i]?.state.count !== count) },
      done: {
        eventually: ({ process }) => process.every(({ state, input }) => state.count === input),
      },
    },
  });
}

/** So many processes that never do anything. */
const silent = (count: number): number[] => Array.from({ length: count }, () => 0);

function stepsOf({ verdicts }: Exploration, property: string): number | undefined {
  const verdict = verdicts[property];
  return verdict?.verdict === "violated" ? verdict.schedule.events.filter(isTrigger).length : undefined;
}

describe.each(storages)("a layout that is outgrown, %s", (visited) => {
  it.each([
    ["within two words", [3000, 2, 2], [2999, 2, 0]],
    ["within two words, filling them", [70, 70, 1, 1, ...silent(22)], [70, 69, 1, 0]],
    ["from two words to three", [40, 40, ...silent(56)], [39, 40]],
    ["from three words to four", [17, 17, 17, ...silent(87)], [17, 16, 17]],
  ])("%s", (_name, heights, bad) => {
    const result = check(system(lopsided(heights, bad)), { visited, keepGoing: true });
    const configurations = heights.reduce((product, height) => product * (height + 1), 1);
    const transitions = heights.reduce((sum, height) => sum + (configurations * height) / (height + 1), 0);
    const depth = heights.reduce((sum, height) => sum + height, 0);
    expect(result).toMatchObject({ configurations, depth, initial: 1, quiescent: 1 });
    expect(result.transitions).toBeCloseTo(transitions, 3);
    expect(stepsOf(result, "good")).toBe(bad.reduce((sum, count) => sum + count, 0));
    expect(result.verdicts["done"]?.verdict).toBe(visited === "exact" ? "holds" : "unknown");
  });

  it("by the inputs alone", () => {
    const inputs = Array.from({ length: 200 }, (_, i) => i);
    const wide = protocol()({
      name: "wide",
      roles: {
        one: role({ inputs, initially: ({ input }) => ({ input }) }),
        many: role({ processes: 60, initially: () => ({}) }),
      },
      properties: { low: { invariant: ({ one: [one] }) => one.input !== 150 } },
    });
    const result = check(system(wide), { visited });
    expect(result).toMatchObject({ configurations: 200, initial: 200, quiescent: 200, transitions: 0 });
    expect(result.verdicts["low"]).toMatchObject({ verdict: "violated", schedule: { events: [] } });
    const violated = result.verdicts["low"] as { schedule: { inputs: readonly unknown[] } };
    expect(violated.schedule.inputs[0]).toBe(150);
    const limited = {
      configurations: 20,
      initial: 20,
      transitions: 0,
      quiescent: 0,
      cutoff: "configurations",
    };
    expect(check(system(wide), { visited, configurationsMax: 20 })).toMatchObject(limited);
    expect(search(system(wide), { limits: { configurations: 20 } })).toMatchObject(limited);
  });

  it("more configurations waiting than a chunk holds", () => {
    const heights = [40, 40, 40];
    const result = check(system(lopsided(heights, [40, 40, 39])), { visited });
    expect(result).toMatchObject({ configurations: 41 ** 3, depth: 120 });
    expect(stepsOf(result, "good")).toBe(119);
  });
});

describe.each(storages)("a step that only sends, %s", (visited) => {
  it.each([0, 70])("is no idle one, among %i silent processes", (others) => {
    const beacon = protocol<{ type: "light" } | { type: "seen" }>()({
      name: "beacon",
      channels: messageSet,
      roles: {
        one: role({
          processes: 2,
          initially: ({ index, setTimer }) => (index === 1 && setTimer("tick"), { seen: false }),
          upon: {
            light: (_state, _message, { reply }) => reply({ type: "seen" }),
            seen: (state) => void (state.seen = true),
          },
          uponTimeout: {
            tick(_state, { send, setTimer }) {
              setTimer("tick");
              send("one2", { type: "light" });
            },
          },
        }),
        ...(others === 0 ? {} : { other: role({ processes: others, initially: () => ({}) }) }),
      },
    });
    const numbers = { configurations: 4, transitions: 9, depth: 3, initial: 1, quiescent: 0 };
    expect(search(system(beacon))).toMatchObject(numbers);
    expect(check(system(beacon), { visited })).toMatchObject(numbers);
  });
});

/** What kernel and reference must agree on. */
const countsOf = ({ configurations, transitions, depth, quiescent }: Exploration) => {
  return { configurations, transitions, depth, quiescent };
};

describe("operations on an object", () => {
  const tally = counter("tally");
  const adding = (by: number, ...times: readonly number[]) =>
    protocol()({
      name: "adding",
      objects: [tally],
      roles: {
        process: role({
          processes: times.length,
          initially: () => ({ added: 0 }),
          *run(state, { index }) {
            while (state.added < (times[index - 1] ?? 0)) {
              yield* fetchAndAdd(tally, by);
              state.added++;
            }
          },
        }),
      },
    });

  const many = [
    { what: "that comes to hold many values", by: 1, times: [36, 36, 1] },
    { what: "of which a process performs very many", by: 0, times: [1_100, 1] },
  ];
  it.each(many)("$what", ({ by, times }) => {
    const here = system(adding(by, ...times));
    const found = check(here);
    expect(found.configurations).toBe(times.reduce((product, most) => product * (most + 1), 1));
    // The reference takes seconds.
    if (isThorough) expect(countsOf(found)).toEqual(countsOf(search(here)));
  });

  it("that change nothing, by processes that may crash", () => {
    const looking = protocol()({
      name: "looking",
      objects: [tally],
      failures: parseFailures("crash"),
      roles: {
        process: role({
          processes: 2,
          initially: () => ({}),
          *run() {
            while (true) yield* fetchAndAdd(tally, 0);
          },
        }),
      },
    });
    const found = countsOf(check(system(looking)));
    expect(found).toEqual(countsOf(search(system(looking))));
    expect(found).toEqual({ configurations: 4, transitions: 8, depth: 2, quiescent: 1 });
  });
});

it("after a violation the search goes on for some time, also where every step is a new one", () => {
  const isLow = (_roles: unknown, { processes: [one] }: ConfigurationView) =>
    (one?.state as { n: number } | undefined)?.n !== 3;
  const endless: Protocol = { ...walker((n) => [n + 1], 0), properties: { low: { invariant: isLow } } };
  const { verdicts, cutoff, authorCalls } = check(system(endless));
  expect(verdicts["low"]).toMatchObject({ verdict: "violated" });
  expect(cutoff).toBe("violation");
  expect(authorCalls).toBeGreaterThan(10_000);
  expect(authorCalls).toBeLessThan(11_000);
});

it.each(storages)("the limit on configurations is kept in the middle of a level too, %s", (visited) => {
  const here = system(lopsided([15, 15, 15, 15, 15], [-1]));
  const running = startCheck(here, { configurationsMax: 150_000, visited });
  let strides = 0;
  while (running.advance() && strides < 100_000) strides++;
  expect(strides).toBeLessThan(100_000);
  expect(running.result()).toMatchObject({ configurations: 150_000, cutoff: "configurations" });
  expect(running.result().verdicts).toMatchObject({ good: { verdict: "unknown" } });
});

/** One process that walks through numbers as `next` says, among some that are silent. */
function walker(next: (n: number) => readonly number[], others: number, goal = Infinity): Protocol {
  return protocol()({
    name: "walker",
    roles: {
      one: role({
        processes: 2,
        initially: ({ index, setTimer }) => (index === 1 && setTimer("tick"), { n: 0 }),
        uponTimeout: {
          tick(state, { choose, setTimer }) {
            const options = state.n >= goal ? [] : next(state.n);
            if (options.length === 0) return;
            state.n = choose(options);
            setTimer("tick");
          },
        },
      }),
      ...(others === 0 ? {} : { other: role({ processes: others, initially: () => ({}) }) }),
    },
    properties: {
      there: {
        eventually: (_roles: unknown, { processes: [first] }: ConfigurationView) =>
          (first?.state as { n: number } | undefined)?.n === goal,
      },
    },
  });
}

describe.each([0, 70])("cycles, among %i silent processes", (others) => {
  it.each([
    ["back to the start", (n: number) => [(n + 1) % 3]],
    ["back to the middle", (n: number) => [n === 4 ? 2 : n + 1]],
    ["a cycle of two, far away", (n: number) => [n === 7 ? 6 : n + 1]],
    ["a loop", (n: number) => [Math.min(n + 1, 5)]],
    ["beside the way to the goal", (n: number) => (n === 3 ? [4, 1] : [n + 1])],
    ["between two configurations of one level", (n: number) => (n === 0 ? [1, 2] : n === 1 ? [2] : [1])],
  ])("%s: gone round for ever", (_name, next) => {
    const here = system(walker(next, others, 9));
    for (const explore of [search, check]) {
      expect(explore(here).verdicts).toMatchObject({ there: { verdict: "violated" } });
    }
  });

  it.each([
    ["on ways of one length", (n: number) => (n % 10 === 0 ? [n + 1, n + 2] : [n - (n % 10) + 10])],
    ["on ways of different lengths", (n: number) => (n < 28 ? [n + 1, n + 2, n + 3] : [30])],
    ["by a step that many take", (n: number) => (n === 0 ? [1, 2, 3, 4] : n < 5 ? [n + 1, 30] : [30])],
  ])("none, %s: holds", (_name, next) => {
    const here = system(walker(next, others, 30));
    for (const explore of [search, check]) {
      expect(explore(here).verdicts).toEqual({ there: { verdict: "holds" } });
    }
  });

  it("an end before the goal: violated, by a shortest way", () => {
    const here = system(walker((n) => (n === 3 ? [] : [n + 1, 3]), others, 30));
    for (const explore of [search, check]) expect(stepsOf(explore(here), "there")).toBe(2);
  });
});

it.each([
  ["sends", ({ broadcast }: Context<{ type: "a"; n: number }>, n: number) => broadcast({ type: "a", n })],
  ["outputs", ({ output }: Context<{ type: "a"; n: number }>, n: number) => output(n)],
  ["decides", ({ decide }: Context<{ type: "a"; n: number }>, n: number) => decide(n)],
])("what a step %s is compared when it is repeated", (_name, act) => {
  let calls = 0;
  const drifting = protocol<{ type: "a"; n: number }>()({
    name: "drifting",
    roles: {
      process: role({
        processes: 2,
        initially: ({ setTimer }) => (setTimer("tick"), {}),
        upon: { a: () => {} },
        uponTimeout: { tick: (_state, context) => act(context, calls++) },
      }),
    },
  });
  expect(() => check(system(drifting))).toThrow("is not deterministic: the same step gave two results");
});

it("start steps are repeated too", () => {
  let calls = 0;
  const drifting = protocol()({
    name: "drifting",
    roles: { process: role({ initially: () => ({ n: calls++ }) }) },
  });
  expect(() => check(system(drifting))).toThrow("p1 is not deterministic: the same step gave two results");
});
