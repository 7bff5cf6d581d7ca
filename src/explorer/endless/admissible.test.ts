/** What else makes executions admissible that never end, sentence by sentence: see docs/semantics.md. */
import {
  check,
  fifo,
  isStuck,
  protocol,
  replay,
  role,
  search,
  withCapacity,
  type Property,
  type Protocol,
} from "lightcone";
import { describe, expect, test } from "vitest";
import {
  busy,
  fresh,
  heard,
  laidOut,
  LIMITED,
  paidOn,
  said,
  type Word,
} from "../../../test/semantics/endless.ts";
import { accountOf } from "../../model/transition/account.ts";

describe("Failures", () => {
  const up: Property = {
    infinitelyOften: (_roles: unknown, { processes }) => processes.every(({ crashed }) => !crashed),
  };
  const alarms = protocol<Word>()({
    name: "alarms",
    roles: {
      process: role({
        processes: 2,
        stable: ["heard"],
        initially({ index, setTimer, send }) {
          if (index === 1) setTimer("again");
          else send("p1", { type: "ping" });
          return { ...fresh(), heard: index === 1 };
        },
        uponRecovery: () => ({ ...fresh(), heard: true }),
        upon: { ping: () => {} },
        uponTimeout: {
          again(state, { setTimer }) {
            state.isOdd = !state.isOdd;
            setTimer("again");
          },
        },
      }),
    },
    properties: { up: up as Property<unknown> },
  });

  test("Who is down for a time recovers at some time.", () => {
    expect(said(alarms, { failures: "crash-recovery:1" })).toMatchObject({ up: "holds" });
    expect(said(alarms, { failures: "crash:1" })).toMatchObject({ up: "ends" });
  });

  test("Who is cut off is connected again at some time.", () => {
    const asks = protocol<Word>()({
      name: "asks",
      roles: {
        process: role({
          processes: 2,
          initially({ index, setTimer }) {
            if (index === 1) setTimer("ask");
            return fresh();
          },
          upon: { mail: (state) => void (state.heard = true) },
          uponTimeout: {
            ask(state, { send, setTimer }) {
              state.isOdd = !state.isOdd;
              send("p2", { type: "mail" });
              setTimer("ask");
            },
          },
        }),
      },
      properties: {
        heard: {
          eventually: ({ process: [, q] }) => q?.state.heard === true || (q?.mailbox.length ?? 0) > 1,
        },
      },
    });
    const judged = (failures: string): string | undefined =>
      check(laidOut(asks, { failures }), { ...LIMITED, properties: ["heard"] }).verdicts["heard"]?.verdict;
    expect(judged("partition:1")).toBe("holds");
    expect(judged("partition")).toBe("violated");
  });

  const repeating = (isAgain: boolean) =>
    protocol<Word>()({
      name: "repeating",
      channels: withCapacity(fifo, 1),
      roles: {
        process: role({
          processes: 2,
          initially({ index, setTimer, send }) {
            if (index === 1) {
              setTimer("again");
              send("p2", { type: "mail" });
            }
            return fresh();
          },
          upon: { mail: (state) => void (state.heard = true), ping: () => {} },
          uponTimeout: {
            again(state, { setTimer, send }) {
              state.isOdd = !state.isOdd;
              setTimer("again");
              if (isAgain) send("p2", { type: "mail" });
            },
          },
        }),
      },
      properties: { heard: { eventually: ({ process: [, q] }) => q?.state.heard === true } },
    });

  test("Over fair-lossy channels what is sent again and again is received again and again.", () => {
    expect(said(repeating(true), { failures: "fair-loss" })).toMatchObject({ heard: "holds" });
    expect(said(repeating(true), { failures: "loss" })).toMatchObject({ heard: "goes on" });
    expect(said(repeating(true), { failures: "fair-loss:p1" })).toMatchObject({ heard: "holds" });
  });

  test("What is sent finitely often may be lost there each time.", () => {
    expect(said(repeating(false), { failures: "fair-loss" })).toMatchObject({ heard: "goes on" });
  });

  test("Failures that nothing limits may happen for ever, or never.", () => {
    const crashes: Property = {
      eventually: (_roles: unknown, { processes }) => processes.some(({ crashed }) => crashed),
    };
    const never = { ...alarms, properties: { crashes, up } } as Protocol;
    expect(said(never, { failures: "crash-recovery" })).toEqual({ crashes: "goes on", up: "goes on" });
    expect(said(never, { failures: "crash-recovery:1" })).toEqual({ crashes: "goes on", up: "holds" });
  });

  test("What a Byzantine process might say is owed to nobody, and it may say it for ever.", () => {
    const listens = protocol<Word>()({
      name: "listens",
      forges: { process: [{ type: "mail" }, { type: "ping" }] },
      roles: {
        process: role({
          processes: 2,
          initially: fresh,
          upon: {
            mail: (state) => void (state.heard = true),
            ping: (state) => void (state.isOdd = !state.isOdd),
          },
        }),
      },
      properties: {
        heard: heard as Property<unknown>,
        quiet: {
          eventuallyAlways: ({ process }) => process.every(({ state, faulty }) => faulty || !state.isOdd),
        },
      },
    });
    expect(said(listens, { failures: "byzantine:p2" })).toEqual({ heard: "ends", quiet: "ends" });
    const odd = { quiet: { infinitelyOften: heard.eventually } } as never;
    expect(said({ ...listens, properties: odd } as Protocol, { failures: "byzantine:p2" })).toEqual({
      quiet: "ends",
    });
  });
});

