/** Time with bounds, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { ALARM1, ALARM2, alarms, PING, TICK } from "../../../test/semantics/alarms.ts";
import { lending } from "../../../test/semantics/lending.ts";
import { play, times, type Moment } from "../../../test/semantics/play.ts";
import {
  check,
  messageSet,
  parseTiming,
  pause,
  perform,
  protocol,
  receive,
  register,
  role,
  search,
  sharedObject,
  sleep,
  system,
  write,
  type Step,
} from "lightcone";

const after = (timing: string, ...lines: string[]): Moment => play(alarms, { timing }).afterSteps(...lines);
const next = (timing: string, ...lines: string[]): readonly string[] => after(timing, ...lines).next;

/** One process that takes one step, of process code. */
const stepping = (step: () => Step<unknown>) =>
  protocol<{ type: "hello" }>()({
    name: "stepping",
    objects: [
      register("x", 0),
      sharedObject({ name: "gate", about: "opens never", operations: { pass: () => undefined } }, "gate", 0),
    ],
    roles: {
      process: role({
        processes: 2,
        initially: ({ index, send }) => {
          if (index === 2) send("p1", { type: "hello" });
          return {};
        },
        *run(_state, { index }) {
          if (index === 1) yield* step();
        },
      }),
    },
  });
const code = (timing: string, step: () => Step<unknown>, ...lines: string[]): readonly string[] =>
  play(stepping(step), { timing }).afterSteps(...lines).next;
const ofTime = (events: readonly string[]): string[] => events.filter((event) => event === TICK);

describe("Time", () => {
  test("Time passes in ticks, the same for all; a tick is an event, and no process sees it.", () => {
    const { local } = after("bounded:9", TICK);
    const { time: _, ...rest } = local("p2");
    const { time: __, ...before } = after("bounded:9").local("p2");
    expect(rest).toEqual(before);
    expect(next("bounded:9")).toContain(TICK);
  });

  test("Any number of events may happen at one time, in any order.", () => {
    expect(next("bounded:9", TICK)).toEqual([ALARM1, PING, TICK]);
    expect(next("bounded:9", TICK, PING, ALARM1)).toEqual([PING, TICK]);
  });

  test("Time does not pass while something is overdue: what has to happen now happens first.", () => {
    expect(ofTime(next("bounded:1,step:9", TICK))).toEqual([]);
    expect(ofTime(next("bounded:1,step:9", TICK, PING))).toEqual([TICK]);
  });

  test("When nothing waits for it, time does not pass, unless it is counted, up to the `horizon`.", () => {
    const all = [PING, TICK, ALARM1, PING];
    expect(next("bounded:1,step:9", ...all)).toEqual([]);
    expect(next("bounded:1,step:9,horizon:3", ...all)).toEqual([TICK]);
    expect(next("bounded:1,step:9,horizon:3", ...all, TICK, TICK)).toEqual([]);
    expect(after("bounded:1,step:9,horizon:3", ...all, TICK).configuration.elapsed).toBe(2);
  });

  test("For a process that has halted or crashed time stands still: it has no deadlines.", () => {
    expect(next("bounded:1,step:0", PING, TICK, ALARM1, PING)).toEqual([]);
    const deaf = protocol<{ type: "hello" }>()({
      name: "deaf",
      roles: {
        process: role({
          processes: 2,
          initially({ index, broadcast, setTimer, halt }) {
            if (index === 2) halt();
            else broadcast({ type: "hello" });
            setTimer("alarm", 5);
            return {};
          },
          upon: { hello: () => {} },
          uponTimeout: { alarm: () => {} },
        }),
      },
    });
    expect(play(deaf, { timing: "bounded:0,step:0" }).afterSteps(TICK, TICK).next).toEqual([TICK]);
    const crashing = play(alarms, { timing: "bounded:1,step:0", failures: "crash" });
    expect(crashing.afterSteps("p1 crashes", "p2 crashes").next).toEqual([]);
  });

  test("Processes know the bounds.", () => {
    expect(after("bounded:9,step:1", TICK, ALARM1).state("p1")["known"]).toBe(true);
  });
});

