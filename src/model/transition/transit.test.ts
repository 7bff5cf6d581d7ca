/** Letters in transit against mailboxes: on random executions of all kinds of systems, event by event. */
import { describe, expect, test } from "vitest";
import { drawnOptions, generatedProtocol } from "../../../test/explorer/generated.ts";
import { generatedCode } from "../../../test/explorer/generatedCode.ts";
import { seeded } from "../../base/random.ts";
import { refusalOf } from "../system/combination.ts";
import { channels, fifo, unordered } from "../communication/index.ts";
import { initialConfiguration, inputVectors, type Configuration } from "../state/configuration.ts";
import { ProtocolError } from "../error.ts";
import { parseFailures } from "../failure/index.ts";
import { parseSchedule, scheduleFor } from "../../schedule/schedule.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system, type System } from "../system/system.ts";
import { parseTiming } from "../timing/index.ts";
import { enabled, step } from "./transition.ts";
import { letterName, lettersTo, takenBy, Transit } from "./transit.ts";

const EVENTS = 60;

/** The names of all letters in transit, by the configuration alone. */
function namesIn({ processes }: System, { mailboxes, pending }: Configuration): string[] {
  return processes.flatMap(({ id, number }) =>
    lettersTo(id, { mailbox: mailboxes[number] ?? [], pending }).map((letter) => letterName(id, letter)),
  );
}

/** Follows an execution drawn from a seed. Tokens are the positions of the events that sent them. */
function follow(here: System, seed: number): void {
  const random = seeded(seed);
  const ids = here.processes.map(({ id }) => id);
  const [inputs] = inputVectors(here);
  let before = initialConfiguration(here, inputs ?? []);
  const transit = new Transit<number>();
  for (let i = 0; i < EVENTS; i++) {
    const possible = enabled(here, before);
    const event = possible[random.below(possible.length)];
    if (event === undefined) return;
    const after = step(here, before, event);
    const taken = takenBy(event);
    // What is received or lost has been sent before, whatever has become of other letters.
    if (taken !== undefined) expect(transit.next(taken)).toBeLessThan(i);
    transit.follow(ids, { before, event, after }, i);
    expect(transit.names.toSorted()).toEqual(namesIn(here, after).toSorted());
    before = after;
  }
}

function followed(here: System, seed: number): void {
  try {
    follow(here, seed);
  } catch (error) {
    // A generated handler may decide twice.
    if (!(error instanceof ProtocolError && error.fault === "decided-twice")) throw error;
  }
}

const timings = [
  "asynchronous",
  "synchronous",
  "bounded:1-2,step:1,horizon:3",
  "partially-synchronous:gst:2",
];
const failures = [
  "none",
  "crash:1",
  "crash-recovery:2",
  "omission:1",
  "loss:2,duplication:1",
  "partition:3",
  "delay:2",
  "byzantine:1",
  "crash:1,byzantine:1",
];

describe.each(timings)("with timing %s", (timing) => {
  test.each(failures)("and failures %s there are as many tokens as letters", (failed) => {
    for (let seed = 0; seed < 12; seed++) {
      const restarts = failed.includes("recovery");
      const size = { fuel: 3, inRounds: timing === "synchronous" && seed % 2 === 0, restarts };
      const channel = channels[seed % channels.length] ?? unordered;
      const made = { timing: parseTiming(timing), failures: parseFailures(failed) };
      if (refusalOf({ ...made, channel, protocol: generatedProtocol(seed, size) }) !== undefined) continue;
      const options = { ...drawnOptions(seed, size), ...made, channels: channel };
      followed(system(generatedProtocol(seed, size), options), seed);
    }
  });

  test("and process code likewise", () => {
    if (timing !== "asynchronous" && timing !== "synchronous") return;
    for (let seed = 0; seed < 12; seed++) {
      const failed = ["none", "crash:1", "crash-recovery:1", "loss:2,duplication:1", "omission:1"][seed % 5];
      const options = { timing: parseTiming(timing), failures: parseFailures(failed ?? "none") };
      followed(
        system(generatedCode(seed + 50), { channels: seed % 2 === 0 ? unordered : fifo, ...options }),
        seed,
      );
    }
  });
});

test("what vanishes with a crash is not received by another of its kind later", () => {
  const crashing = protocol<{ type: "x" } | { type: "y" }>()({
    name: "crashing",
    roles: {
      a: role({
        initially: ({ setTimer }) => {
          setTimer("go");
          setTimer("again");
          return {};
        },
        upon: { y: () => {} },
        uponTimeout: {
          go: (_state, { send }) => send("b", { type: "x" }),
          again: (_state, { send }) => send("b", { type: "x" }),
        },
      }),
      b: role({
        initially: () => ({}),
        uponRecovery: () => ({}),
        upon: { x: (_state, _message, { send }) => send("a", { type: "y" }) },
      }),
    },
  });
  const here = system(crashing, { failures: parseFailures("crash-recovery:1") });
  const lines = ["a times out on go", "a sends x to b", "b crashes for a time", "b recovers"];
  const more = ["a times out on again", "a sends x to b", "b receives x from a"];
  const text = ["processes a=1 b=1", "failures crash-recovery:1", "", ...lines, ...more].join("\n");
  const { inputs, events } = scheduleFor(here, parseSchedule(text));
  const transit = new Transit<number>();
  let before = initialConfiguration(here, inputs);
  let sent: number | undefined;
  for (const [i, event] of events.entries()) {
    const after = step(here, before, event);
    sent = transit.next(takenBy(event) ?? "") ?? sent;
    transit.follow(["a", "b"], { before, event, after }, i);
    before = after;
  }
  expect(sent).toBe(lines.length + 1);
});