describe("Time", () => {
  test("Time does not stand still while something waits for it.", () => {
    const slow = protocol<Word>()({
      name: "slow",
      roles: {
        process: role({
          processes: 2,
          initially({ index, setTimer, send }) {
            if (index === 1) setTimer("late", 3);
            else send("p1", { type: "ping" });
            return fresh();
          },
          upon: {
            ping: (state, _message, { from, send }) =>
              void ((state.isOdd = !state.isOdd), send(from, { type: "ping" })),
          },
          uponTimeout: { late: (state) => void (state.heard = true) },
        }),
      },
      properties: { heard: heard as Property<unknown> },
    });
    expect(said(slow, { timing: "bounded:0-1" })).toEqual({ heard: "holds" });
    // With messages that take no time at all, and must not wait, it cannot but stand still.
    expect(said(slow, { timing: "bounded:0-0" })).toEqual({ heard: "unknown: time stands still" });
  });

  test("Bounds that hold from a moment on hold at some time.", () => {
    const stable: Property = { eventually: (_roles: unknown, { elapsed }) => elapsed >= 0 };
    const waits = { ...busy, properties: { stable } } as Protocol;
    expect(said(waits, { timing: "partially-synchronous:gst:1" })).toEqual({ stable: "holds" });
  });

  test("Where infinitely much would have to happen at one time, the verdict is `unknown`.", () => {
    const hasty = protocol()({
      name: "hasty",
      roles: {
        process: role({
          initially: ({ setTimer }) => (setTimer("now", 0), setTimer("late", 5), fresh()),
          uponTimeout: {
            now: (state, { setTimer }) => void ((state.isOdd = !state.isOdd), setTimer("now", 0)),
            late: (state) => void (state.heard = true),
          },
        }),
      },
      properties: { heard: heard as Property<unknown> },
    });
    expect(said(hasty, { timing: "bounded:1,step:0" })).toEqual({ heard: "unknown: time stands still" });
    expect(said(hasty, { timing: "bounded:1,step:1" })).toEqual({ heard: "holds" });
  });
});

describe("Rounds", () => {
  test("In rounds nothing else is owed: a round has in it all that can happen.", () => {
    const rounds = protocol<Word>()({
      name: "rounds",
      roles: {
        process: role({
          processes: 2,
          initially: ({ setTimer }) => (setTimer("t"), fresh()),
          upon: { ping: () => {} },
          uponTimeout: { t: (state, { setTimer }) => void ((state.isOdd = !state.isOdd), setTimer("t")) },
        }),
      },
      properties: {
        heard: heard as Property<unknown>,
        odd: { infinitelyOften: ({ process }) => process.every(({ state }) => state.isOdd) },
      },
    });
    expect(said(rounds, { timing: "synchronous" })).toEqual({ heard: "goes on", odd: "holds" });
  });
});

describe("Without fairness", () => {
  test('With `fairness: "none"` all executions count, whatever they owe; the verdict says so.', () => {
    const asked = { heard: { ...heard, fairness: "none" as const } };
    expect(said({ ...busy, properties: asked } as Protocol)).toEqual({ heard: "goes on" });
    const up = { up: { infinitelyOften: () => true, fairness: "none" as const } };
    expect(said({ ...busy, properties: up } as Protocol)).toEqual({ up: "holds if no fairness" });
  });

  test("Without fairness, too, an execution that ends does so where nothing has to happen.", () => {
    const one = protocol<Word>()({
      name: "one",
      roles: {
        process: role({
          initially: ({ setTimer }) => (setTimer("t"), fresh()),
          upon: { ping: () => {} },
          uponTimeout: { t: (state) => void (state.isOdd = true) },
        }),
      },
      properties: {
        odd: { eventually: ({ process: [p] }) => p.state.isOdd, fairness: "none" },
      },
    });
    expect(said(one)).toEqual({ odd: "holds if no fairness" });
  });
});

