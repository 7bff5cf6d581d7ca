/** Messages that are late, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { check, search } from "../../explorer/index.ts";
import { initialConfiguration, type Configuration } from "../state/configuration.ts";
import { fifo, unordered, type Channel } from "../communication/index.ts";
import { formatEvent } from "../event/eventText.ts";
import { parseEvent } from "../event/parseEvent.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system, type System } from "../system/system.ts";
import { parseTiming } from "../timing/index.ts";
import { enabled, settle, step } from "../transition/transition.ts";
import { parseFailures } from "./index.ts";

/** The first sends two numbers to the second. */
const counting = protocol<{ type: "n"; n: number }>()({
  name: "counting",
  roles: {
    process: role({
      processes: 2,
      initially: ({ index, send }) => {
        if (index === 1) for (const n of [1, 2]) send("p2", { type: "n", n });
        return {};
      },
      upon: { n: () => {} },
    }),
  },
});

function systemOf(channels: Channel = unordered, timing = "bounded:1"): System {
  return system(counting, { channels, timing: parseTiming(timing), failures: parseFailures("delay:2") });
}

function after(here: System, ...lines: string[]): Configuration {
  const first = settle(here, initialConfiguration(here, [null, null])).settled;
  return lines.reduce((now, line) => settle(here, step(here, now, parseEvent(line))).settled, first);
}

const next = (here: System, ...lines: string[]): string[] =>
  enabled(here, after(here, ...lines)).map(formatEvent);

const TICK = "time passes";
const LATE = "the network delays n(n: 1) from p1 to p2";
const RECEIVED = "p2 receives n(n: 1) from p1";

describe("`delay`", () => {
  test("A message that would have to be received now may be a tick late; no message is before that.", () => {
    expect(next(systemOf())).not.toContain(LATE);
    expect(next(systemOf(), TICK)).toContain(LATE);
  });

  test("It is not received before the next tick, and has to be received then.", () => {
    expect(next(systemOf(), TICK, LATE)).not.toContain(RECEIVED);
    const tick = [TICK, LATE, "p2 receives n(n: 2) from p1", TICK];
    expect(next(systemOf(), ...tick)).toContain(RECEIVED);
    expect(next(systemOf(), ...tick)).not.toContain(TICK);
  });

  test("It does not let time pass for others that are due.", () => {
    expect(next(systemOf(), TICK, LATE)).not.toContain(TICK);
  });

  test("The budget counts the ticks by which messages are late.", () => {
    const twice = [TICK, LATE, "p2 receives n(n: 2) from p1", TICK, LATE, TICK];
    expect(next(systemOf(), ...twice)).toEqual([RECEIVED]);
  });

  test("In a FIFO channel it keeps its place, and those behind it wait.", () => {
    const here = systemOf(fifo);
    expect(next(here, TICK, LATE)).not.toContain("p2 receives n(n: 2) from p1");
    const { mailboxes } = after(here, TICK, LATE);
    expect(mailboxes[1]?.map(({ message }) => message)).toEqual([
      { type: "n", n: 1 },
      { type: "n", n: 2 },
    ]);
  });

  test("Before the system stabilizes no message is late.", () => {
    const here = systemOf(unordered, "partially-synchronous:gst:1");
    expect(next(here)).not.toContain(LATE);
    expect(next(here, "the system stabilizes")).not.toContain(LATE);
    expect(next(here, "the system stabilizes", TICK)).toContain(LATE);
    const atOnce = systemOf(unordered, "partially-synchronous:gst:0");
    expect(next(atOnce)).not.toContain(LATE);
    expect(next(atOnce, "the system stabilizes")).toContain(LATE);
    const [byKernel, byReference] = [check, search].map((explore) => explore(atOnce).configurations);
    expect(byKernel).toBe(byReference);
  });

  test("It is refused without bounds on time, and without a budget.", () => {
    expect(() => system(counting, { failures: parseFailures("delay:1") })).toThrow("no bounds");
    const timing = parseTiming("bounded:1");
    expect(() => system(counting, { timing, failures: parseFailures("delay") })).toThrow("without a budget");
  });
});