describe("Messages", () => {
  test("A message that is sent at time t is received from t + MIN on.", () => {
    expect(next("bounded:2-3")).not.toContain(PING);
    expect(next("bounded:2-3", TICK)).not.toContain(PING);
    expect(next("bounded:2-3,step:5", TICK, TICK)).toContain(PING);
    expect(next("bounded:2")).toContain(PING);
  });

  test("It is received by t + MAX: until it is, time does not pass that moment.", () => {
    expect(ofTime(next("bounded:1-2,step:5", TICK))).toEqual([TICK]);
    expect(ofTime(next("bounded:1-2,step:5", TICK, TICK))).toEqual([]);
    expect(next("bounded:1-2,step:5", TICK, TICK)).toContain(PING);
  });

  test("Of two equal messages of one sender the older is received first: no process could tell.", () => {
    expect(next("bounded:5", TICK, ALARM1).filter((event) => event === PING)).toHaveLength(1);
    const { configuration } = after("bounded:5", TICK, ALARM1, PING);
    expect(configuration.mailboxes[1]?.map(({ delay }) => delay)).toEqual([{ after: 0, within: 5 }]);
  });

  test("A message that nobody takes yet has no deadline: process code may not be waiting for it.", () => {
    expect(ofTime(code("bounded:0,step:9", () => pause()))).toEqual([TICK]);
    expect(code("bounded:0,step:0,horizon:9", () => receive("other"), TICK)).toEqual([TICK]);
    expect(ofTime(code("bounded:0,step:0", () => receive("hello")))).toEqual([]);
    expect(code("bounded:0,step:0", () => receive("hello"))).toContain("p1 receives hello from p2");
  });

  test("Process code that awaits it takes it by t + MAX, or within STEP of its last step if later.", () => {
    const waits = (...ticks: string[]) => code("bounded:1,step:2", () => receive("hello"), ...ticks);
    expect(ofTime(waits(TICK))).toEqual([TICK]);
    expect(ofTime(waits(TICK, TICK))).toEqual([]);
  });

  test("Message sets are refused: a message that may come again at any time has no delay.", () => {
    const made = () => system(alarms, { timing: parseTiming("bounded:2"), channels: messageSet });
    expect(made).toThrow("has no delay");
  });
});

describe("Timers and steps of process code", () => {
  test("A timer that is set for k ticks fires from k ticks later on, and within another STEP.", () => {
    expect(next("bounded:9,step:1")).not.toContain(ALARM1);
    expect(next("bounded:9,step:1", TICK)).toEqual(expect.arrayContaining([ALARM1, TICK]));
    expect(next("bounded:9,step:1", TICK, TICK)).toContain(ALARM1);
    expect(ofTime(next("bounded:9,step:1", TICK, TICK))).toEqual([]);
    expect(ofTime(next("bounded:9,step:0", TICK))).toEqual([]);
  });

  test("A process knows how late a timer is that fires: for how many ticks it has been due.", () => {
    const late = [1, 2, 3].map((ticks) => after("bounded:9,step:2", ...times(ticks, TICK), ALARM1));
    expect(late.map(({ state }) => state("p1")["late"])).toEqual([0, 1, 2]);
  });

  test("A step of process code is taken within STEP of the one before.", () => {
    const step = () => write(register("x", 0), 1);
    expect(code("bounded:9,step:2", step)).toContain("p1 performs write(1) on x");
    expect(ofTime(code("bounded:9,step:2", step, TICK))).toEqual([TICK]);
    expect(ofTime(code("bounded:9,step:2", step, TICK, TICK))).toEqual([]);
  });

  test("`sleep` for k ticks is over from k ticks later on, and within another STEP.", () => {
    const goesOn = (...ticks: string[]) => code("bounded:9,step:1", () => sleep(2), ...ticks);
    expect([0, 1, 2, 3].map((ticks) => goesOn(...times(ticks, TICK)).includes("p1 goes on"))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(ofTime(goesOn(TICK, TICK))).toEqual([TICK]);
    expect(ofTime(goesOn(TICK, TICK, TICK))).toEqual([]);
  });

  test("An operation that cannot happen now does not hold time up; its STEP begins when it can.", () => {
    const step = () => perform<void>({ name: "gate" }, "pass");
    const { local, next } = play(stepping(step), { timing: "bounded:0,step:1,horizon:9" }).afterSteps(
      ...times(5, TICK),
    );
    expect(next).toEqual([TICK]);
    expect(local("p1").time?.step).toEqual({ after: 0, within: 1 });
  });

  test("If it could not for a moment only, its STEP begins anew, too.", () => {
    const timing = "bounded:0,step:1,horizon:3";
    const { afterSteps } = play(lending, { timing });
    const [take, taken, put] = ["p1", "p2", "p2"].map((id, i) => {
      return `${id} performs ${i === 2 ? "put" : "take"} on place`;
    }) as [string, string, string];
    expect(afterSteps(TICK, "p2 goes on").next).toEqual([take, taken]);
    expect(afterSteps(TICK, "p2 goes on", taken, put).next).toEqual([take, TICK]);
    expect(afterSteps(TICK, "p2 goes on", taken, put, TICK).next).toEqual([take]);
    const here = system(lending, { timing: parseTiming(timing) });
    const found = [check(here), search(here)];
    for (const { verdicts } of found) {
      expect(verdicts["takenAtOnce"]?.verdict).toBe("violated");
    }
  });

  test("With drift d, k local ticks take from ⌊k / (1 + d)⌋ to ⌈k · (1 + d)⌉; without it, k.", () => {
    const timing = "bounded:9,step:0,drift:0.5";
    const fired = [1, 2, 3, 4].map((ticks) => next(timing, ALARM1, ...times(ticks, TICK)).includes(ALARM2));
    expect(fired).toEqual([false, true, true, true]);
    expect(ofTime(next(timing, ALARM1, ...times(4, TICK)))).toEqual([TICK]);
    expect(ofTime(next(timing, ALARM1, ...times(5, TICK)))).toEqual([]);
    const exact = (...lines: string[]) => next("bounded:9,step:0", TICK, ALARM1, ...lines);
    expect(exact(TICK)).not.toContain(ALARM2);
    expect(exact(TICK, TICK)).toEqual([PING, ALARM2]);
  });
});