describe("Fairness that is asked for", () => {
  /** Two who may eat: always, or now and then, as a timer that sets itself again and again lets them. */
  const eating = (when: "always" | "now and then", ticks: boolean, fairness?: Property["fairness"]) =>
    protocol<Word>()({
      name: "eating",
      roles: {
        process: role({
          processes: 2,
          initially({ setTimer }) {
            if (ticks) setTimer("tick");
            return { ...fresh(), hasEaten: false };
          },
          upon: { mail: () => {}, ping: () => {} },
          uponTimeout: {
            tick(state, { setTimer }) {
              state.isOdd = !state.isOdd;
              setTimer("tick");
            },
          },
          may: {
            eat: {
              while: ({ isOdd, hasEaten }) => !hasEaten && (when === "always" || isOdd),
              do: (state) => void (state.hasEaten = true),
            },
          },
        }),
      },
      properties: {
        eaten: {
          forEach: "process",
          eventually: ({ state }) => state.hasEaten,
          ...(fairness === undefined ? {} : { fairness }),
        },
        again: {
          forEach: "process",
          infinitelyOften: ({ state }) => state.hasEaten,
          ...(fairness === undefined ? {} : { fairness }),
        },
      },
    });
  const both = (text: string): object => ({
    "eaten.p1": text,
    "eaten.p2": text,
    "again.p1": text,
    "again.p2": text,
  });
  const eat = { kind: "may", action: "eat" } as const;

  test("Justice: what is possible from some moment on for ever happens; the verdict says so.", () => {
    const just = 'holds if fairness: justice for {kind: "may", action: "eat"}';
    expect(said(eating("always", true))).toEqual(both("goes on"));
    expect(said(eating("always", true, { justice: [eat] }))).toEqual(both(just));
    expect(said(eating("now and then", true, { justice: [eat] }))).toEqual(both("goes on"));
  });

  test("Compassion: what is possible again and again happens.", () => {
    const compassionate = 'holds if fairness: compassion for {kind: "may", action: "eat"}';
    expect(said(eating("now and then", true, { compassion: [eat] }))).toEqual(both(compassionate));
  });

  test("An execution does not end where something can happen that is asked for.", () => {
    const just = 'holds if fairness: justice for {kind: "may", action: "eat"}';
    expect(said(eating("always", false))).toEqual(both("ends"));
    expect(said(eating("always", false, { justice: [eat] }))).toEqual(both(just));
    expect(said(eating("now and then", false, { justice: [eat] }))).toEqual(both("ends"));
  });

  test("It is asked of each process by itself, or of one that is named.", () => {
    const one = 'holds if fairness: justice for {kind: "may", process: "p1"}';
    const found = said(eating("always", true, { justice: [{ kind: "may", process: "p1" }] }));
    expect(found).toEqual({ "eaten.p1": one, "eaten.p2": "goes on", "again.p1": one, "again.p2": "goes on" });
  });
});

describe("Cycles", () => {
  /** A process that goes from place to place: the places that each leads to. */
  const walk = (next: Readonly<Record<number, readonly number[]>>, never: (n: number) => boolean) =>
    protocol()({
      name: "walk",
      roles: {
        process: role({
          initially: ({ setTimer }) => (setTimer("go"), fresh()),
          uponTimeout: {
            go(state, { choose, setTimer }) {
              state.n = choose(next[state.n] ?? []);
              if (next[state.n] !== undefined) setTimer("go");
            },
          },
        }),
      },
      properties: { there: { eventually: ({ process: [p] }) => never(p.state.n) } },
    });

  test("Two ways that meet again are no cycle.", () => {
    expect(said(walk({ 0: [1, 2], 1: [3], 2: [3], 3: [4] }, (n) => n === 4))).toEqual({ there: "holds" });
    expect(said(walk({ 0: [1, 2], 1: [3], 2: [0, 3], 3: [4] }, (n) => n === 4))).toEqual({
      there: "goes on",
    });
  });

  test("What is owed is paid on the cycle that is shown, and not elsewhere in what it lies in.", () => {
    const two = protocol<Word>()({
      name: "two",
      roles: {
        process: role({
          processes: 2,
          initially: ({ setTimer }) => (setTimer("t"), fresh()),
          uponTimeout: { t: (state, { setTimer }) => void ((state.isOdd = !state.isOdd), setTimer("t")) },
        }),
      },
      properties: { heard: heard as Property<unknown> },
    });
    expect(paidOn(two, "heard").toSorted()).toEqual([
      "the timer t of p1 fires, or is set anew, in step 1",
      "the timer t of p2 fires, or is set anew, in step 2",
    ]);
  });

  test("The cycle leads back to where it begins, and nothing that is owed on it stays unpaid.", () => {
    const made = laidOut(busy, { failures: "crash:p2" });
    for (const explore of [search, check]) {
      const found = explore(made).verdicts["heard"];
      if (found?.verdict !== "violated") throw new Error("it holds");
      expect(found.schedule.cycle).toBeDefined();
      const execution = replay(made, found.schedule);
      if (isStuck(execution)) throw new Error("stuck");
      expect(execution.configurations.at(-1)).toEqual(execution.configurations[execution.cycle as number]);
      expect(
        accountOf(made, execution).every(({ paidIn, endsAfter }) => paidIn > 0 || endsAfter !== undefined),
      ).toBe(true);
    }
  });
});
