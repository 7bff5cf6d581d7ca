/** Crashes from which processes recover, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { HEAR, NEWS, ONE, party, TELL, TWO } from "../../../test/semantics/party.ts";
import { play } from "../../../test/semantics/play.ts";
import { check, search } from "../../explorer/index.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";

const { after, afterSteps } = play(party, { failures: "crash-recovery:1" });
const DOWN = "guest1 crashes for a time";
const UP = "guest1 recovers";

/** Counts how often it has started; the handler for recovery knows what was stable. */
const careful = protocol<{ type: "back"; starts: number }>()({
  name: "careful",
  roles: {
    process: role({
      processes: 2,
      inputs: [7],
      initially: ({ decide }) => (decide("once"), { starts: 1, scratch: 5, known: null as unknown }),
      stable: ["starts"],
      upon: { back: () => {} },
      uponRecovery({ starts = 0 }, { input, decision, broadcast }) {
        broadcast({ type: "back", starts: starts + 1 });
        return { starts: starts + 1, scratch: input, known: decision };
      },
    }),
  },
});

test("It stops between steps or within one, as with `crash`, and takes no step until it recovers.", () => {
  expect(after(NEWS, TELL).next).toEqual([ONE, DOWN]);
  expect(after(NEWS, TELL, ONE, DOWN).next).toEqual([UP, "guest2 receives news(n: 1) from guest1"]);
  expect(afterSteps(DOWN).next).toEqual([UP]);
});

test("What is left of its state is its stable variables; its input and its decision stay, too.", () => {
  const { local } = afterSteps(TELL, DOWN);
  expect(local("guest1")).toMatchObject({ state: { told: true }, decision: "told", timers: [] });
  expect(local("guest1").state).not.toHaveProperty("heard");
  expect(
    play(careful, { failures: "crash-recovery" }).afterSteps("p1 crashes for a time").local("p1"),
  ).toEqual({
    input: 7,
    state: { starts: 1 },
    timers: [],
    halted: false,
    decision: "once",
    down: "for a time",
  });
});

test("What is in transit to it when it stops, and what is sent to it while it is down, is lost.", () => {
  expect(afterSteps(DOWN).inTransit("guest1")).toEqual([]);
  const { inTransit } = afterSteps("guest2 crashes for a time", TELL);
  expect(inTransit("guest2")).toEqual([]);
  expect(afterSteps("guest2 crashes for a time", "guest2 recovers", TELL).inTransit("guest2")).toHaveLength(
    2,
  );
});

test("It recovers at some time: an execution does not end while a process is down.", () => {
  const { isQuiescent, next } = afterSteps(TELL, HEAR, DOWN);
  expect(next).toContain(UP);
  expect(isQuiescent).toBe(false);
});

test("Recovery is a step: the start step again, after which stable variables have their old values.", () => {
  expect(afterSteps(TELL, DOWN, UP).local("guest1")).toEqual({
    input: null,
    state: { heard: [], told: true },
    timers: ["tell"],
    halted: false,
    decision: "told",
  });
  expect(after(NEWS, "guest2 crashes for a time", "guest2 recovers").next[0]).toBe(NEWS);
});

test("Where a role has `uponRecovery`, that is the step, and returns the state to go on with.", () => {
  const { state, inTransit } = play(careful, { failures: "crash-recovery" }).afterSteps(
    "p1 crashes for a time",
    "p1 recovers",
  );
  expect(state("p1")).toEqual({ starts: 2, scratch: 7, known: "once" });
  expect(inTransit("p2")).toEqual(["back(starts: 2) from p1"]);
});

test("The budget counts crashes, not processes.", () => {
  const again = [DOWN, UP];
  expect(afterSteps(...again).next.join()).not.toContain("crashes");
  const two = play(party, { failures: "crash-recovery:2" });
  expect(two.afterSteps(...again).next).toContain(DOWN);
  expect(two.afterSteps(...again, DOWN, UP).next.join()).not.toContain("crashes");
});

describe("In synchronous rounds", () => {
  const rounds = play(party, { failures: "crash-recovery:1", timing: "synchronous" });

  test("A process that is down when a round begins recovers in it, before anything is received.", () => {
    const first = ["a round begins", HEAR, "guest1 sends thanks to host", TELL, ONE, DOWN];
    const stopped = rounds.after(NEWS, ...first, "a round begins");
    expect(stopped.configuration.pending.map(({ kind }) => kind)).toEqual(["recover", "receive", "receive"]);
    expect(stopped.next).toEqual([UP]);
  });

  test("Those who recover in a round are up from its beginning, and hear each other in the next.", () => {
    const hello = protocol<{ type: "back" }>()({
      name: "hello",
      roles: {
        process: role({
          processes: 2,
          initially: ({ setTimer }) => {
            setTimer("beat");
            return { heard: 0 };
          },
          upon: { back: (state) => void state.heard++ },
          uponTimeout: { beat() {} },
          uponRecovery(_stable, { broadcast }) {
            broadcast({ type: "back" });
            return { heard: 0 };
          },
        }),
      },
      properties: {
        deaf: {
          invariant: ({ process }) => process.every(({ crashed, state }) => crashed || state.heard === 0),
        },
      },
    });
    const both = play(hello, { failures: "crash-recovery:2", timing: "synchronous" });
    const crashes = ["a round begins", "p1 crashes for a time", "p2 crashes for a time"];
    const first = ["a round begins", "p1 recovers", "p1 sends back to p2"];
    const second = ["p2 recovers", "p2 sends back to p1"];
    const { inTransit } = both.after(...crashes, ...first, ...second);
    expect(["p1", "p2"].map(inTransit)).toEqual([["back from p2"], ["back from p1"]]);
    for (const explore of [check, search]) {
      expect(explore(both.system)).toMatchObject({
        configurations: 17,
        verdicts: { deaf: { verdict: "violated" } },
      });
    }
  });

  test("What is sent to it in the round of its crash is lost; from its recovery on nothing is.", () => {
    const first = [
      "a round begins",
      HEAR,
      "guest1 sends thanks to host",
      TELL,
      ONE,
      TWO,
      'guest1 decides "told"',
    ];
    const second = ["a round begins", "host receives thanks from guest1"];
    const crash = ["guest2 receives news(n: 1) from guest1", "guest2 crashes for a time"];
    const down = rounds.after(NEWS, ...first, ...second, ...crash);
    expect(down.inTransit("guest2")).toEqual([]);
    const up = ["guest2 crashes for a time", "a round begins", "guest2 recovers", NEWS, TELL, ONE];
    expect(rounds.after(...up).inTransit("guest2")).toEqual(["news(n: 1) from guest1"]);
  });
});
