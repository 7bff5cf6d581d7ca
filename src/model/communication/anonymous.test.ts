/** Channels that hide who sends, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { play, type Moment, type Setting } from "../../../test/semantics/play.ts";
import { followLetters } from "../../analysis/letters.ts";
import { check, search } from "../../explorer/index.ts";
import type { UsageError } from "../error.ts";
import { parseEvent } from "../event/parseEvent.ts";
import { protocol } from "../system/protocol.ts";
import { role, type Context } from "../system/role.ts";
import { system } from "../system/system.ts";
import { isStuck, replay } from "../transition/execution.ts";
import {
  anonymous,
  fifo,
  messageSet,
  parseChannels,
  unordered,
  withCapacity,
  type Channel,
} from "./index.ts";

type Message = { type: "vote"; n: number };

/** p1 and p2 send p3 the vote 1 when told to, and p2 the vote 0 before it; p3 notes what it hears. */
const poll = protocol<Message>()({
  name: "poll",
  channels: anonymous(unordered),
  roles: {
    process: role({
      processes: 3,
      initially: ({ index, setTimer }) => {
        if (index < 3) setTimer("vote");
        return { votes: [] as number[] };
      },
      upon: { vote: (state, { n }) => void state.votes.push(n) },
      uponTimeout: {
        vote(_state, { index, send }) {
          for (const n of index === 2 ? [0, 1] : [1]) send("p3", { type: "vote", n });
        },
      },
    }),
  },
  monitors: {
    ballots: {
      initially: () => ({ seen: [] as unknown[] }),
      upon: { receive: (state: { seen: unknown[] }, event: unknown) => void state.seen.push(event) },
    },
  },
});

const VOTE1 = "p1 times out on vote";
const VOTE2 = "p2 times out on vote";
const hears = (n: number): string => `p3 receives vote(n: ${n})`;
const sets = anonymous(messageSet);

const after = (setting: Setting, ...lines: string[]): Moment => play(poll, setting).afterSteps(...lines);
const ofP3 = ({ next }: Moment): string[] => next.filter((event) => event.startsWith("p3 receives"));

/** A protocol whose one message makes its receiver do something. */
function asking(part: object): ReturnType<typeof protocol> extends (given: infer P) => unknown ? P : never {
  const asked = role({
    processes: 2,
    initially: ({ index, send }: Context<Message>) => (
      index === 1 && send("p2", { type: "vote", n: 1 }),
      { from: "" }
    ),
    ...part,
  } as never);
  return { name: "asking", channels: anonymous(unordered), roles: { process: asked } } as never;
}

const HEARD = "p2 receives vote(n: 1)";
type Asking = { readonly from: string; reply(message: Message): void };

