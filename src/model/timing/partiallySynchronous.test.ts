/** Partial synchrony, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { ALARM1, ALARM2, alarms, PING, STABLE, TICK } from "../../../test/semantics/alarms.ts";
import { play, times, type Moment } from "../../../test/semantics/play.ts";
import { formatConfiguration, type Configuration } from "../state/configuration.ts";
import { formatEvent } from "../event/eventText.ts";
import type { Event } from "../event/event.ts";
import { isStuck, replay } from "../transition/execution.ts";
import type { System } from "../system/system.ts";
import { enabled, settle, step } from "../transition/transition.ts";

const after = (timing: string, ...lines: string[]): Moment => play(alarms, { timing }).afterSteps(...lines);
const GST = "partially-synchronous:gst:2,step:0";

describe("`gst`: the bounds hold from a moment on", () => {
  test("The global stabilization time is an event that the adversary chooses, once, at any time.", () => {
    expect(after(GST).next).toContain(STABLE);
    expect(after(GST, TICK, PING).next).toContain(STABLE);
    expect(after(GST, TICK, STABLE).next).not.toContain(STABLE);
  });

  test("It comes at some time: an execution does not end before it.", () => {
    const all = [PING, TICK, ALARM1, PING];
    expect(after(GST, ...all).isQuiescent).toBe(false);
    expect(after(GST, ...all, STABLE).isQuiescent).toBe(true);
  });

  test("Before it nothing has to happen, nothing is late, and when all is due time stands still.", () => {
    const { next } = after(GST, ...times(3, TICK));
    expect(next).toEqual(expect.arrayContaining([PING, ALARM1, ALARM2, STABLE]));
    expect(after(GST, ...times(3, TICK)).next).not.toContain(TICK);
    expect(after("partially-synchronous:gst:2,step:1", ...times(3, TICK), ALARM2).state("p2")["late"]).toBe(
      0,
    );
  });

  test("Before it messages take MIN ticks at least, and timers do not fire early.", () => {
    expect(after("partially-synchronous:gst:2-3").next).not.toContain(PING);
    expect(after("partially-synchronous:gst:2-3", TICK, TICK).next).toContain(PING);
    expect(after(GST).next).not.toContain(ALARM1);
    expect(after(GST, TICK).next).toContain(ALARM1);
  });

  test("What was sent before it is received within MAX after it; what is due happens within STEP.", () => {
    const stable = [...times(3, TICK), ALARM1, ALARM2, STABLE];
    expect(after(GST, ...stable, TICK).next).toContain(TICK);
    expect(after(GST, ...stable, TICK, TICK).next).not.toContain(TICK);
    expect(after(GST, ...times(3, TICK), STABLE).next).not.toContain(TICK);
    expect(after("partially-synchronous:gst:2,step:1", ...times(3, TICK), STABLE).next).toContain(TICK);
    expect(after("partially-synchronous:gst:2,step:1", ...times(3, TICK), STABLE, TICK).next).not.toContain(
      TICK,
    );
  });

  test("From it on, time is bounded as with `bounded`.", () => {
    const [gst, bounded] = [after(GST, STABLE), after("bounded:2,step:0")];
    const same = ({ configuration }: Moment): string => {
      const { elapsed: _, ...rest } = configuration;
      return formatConfiguration(rest);
    };
    expect(same(gst)).toBe(same(bounded));
    expect(after(GST, STABLE, TICK, ALARM1, TICK).next).toEqual(
      after("bounded:2,step:0", TICK, ALARM1, TICK).next,
    );
  });

  test("For properties, `elapsed` is -1 before it and counts from it.", () => {
    const timing = "partially-synchronous:gst:2,horizon:5";
    expect(after(timing, TICK).configuration.elapsed).toBe(-1);
    expect(after(timing, TICK, STABLE).configuration.elapsed).toBe(0);
    expect(after(timing, TICK, STABLE, TICK).configuration.elapsed).toBe(1);
  });

  test("No process knows the bounds, nor that they hold.", () => {
    expect(after(GST, TICK, ALARM1).state("p1")["known"]).toBe(false);
    expect(after(GST, TICK, STABLE).configuration.locals.map(({ state }) => state)).toEqual(
      after(GST, TICK).configuration.locals.map(({ state }) => state),
    );
  });
});

describe("`unknown`: the bounds hold always, and nobody knows them", () => {
  const UNKNOWN = "partially-synchronous:unknown:1-2";

  test("What may happen is what may happen with `bounded`.", () => {
    const [known, unknown] = ["bounded:1-2", UNKNOWN].map((timing) =>
      formatConfiguration(after(timing, TICK, PING).configuration),
    );
    expect(unknown).toBe(known);
    expect(after(UNKNOWN, TICK).next).toEqual(after("bounded:1-2", TICK).next);
  });

  test("No process knows the bounds.", () => {
    expect(after(UNKNOWN, TICK, ALARM1).state("p1")["known"]).toBe(false);
  });

  test("To explore the largest MAX and STEP is to explore all smaller ones, whose executions it has.", () => {
    const large = play(alarms, { timing: "partially-synchronous:unknown:2,step:2" }).system;
    let count = 0;
    for (const smaller of ["0,step:0", "1,step:1", "1-2,step:0"]) {
      const small = play(alarms, { timing: `partially-synchronous:unknown:${smaller}` }).system;
      for (const events of schedulesOf(small, 8)) {
        count++;
        expect(isStuck(replay(large, { inputs: [null, null], events })), events.map(formatEvent).join()).toBe(
          false,
        );
      }
    }
    expect(count).toBeGreaterThan(20);
  });
});

/** All schedules of so many steps, or fewer if nothing is enabled then. */
function schedulesOf(made: System, steps: number): Event[][] {
  const start = play(alarms, { timing: made.timing.text }).after();
  const begun = settle(made, start.configuration);
  const extend = (here: Configuration, events: Event[], left: number): Event[][] => {
    const possible = left === 0 ? [] : enabled(made, here);
    if (possible.length === 0) return [events];
    return possible.flatMap((event) => {
      const { settled, effects } = settle(made, step(made, here, event));
      return extend(settled, [...events, event, ...effects], left - 1);
    });
  };
  return extend(begun.settled, begun.effects, steps);
}
