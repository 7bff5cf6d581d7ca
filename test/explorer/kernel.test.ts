/** The kernel on systems whose numbers are known, and on what it must refuse or survive. */
import { describe, expect, it } from "vitest";
import {
  check,
  messageSet,
  parseFailures,
  protocol,
  ProtocolError,
  ring,
  role,
  search,
  startCheck,
  system,
  type ConfigurationView,
  type Protocol,
} from "lightcone";
import { isThorough } from "../effort.ts";

/** n processes that count to `high` each for itself: (high + 1)^n configurations. */
function counters(
  n: number,
  high: number,
  property: (counts: readonly number[]) => boolean = () => true,
): Protocol {
  return protocol()({
    name: "counters",
    roles: {
      process: role({
        processes: n,
        initially: ({ setTimer }) => {
          setTimer("tick");
          return { count: 0 };
        },
        uponTimeout: {
          tick(state, { setTimer }) {
            state.count++;
            if (state.count < high) setTimer("tick");
          },
        },
      }),
    },
    properties: {
      counted: { invariant: ({ process }) => property(process.map(({ state }) => state.count)) },
    },
  });
}

describe("exact counts", () => {
  it.each([
    [3, 1],
    [6, 2],
    [2, 400],
    [1, 5000],
    [isThorough ? 9 : 7, 3],
  ])("%i counters to %i", (n, high) => {
    const result = check(system(counters(n, high)));
    const configurations = (high + 1) ** n;
    expect(result).toMatchObject({
      configurations,
      transitions: (n * high * configurations) / (high + 1),
      depth: n * high,
      quiescent: 1,
    });
    expect(result.authorCalls).toBe(n * (high + 1));
    expect(result.verdicts).toEqual({ counted: { verdict: "holds" } });
  });

  it("of configurations that take more words than two, as the reference has them", () => {
    const token = protocol<{ type: "token"; laps: number }>()({
      name: "token",
      topology: ring({ directed: true }),
      roles: {
        process: role({
          processes: 70,
          initially: ({ index, broadcast, setTimer }) => {
            if (index === 1) broadcast({ type: "token", laps: 0 });
            if (index === 2) setTimer("rest");
            return { held: 0 };
          },
          upon: {
            token(state, { laps }, { index, broadcast, halt }) {
              state.held++;
              if (index === 1 && laps === 1) halt();
              else broadcast({ type: "token", laps: index === 1 ? laps + 1 : laps });
            },
          },
          uponTimeout: { rest: () => {} },
        }),
      },
      properties: {
        one: {
          invariant: (_roles, { processes }) =>
            processes.reduce((sum, { mailbox }) => sum + mailbox.length, 0) <= 1,
        },
        home: { eventually: ({ process: [first] }) => first.halted },
      },
    });
    const result = check(system(token));
    expect(result).toMatchObject(search(system(token)));
    expect(result.configurations).toBe(2 * (2 * 70 + 1));
  });

  it("when everything that a predicate reads is too much for a table of answers", () => {
    const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
    const result = check(system(counters(8, 7, (counts) => sum(counts) < 12)), {
      configurationsMax: 200_000,
    });
    expect(result.verdicts["counted"]).toMatchObject({
      verdict: "violated",
      schedule: { events: { length: 12 } },
    });
  });
});

describe("limits", () => {
  it("on configurations give unknown, with what was covered", () => {
    const result = check(system(counters(6, 9)), { configurationsMax: 5000 });
    expect(result).toMatchObject({ configurations: 5000, cutoff: "configurations" });
    expect(result.verdicts["counted"]).toEqual({
      verdict: "unknown",
      reason: { kind: "cut off", cutoff: "configurations", configurations: 5000, safeSteps: 8 },
    });
  });

  it("say within how many steps all was visited, as the reference search does", () => {
    for (const configurations of [1, 2, 7, 8, 9, 100, 500]) {
      const here = system(counters(6, 9));
      const { verdicts } = search(here, { limits: { configurations } });
      expect(check(here, { configurationsMax: configurations }).verdicts).toEqual(verdicts);
    }
  });

  it("say nothing of few steps where more may be said than was heard", () => {
    const liars = system(counters(4, 9), { failures: parseFailures("byzantine:1") });
    const { verdicts } = check(liars, { configurationsMax: 100 });
    expect(verdicts["counted"]).toMatchObject({ verdict: "unknown" });
    expect(verdicts["counted"]).not.toHaveProperty("reason.safeSteps");
  });

  it("on room, which is asked for before tables grow, give unknown", () => {
    const asked: number[] = [];
    const hasRoom = (bytes: number): boolean => (asked.push(bytes), bytes < 4 * 2 ** 20);
    const result = check(system(counters(8, 9)), { hasRoom });
    expect(result.cutoff).toBe("memory");
    expect(Math.max(...asked)).toBeGreaterThanOrEqual(4 * 2 ** 20);
    expect(result.configurations).toBeGreaterThan(10_000);
    expect(result.verdicts["counted"]).toMatchObject({ verdict: "unknown", reason: { cutoff: "memory" } });
  });

  it("on memory give unknown", () => {
    const result = check(system(counters(7, 9)), { memoryBytesMax: 3_000_000 });
    expect(result.cutoff).toBe("memory");
    expect(result.bytes).toBeLessThan(8_000_000);
    expect(result.verdicts["counted"]?.verdict).toBe("unknown");
  });

  it("can be set from outside at any time, before the first step too", () => {
    for (const strides of [0, 1, 3]) {
      const running = startCheck(system(counters(7, 9)));
      for (let i = 0; i < strides; i++) running.advance();
      running.stop("interrupted");
      expect(running.advance()).toBe(false);
      expect(running.result().verdicts["counted"]).toMatchObject({ verdict: "unknown" });
    }
  });

  it("a violation ends the search soon, unless it is to go on", () => {
    const bad = counters(7, 9, ([first]) => first !== 1);
    const soon = check(system(bad));
    expect(soon).toMatchObject({ cutoff: "violation", verdicts: { counted: { verdict: "violated" } } });
    expect(soon.configurations).toBeLessThan(200_000);
    expect(check(system(counters(6, 5, ([first]) => first !== 1)), { keepGoing: true }).configurations).toBe(
      6 ** 6,
    );
  });

  it("a violation ends the search for liveness too", () => {
    const endless = protocol<{ type: "go"; n: number }>()({
      name: "endless",
      roles: {
        process: role({
          processes: 2,
          initially: ({ index, broadcast }) => (index === 1 && broadcast({ type: "go", n: 0 }), { n: 0 }),
          upon: {
            go(state, { n }, { reply }) {
              state.n = n;
              reply({ type: "go", n: n + 1 });
            },
          },
        }),
      },
      properties: {
        small: { invariant: ({ process: [first] }) => first.state.n < 9 },
        never: { eventually: () => false },
      },
    });
    const result = check(system(endless));
    expect(result.verdicts).toMatchObject({ small: { verdict: "violated" }, never: { verdict: "unknown" } });
    expect(result.configurations).toBeLessThan(110_000);
  });
});

