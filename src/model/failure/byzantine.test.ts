/** Byzantine failures, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { party } from "../../../test/semantics/party.ts";
import { play, type Moment } from "../../../test/semantics/play.ts";
import { check } from "../../explorer/index.ts";
import { extended, withAlphabet } from "../system/alphabet.ts";
import { formatMessage } from "../state/message.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system, type System } from "../system/system.ts";
import { edges } from "../system/topology.ts";
import { parseFailures } from "./index.ts";

const LIE = "guest1 forges thanks for host";
const BELIEVE = "host receives thanks from guest1";
const NEWS = "guest2 sends news(n: 0) to guest1";

/** A system in which a guest can say nothing but thanks to the host. */
const thanking = (made: System): System =>
  withAlphabet(made, extended(new Map(), [{ from: "guest", to: "host", message: { type: "thanks" } }]));

const { after } = play(party, { failures: "byzantine:1", but: thanking });

/** After a start at which guest1 turns out to be Byzantine. */
const lying = (...lines: string[]): Moment =>
  after("host starts", "guest1 is Byzantine", "guest2 starts", NEWS, ...lines);

/** Each of two answers what it hears with one less, once; the first begins with three. */
const countdown = protocol<{ type: "count"; n: number }>()({
  name: "countdown",
  roles: {
    process: role({
      processes: 2,
      initially: ({ index, broadcast }) => {
        if (index === 1) broadcast({ type: "count", n: 3 });
        return { answered: false };
      },
      upon: {
        count(state, { n }, { reply }) {
          if (!state.answered && n > 1) reply({ type: "count", n: n - 1 });
          state.answered = true;
        },
      },
    }),
  },
});

test("Who is Byzantine is chosen at the start, before it sends anything.", () => {
  expect(play(party, { failures: "byzantine:1" }).after().next).toEqual(["host starts", "host is Byzantine"]);
  expect(play(party, { failures: "byzantine:guest1" }).after().next).toEqual([
    "guest1 starts",
    "guest1 is Byzantine",
  ]);
  expect(after("host starts", "guest1 is Byzantine").next).toEqual(["guest2 starts"]);
});

test("A Byzantine process takes no steps, not even its start step, and nothing is sent to it.", () => {
  const { inTransit, local, next } = lying();
  expect(local("guest1")).toMatchObject({ down: "Byzantine", timers: [] });
  expect(inTransit("guest1")).toEqual([]);
  expect(next).toEqual([LIE]);
  expect(after("host starts", "guest1 starts", "guest2 is Byzantine").configuration.pending).toEqual([]);
});

test("It may say the same again and again, at any time.", () => {
  expect(lying(LIE, BELIEVE, LIE, BELIEVE).state("host")).toEqual({ thanks: 2 });
  expect(lying(LIE, BELIEVE).next).toEqual([LIE]);
});

test("What it says is received at once: who lies can wait for the right moment.", () => {
  expect(lying(LIE).next).toEqual([BELIEVE]);
});

test("It may say different things to different processes.", () => {
  const words = [1, 2].map((n) => ({ from: "guest", to: "guest", message: { type: "news", n } as const }));
  const three = play(party, {
    processes: { guest: 3 },
    failures: "byzantine:guest1",
    but: (made) => withAlphabet(made, extended(new Map(), words)),
  });
  const tell = (n: number, to: string): string[] => [
    `guest1 forges news(n: ${n}) for ${to}`,
    `${to} receives news(n: ${n}) from guest1`,
    `${to} sends thanks to host`,
  ];
  const start = ["guest1 is Byzantine", NEWS, "guest3 sends news(n: 0) to guest1"];
  const { state } = three.after(...start, ...tell(1, "guest2"), ...tell(2, "guest3"));
  expect([state("guest2")["heard"], state("guest3")["heard"]]).toEqual([[1], [2]]);
});

test("It cannot speak in the name of another: who receives a message knows its sender.", () => {
  expect(lying().next.filter((event) => event.includes("forges"))).toEqual([LIE]);
  expect(() => lying("guest2 forges thanks for host")).toThrow("is not enabled");
});

test("It speaks to its neighbours only.", () => {
  const lies = (...list: [number, number][]): readonly string[] => {
    const made = play(party, { topology: edges(list), failures: "byzantine:guest1", but: thanking });
    return made.after("guest1 is Byzantine", NEWS).next;
  };
  expect(lies([1, 2], [2, 3])).toEqual([LIE]);
  expect(lies([1, 3], [2, 3])).toEqual([]);
});

test("It may say what, in some execution, its role says to the role of the receiver.", () => {
  const { alphabet } = check(system(countdown, { failures: parseFailures("byzantine:1") }));
  expect(
    [...(alphabet ?? [])].map(([pair, words]) => `${pair}: ${words.map(formatMessage).join(" ")}`),
  ).toEqual(["process process: count(n: 3) count(n: 2) count(n: 1)"]);
});

test("To that, `forges` of the protocol adds; in a schedule that is replayed it may say anything.", () => {
  const made = system({ ...party, forges: { host: [{ type: "thanks" }] } });
  expect([...made.alphabet]).toEqual([["host host", [{ type: "thanks" }]]]);
  const lines = ["guest1 forges news(n: 7) for guest2", "guest2 receives news(n: 7) from guest1"];
  expect(lying(...lines).state("guest2")).toMatchObject({ heard: [7] });
});

test("It never has to say anything: an execution may end whenever the others have nothing to do.", () => {
  expect(lying().isQuiescent).toBe(true);
});

test("It is refused beside shared objects: what it might do to them is not defined.", () => {
  const made = () => system({ ...party, objects: [] }, { failures: parseFailures("byzantine:1") });
  expect(made).toThrow("what a Byzantine process may do to shared objects is not defined");
});

describe("In synchronous rounds", () => {
  const rounds = play(party, { failures: "byzantine:guest1", timing: "synchronous", but: thanking });
  const begun = (...lines: string[]): Moment =>
    rounds.after("guest1 is Byzantine", NEWS, "a round begins", ...lines);
  const toHost = "guest1 withholds its message from host";
  const toGuest = "guest1 withholds its message from guest2";

  test("In each round it says one thing, or nothing, to each of the others.", () => {
    expect(begun().next).toEqual([toHost, LIE]);
    expect(begun(toHost).next).toEqual([toGuest]);
    expect(begun(LIE).next).toEqual([BELIEVE]);
    expect(begun(LIE, BELIEVE).next).toEqual([toGuest]);
    expect(begun(LIE, BELIEVE, toGuest).next).toEqual(["a round begins"]);
  });

  test("Where it can say nothing to somebody, a round holds nothing of it for them.", () => {
    const quiet = protocol<{ type: "hello" }>()({
      name: "quiet",
      roles: { process: role({ processes: 2, initially: () => ({}), upon: { hello() {} } }) },
    });
    const failures = parseFailures("byzantine:1,crash:1");
    const result = check(system(quiet, { failures, timing: rounds.system.timing }));
    expect(result).toMatchObject({ configurations: 3, quiescent: 3, depth: 0 });
    const talking = { ...quiet, forges: { process: [{ type: "hello" as const }] } };
    const heard = check(system(talking, { failures, timing: rounds.system.timing }));
    expect(heard).toMatchObject({ configurations: 5, quiescent: 5, depth: 1 });
  });

  test("Correct processes, too, then say no more than one thing to each other in a round.", () => {
    const made = system(party, { failures: parseFailures("byzantine:1"), timing: rounds.system.timing });
    expect(() => check(made)).toThrow(
      "In one round guest1 sends two messages to guest2: news(n: 1) and news(n: 2).",
    );
  });
});
