/** Channels, sentence by sentence: see docs/semantics.md. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { play, type Moment, type Setting } from "../../../test/semantics/play.ts";
import { check, search } from "../../explorer/index.ts";
import type { Configuration } from "../state/configuration.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system } from "../system/system.ts";
import { enabled, settle, step } from "../transition/transition.ts";
import {
  channels,
  fifo,
  messageSet,
  parseChannels,
  unordered,
  withCapacity,
  type Channel,
  type Letters,
} from "./index.ts";

/** p1 sends p3 the numbers 2, 1, 1 when told to, and p2 sends it 5 and 4; p3 notes what it hears. */
const post = protocol<{ type: "n"; n: number }>()({
  name: "post",
  roles: {
    process: role({
      processes: 3,
      initially: ({ index, setTimer }) => {
        if (index < 3) setTimer("write");
        return { heard: [] as number[] };
      },
      upon: { n: (state, { n }) => void state.heard.push(n) },
      uponTimeout: {
        write(_state, { index, send }) {
          for (const n of index === 1 ? [2, 1, 1] : [5, 4]) send("p3", { type: "n", n });
        },
      },
    }),
  },
});

const WRITE1 = "p1 times out on write";
const WRITE2 = "p2 times out on write";
const hear = (n: number, from: string): string => `p3 receives n(n: ${n}) from ${from}`;

const over = (channel: Channel, ...lines: string[]): Moment =>
  play(post, { channels: channel }).afterSteps(...lines);
const receipts = (channel: Channel, ...lines: string[]): string[] =>
  over(channel, ...lines).next.filter((event) => event.startsWith("p3 receives"));

type Letter = readonly [sender: number, content: number];
const letters: Letters<Letter> = {
  compare: ([p, x], [q, y]) => p - q || x - y,
  sender: ([p]) => p,
};
const sent = fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 10 });

/** What is received if everything is, always the letter that `choose` points at. */
function drained(channel: Channel, list: readonly Letter[], choose: number): Letter[] {
  const received: Letter[] = [];
  let mailbox = list.reduce<readonly Letter[]>((all, letter) => channel.send(all, letter, letters), []);
  for (;;) {
    const receivable = channel.receivable(mailbox, letters);
    const next = receivable[choose % receivable.length];
    if (next === undefined) return received;
    received.push(next.letter);
    mailbox = next.rest;
  }
}

/** All that p3 may have heard when p1 has written and at most four more steps have been taken. */
function heardIn(setting: Setting): Set<string> {
  const { system: made, afterSteps } = play(post, { processes: { process: 3 }, ...setting });
  const heard = new Set<string>();
  const visit = (here: Configuration, steps: number): void => {
    heard.add(JSON.stringify(here.locals[2]?.state["heard"]));
    if (steps === 0) return;
    for (const event of enabled(made, here)) visit(settle(made, step(made, here, event)).settled, steps - 1);
  };
  visit(afterSteps(WRITE1).configuration, 4);
  return heard;
}

describe("All channels", () => {
  test("Only what was sent is received, unchanged, from whoever sent it to whom it was sent to.", () => {
    for (const channel of channels) {
      const received = receipts(channel, WRITE1, WRITE2);
      const possible = [hear(1, "p1"), hear(2, "p1"), hear(4, "p2"), hear(5, "p2")];
      expect(possible).toEqual(expect.arrayContaining(received));
      expect(over(channel, WRITE1, WRITE2).next.filter((event) => !event.startsWith("p3"))).toEqual([]);
    }
  });

  test("They lose nothing by themselves: a message stays in transit until it is received.", () => {
    for (const channel of channels) {
      const written = over(channel, WRITE1).inTransit("p3");
      const later = over(channel, WRITE1, WRITE2, hear(5, "p2"));
      expect(later.inTransit("p3").filter((text) => text.endsWith("p1"))).toEqual(written);
      expect(later.next).toEqual(expect.arrayContaining(receipts(channel, WRITE1)));
    }
  });

  test("The receipt of one of several equal messages of one sender is one event, whichever it is.", () => {
    for (const channel of [unordered, messageSet])
      expect(receipts(channel, WRITE1)).toEqual([hear(1, "p1"), hear(2, "p1")]);
  });

  test("In which order different senders have sent makes no difference.", () => {
    for (const channel of channels)
      expect(over(channel, WRITE1, WRITE2).configuration).toEqual(
        over(channel, WRITE2, WRITE1).configuration,
      );
  });
});

describe("`unordered`", () => {
  test("Whatever is in transit may be received next: messages overtake each other.", () => {
    expect(receipts(unordered, WRITE1, WRITE2)).toEqual([
      hear(1, "p1"),
      hear(2, "p1"),
      hear(4, "p2"),
      hear(5, "p2"),
    ]);
  });

  property.prop([sent, fc.nat()])(
    "Every message is received once for each time that it was sent.",
    (list, choose) => {
      const sorted = (all: readonly Letter[]): Letter[] => all.toSorted(letters.compare);
      expect(sorted(drained(unordered, list, choose))).toEqual(sorted(list));
    },
  );

  test("In which order one sender has sent is forgotten: what is in transit is a multiset.", () => {
    expect(over(unordered, WRITE1).inTransit("p3")).toEqual([
      "n(n: 1) from p1",
      "n(n: 1) from p1",
      "n(n: 2) from p1",
    ]);
  });
});