describe("hashed storage", () => {
  it("counts the same and says how likely an omission is", () => {
    const result = check(system(counters(5, 6)), { visited: "hashed" });
    expect(result).toMatchObject({ configurations: 7 ** 5, visited: "hashed" });
    expect(result.omissionProbability).toBeCloseTo((7 ** 5 * (7 ** 5 - 1)) / 2 / 2 ** 64, 20);
  });

  it("rebuilds violating schedules", () => {
    const result = check(system(counters(3, 4, ([, second, third]) => second !== 3 || third !== 2)), {
      visited: "hashed",
    });
    expect(result.verdicts["counted"]).toMatchObject({
      verdict: "violated",
      schedule: { events: { length: 5 } },
    });
  });
});

describe("liveness", () => {
  it("is violated where executions can go around a cycle for ever", () => {
    const pingPong = protocol<{ type: "ping" }>()({
      name: "ping-pong",
      channels: messageSet,
      roles: {
        process: role({
          processes: 2,
          initially: ({ broadcast }) => (broadcast({ type: "ping" }), { turn: 0 }),
          upon: { ping: (state) => void (state.turn = 1 - state.turn) },
        }),
      },
      properties: { never: { eventually: () => false }, now: { eventually: () => true } },
    });
    for (const explore of [check, search]) {
      expect(explore(system(pingPong)).verdicts).toMatchObject({
        never: { verdict: "violated", schedule: { cycle: 2 } },
        now: { verdict: "holds" },
      });
    }
  });
});

/** A one-process protocol with a timer, whose handler is given. */
function solo(tick: (state: { n: number }, self: string) => void): Protocol {
  return protocol()({
    name: "solo",
    roles: {
      process: role({
        processes: 3,
        initially: ({ setTimer }) => (setTimer("tick"), { n: 0 }),
        uponTimeout: { tick: (state, { self }) => tick(state, self) },
      }),
    },
  });
}

describe("the determinism check", () => {
  it("finds a counter outside the state", () => {
    let calls = 0;
    expect(() => check(system(solo((state) => void (state.n = ++calls))))).toThrow(
      /Process p\d is not deterministic: the same step gave two results/,
    );
  });

  it("finds a variable that processes share and that is set once, by means of a second copy", () => {
    const load = (): Protocol => {
      let leader: string | undefined;
      return solo((state, self) => {
        leader ??= self;
        state.n = leader === self ? 1 : 2;
      });
    };
    expect(() => check(system(load()), { fresh: load })).toThrow(ProtocolError);
  });

  it("finds an inconstant property", () => {
    let asked = 0;
    const answers = counters(2, 3, () => ++asked % 2 === 1);
    expect(() => check(system(answers))).toThrow("Property counted is not deterministic");
    const reads = counters(2, 3);
    const alternating = {
      invariant: (_roles: unknown, { processes }: ConfigurationView) =>
        processes[++asked % 2]?.halted === false,
    };
    expect(() => check(system({ ...reads, properties: { alternating } }))).toThrow(
      "Property alternating is not deterministic",
    );
  });

  it("says nothing of a protocol that is deterministic", () => {
    expect(check(system(solo((state) => void state.n++))).configurations).toBe(8);
  });
});

it("names the handlers that nothing calls", () => {
  const idle = protocol<{ type: "a" } | { type: "b" }>()({
    name: "idle",
    roles: {
      one: role({ initially: ({ send }) => (send("two", { type: "a" }), {}) }),
      two: role({
        initially: () => ({}),
        upon: { a: () => {}, b: () => {} },
        uponTimeout: { later: () => {} },
      }),
    },
  });
  const result = check(system(idle));
  expect(result.unreached).toEqual(["two.upon.b", "two.uponTimeout.later"]);
  expect(result.idle).toEqual([]);
});