describe("Channels that hide senders, such as `unordered:anonymous`", () => {
  test("Who receives a message is not told who has sent it; to ask for it is a mistake.", () => {
    const upon = (vote: (state: object, message: Message, context: Asking) => void): object => ({
      upon: { vote },
    });
    const mistakes = [
      upon((state, _message, { from }) => void Object.assign(state, { from })),
      upon((_state, message, { reply }) => reply(message)),
      {
        upon: { vote: () => undefined },
        when: { vote: (_s: object, _m: Message, facts: Asking) => facts.from === "" },
      },
    ];
    for (const part of mistakes)
      expect(() => play(asking(part)).afterSteps(HEARD)).toThrow("asked who has sent a message");
    const uponRound = (state: object, [first]: readonly Asking[]): void =>
      void Object.assign(state, { from: first?.from ?? "" });
    const rounds = (part: object): Moment =>
      play(asking(part), { timing: "synchronous" }).afterSteps("a round begins");
    expect(() => rounds({ uponRound })).toThrow("asked who has sent a message");
    expect(
      rounds({
        uponRound: (state: object, [first]: readonly object[]) => void Object.assign(state, first),
      }).state("p2"),
    ).toEqual({ from: "", message: { type: "vote", n: 1 } });
  });

  test("Equal messages are equal, whoever has sent them: to receive one of them is one event.", () => {
    expect(ofP3(after({}, VOTE2, VOTE1))).toEqual([hears(0), hears(1)]);
    expect(after({}, VOTE2, VOTE1, hears(1)).configuration).toEqual(
      after({}, VOTE1, hears(1), VOTE2).configuration,
    );
    expect(parseEvent(hears(1))).toEqual({
      kind: "receive",
      process: "p3",
      message: { type: "vote", n: 1 },
      choices: [],
    });
  });

  test("A message is received as often as it was sent; in a message set, it is there once.", () => {
    expect(after({}, VOTE2, VOTE1).inTransit("p3")).toEqual(["vote(n: 0)", "vote(n: 1)", "vote(n: 1)"]);
    expect(after({}, VOTE2, VOTE1, hears(1), hears(1)).inTransit("p3")).toEqual(["vote(n: 0)"]);
    expect(after({ channels: sets }, VOTE2, VOTE1).inTransit("p3")).toEqual(["vote(n: 0)", "vote(n: 1)"]);
    expect(after({ channels: sets }, VOTE2, VOTE1, hears(1)).inTransit("p3")).toHaveLength(2);
  });

  test("Monitors and properties are not told either.", () => {
    const { configuration } = after({}, VOTE1, hears(1));
    expect(configuration.monitors).toEqual([
      { seen: [{ choices: [], kind: "receive", message: { n: 1, type: "vote" }, process: "p3" }] },
    ]);
    const seen: unknown[] = [];
    const looking = system({
      ...poll,
      properties: {
        looks: {
          invariant: (
            _roles: unknown,
            { processes }: { processes: readonly { mailbox: readonly object[] }[] },
          ) => {
            seen.push(
              ...processes.flatMap(({ mailbox }) => mailbox.map((letter) => "from" in letter && letter.from)),
            );
            return true;
          },
        },
      },
    } as never);
    for (const explore of [search, check]) explore(looking);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter((from) => typeof from === "string")).toEqual([]);
  });

  test("In a round they are received in an order that tells nothing of who has sent them.", () => {
    const rounds = (channels: Channel): unknown =>
      after({ timing: "synchronous", channels }, "a round begins", "a round begins").state("p3")["votes"];
    expect(rounds(unordered)).toEqual([1, 0, 1]);
    expect(rounds(anonymous(unordered))).toEqual([0, 1, 1]);
  });

  test("Of equal messages the oldest is received first, whoever has sent it: none waits for ever.", () => {
    const timed = after({ timing: "bounded:1-3" }, VOTE1, "time passes", VOTE2, hears(1));
    expect(timed.inTransit("p3")).toEqual(["vote(n: 0)", "vote(n: 1)"]);
    expect(timed.configuration.mailboxes[2]?.map(({ delay }) => delay?.after)).toEqual([1, 1]);
  });

  test("Who has sent what is seen in pictures: equal messages leave as they were sent.", () => {
    const events = [VOTE1, "p1 sends vote(n: 1) to p3", VOTE2, "p2 sends vote(n: 0) to p3"];
    events.push("p2 sends vote(n: 1) to p3", hears(1), hears(1));
    for (const [channels, ...sends] of [
      [anonymous(unordered), 1, 4],
      [sets, 1, 1],
    ] as const) {
      const execution = replay(system(poll, { channels }), {
        inputs: [null, null, null],
        events: events.map(parseEvent),
      });
      if (isStuck(execution)) throw new Error(`stuck at ${execution.at}`);
      expect(followLetters(execution).sends.slice(-2)).toEqual(sends);
    }
  });

  test("Partitions and omissions of who sends are known by their links, as over other channels.", () => {
    const cut = after({ failures: "partition:1" }, "p2 is cut off", VOTE2, VOTE1);
    expect(cut.inTransit("p3")).toEqual(["vote(n: 1)"]);
    const omitting = play(poll, { failures: "send-omission:p1:1" });
    expect(omitting.after(VOTE1).next).toContain("p1 fails to send vote(n: 1) to p3");
  });

  test("A loss, a duplication or a delay is of one of the equal messages, and of no sender.", () => {
    const lossy = after({ failures: "loss:1,duplication:1" }, VOTE2, VOTE1);
    const faults = lossy.next.filter((event) => event.startsWith("the network"));
    expect(faults).toEqual(
      ["loses", "duplicates"].flatMap((what) => [0, 1].map((n) => `the network ${what} vote(n: ${n}) to p3`)),
    );
    const lost = after({ failures: "loss:1" }, VOTE2, VOTE1, "the network loses vote(n: 1) to p3");
    expect(lost.inTransit("p3")).toEqual(["vote(n: 0)", "vote(n: 1)"]);
    const late = after({ failures: "delay:1", timing: "bounded:0" }, VOTE1);
    expect(late.next).toContain("the network delays vote(n: 1) to p3");
  });

  test("They are refused where an order or a bound is of one sender, and where somebody may lie.", () => {
    const refused = (make: () => unknown): string => {
      try {
        make();
      } catch (error) {
        return (error as UsageError).what;
      }
      return "";
    };
    expect(refused(() => anonymous(fifo))).toContain("fifo cannot hide who sends: to receive in order");
    expect(refused(() => parseChannels("fifo:3:anonymous"))).toContain("fifo:3 cannot hide who sends");
    expect(refused(() => parseChannels("unordered:2:anonymous"))).toContain("the room is for the messages");
    expect(refused(() => withCapacity(sets, 2))).toContain("cannot be bounded");
    expect(refused(() => parseChannels("unordered:anonymous:2"))).toContain("cannot be bounded");
    for (const failures of ["byzantine:1", "authenticated-byzantine:1"])
      expect(refused(() => play(poll, { failures }))).toContain("could speak in the name of anybody");
  });
});