describe("`fifo`", () => {
  property.prop([sent, fc.nat()])(
    "The messages from p to q are received in the order in which p sent them, each once.",
    (list, choose) => {
      const received = drained(fifo, list, choose);
      for (const sender of [0, 1, 2])
        expect(received.filter(([p]) => p === sender)).toEqual(list.filter(([p]) => p === sender));
    },
  );

  test("Between messages of different senders there is no order.", () => {
    expect(receipts(fifo, WRITE1, WRITE2)).toEqual([hear(2, "p1"), hear(5, "p2")]);
    expect(receipts(fifo, WRITE1, WRITE2, hear(2, "p1"))).toEqual([hear(1, "p1"), hear(5, "p2")]);
  });
});

describe("Bounded channels, such as `fifo:3`", () => {
  test("There is room for so many messages from p to q; what is sent while it is full is gone.", () => {
    const two = withCapacity(fifo, 2);
    expect(over(two, WRITE1).inTransit("p3")).toEqual(["n(n: 2) from p1", "n(n: 1) from p1"]);
    expect(over(two, WRITE1, WRITE2).inTransit("p3")).toHaveLength(4);
    expect(over(two, WRITE1, WRITE2).isQuiescent).toBe(false);
    expect(over(withCapacity(unordered, 1), WRITE1).inTransit("p3")).toEqual(["n(n: 2) from p1"]);
  });

  test("A receipt makes room, and so does a loss, which may strike anywhere in a bounded queue.", () => {
    const failures = "loss:1";
    const lossy = play(post, { channels: withCapacity(fifo, 2), failures }).afterSteps(WRITE1);
    const lost = "the network loses n(n: 1) from p1 to p3 behind 1 more";
    expect(lossy.next).toContain(lost);
    const after = play(post, { channels: withCapacity(fifo, 2), failures }).afterSteps(WRITE1, lost);
    expect(after.inTransit("p3")).toEqual(["n(n: 2) from p1"]);
    const three = play(post, { channels: withCapacity(fifo, 3), failures }).afterSteps(WRITE1);
    expect(three.next.filter((event) => event.includes("behind"))).toEqual([lost]);
  });

  test("Where it is full nothing is doubled.", () => {
    const doubled = (channel: Channel): string[] =>
      play(post, { channels: channel, failures: "duplication:1" })
        .afterSteps(WRITE1)
        .next.filter((event) => event.startsWith("the network duplicates"));
    expect(doubled(withCapacity(fifo, 3))).toEqual([]);
    expect(doubled(withCapacity(fifo, 4))).toHaveLength(1);
  });

  test("They make no sense in rounds, nor for message sets, of which nothing is taken out.", () => {
    expect(() => parseChannels("message-set:2")).toThrow("cannot be bounded");
    const rounds = () => play(post, { channels: parseChannels("fifo:2"), timing: "synchronous" });
    expect(rounds).toThrow("in a round everything that was sent is received");
  });
});

describe("`message-set`", () => {
  test("What was sent stays: it may be received again and again, in any order.", () => {
    const again = [hear(1, "p1"), hear(2, "p1"), hear(1, "p1"), hear(1, "p1")];
    expect(over(messageSet, WRITE1, ...again).state("p3")["heard"]).toEqual([1, 2, 1, 1]);
    expect(receipts(messageSet, WRITE1, ...again)).toEqual(receipts(messageSet, WRITE1));
  });

  test("To send again what has been sent changes nothing.", () => {
    expect(over(messageSet, WRITE1).inTransit("p3")).toEqual(["n(n: 1) from p1", "n(n: 2) from p1"]);
  });

  test("For safety it includes loss, duplication and reordering: what these allow, it allows.", () => {
    const heard = heardIn({ channels: unordered, failures: "loss,duplication:1" });
    expect(heard.size).toBeGreaterThan(20);
    expect([...heardIn({ channels: messageSet })]).toEqual(expect.arrayContaining([...heard]));
    const reliable = [...heardIn({ channels: unordered })];
    expect([...heard].some((list) => !reliable.includes(list))).toBe(true);
  });

  test("For liveness it includes no loss: no execution ends while something can be received.", () => {
    expect(over(messageSet, WRITE1, WRITE2).isQuiescent).toBe(false);
    expect(over(messageSet, WRITE1, WRITE2, hear(1, "p1"), hear(2, "p1")).isQuiescent).toBe(false);
    const once = protocol<{ type: "m" }>()({
      name: "once",
      channels: messageSet,
      roles: {
        process: role({
          processes: 2,
          initially: ({ index, broadcast }) => (index === 1 && broadcast({ type: "m" }), { heard: false }),
          upon: { m: (state) => void (state.heard = true) },
        }),
      },
      properties: { hears: { eventually: ({ process: [, q] }) => q?.state.heard === true } },
    });
    for (const explore of [search, check])
      expect(explore(system(once)).verdicts).toMatchObject({ hears: { verdict: "holds" } });
  });
});
