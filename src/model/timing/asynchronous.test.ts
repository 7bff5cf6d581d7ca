/** Asynchrony, sentence by sentence: see docs/semantics.md. */
import { pause, protocol, role, sleep } from "lightcone";
import { expect, test } from "vitest";
import { ALARM1, ALARM2, alarms, PING } from "../../../test/semantics/alarms.ts";
import { play } from "../../../test/semantics/play.ts";

const { after, afterSteps } = play(alarms);

/** p1 goes on for ever, and p2 has a message to receive and a timer. */
const busy = protocol<{ type: "hello" }>()({
  name: "busy",
  roles: {
    process: role({
      processes: 2,
      initially: ({ index, send, setTimer }) => {
        if (index === 1) send("p2", { type: "hello" });
        setTimer("again");
        return { turns: 0 };
      },
      upon: { hello: () => {} },
      uponTimeout: {
        again(state, { setTimer }) {
          state.turns++;
          setTimer("again");
        },
      },
    }),
  },
});

test("One event happens at a time, and whichever is enabled may be next: the adversary chooses.", () => {
  expect(afterSteps().next).toEqual([ALARM1, PING, ALARM2]);
  for (const first of [ALARM1, PING, ALARM2]) expect(() => afterSteps(first)).not.toThrow();
});

test("Between its sending and its receipt a message waits for any number of other steps.", () => {
  const turns = new Array<string>(100).fill("p1 times out on again");
  const { next, state } = play(busy).afterSteps(...turns);
  expect(state("p1")).toEqual({ turns: 100 });
  expect(next).toContain("p2 receives hello from p1");
});

test("A process may wait for its next step while others take any number of theirs.", () => {
  const turns = new Array<string>(100).fill("p1 times out on again");
  expect(play(busy).afterSteps(...turns).next).toContain("p2 times out on again");
});

test("A timer may fire at any time after it was set, however many ticks it was set for.", () => {
  expect(afterSteps().next).toEqual(expect.arrayContaining([ALARM1, ALARM2]));
  expect(afterSteps(ALARM2).next).toContain(ALARM1);
});

test("A timer that is set fires once; to set it again before it fires changes nothing.", () => {
  const setter = protocol()({
    name: "setter",
    roles: {
      process: role({
        initially: ({ setTimer }) => {
          setTimer("a");
          setTimer("a");
          return {};
        },
        uponTimeout: { a: () => {} },
      }),
    },
  });
  expect(play(setter).afterSteps().next).toEqual(["p1 times out on a"]);
  expect(play(setter).afterSteps("p1 times out on a").next).toEqual([]);
});

test("A timer that is cancelled does not fire.", () => {
  const canceller = protocol()({
    name: "canceller",
    roles: {
      process: role({
        initially: ({ setTimer }) => {
          for (const name of ["a", "b", "c"]) setTimer(name);
          return {};
        },
        uponTimeout: { a: (_state, { cancelTimer }) => cancelTimer("b"), b: () => {}, c: () => {} },
      }),
    },
  });
  expect(play(canceller).afterSteps("p1 times out on a").next).toEqual(["p1 times out on c"]);
});

test("`sleep` is over at any time, as `pause` is.", () => {
  const sleeper = (step: typeof sleep) =>
    protocol()({
      name: "sleeper",
      roles: {
        process: role({
          initially: () => ({}),
          *run() {
            yield* step(1000);
          },
        }),
      },
    });
  expect(play(sleeper(sleep)).afterSteps().next).toEqual(["p1 goes on"]);
  expect(play(sleeper(pause)).afterSteps().next).toEqual(["p1 goes on"]);
});

test("There is no clock: no process knows bounds, nor how late a timer is.", () => {
  expect(after("p1 sends ping(n: 1) to p2", ALARM1).state("p1")).toMatchObject({ late: 0, known: false });
});
