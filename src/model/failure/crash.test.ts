/** Crashes, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { DECIDE, HEAR, NEWS, ONE, party, TELL, THANK, TOLD, TWO } from "../../../test/semantics/party.ts";
import { play } from "../../../test/semantics/play.ts";
import { check } from "../../explorer/index.ts";
import { formatConfiguration } from "../state/configuration.ts";
import { parseChannels } from "../communication/index.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system } from "../system/system.ts";
import { parseFailures } from "./index.ts";

const { after, afterSteps } = play(party, { failures: "crash:1" });
const CRASH = "guest1 crashes";
const CRASHED = "p1 crashes";

test("A process may crash between any two of its steps.", () => {
  const crashes = (...lines: string[]): string[] =>
    afterSteps(...lines).next.filter((event) => event.endsWith("crashes"));
  expect(crashes()).toEqual(["host crashes", "guest1 crashes", "guest2 crashes"]);
  expect(crashes(TELL, HEAR)).toEqual(["host crashes", "guest1 crashes", "guest2 crashes"]);
});

test("It may crash within a step, in place of any of its effects; the rest does not happen.", () => {
  for (const length of [1, 2, 3]) {
    const prefix = TOLD.slice(0, length);
    expect(after(NEWS, ...prefix).next).toEqual([TOLD[length], "guest1 crashes"]);
    const end = after(NEWS, ...prefix, "guest1 crashes");
    expect(end.configuration.pending).toEqual([]);
    expect(end.inTransit("guest2")).toHaveLength(length - 1);
    expect(end.local("guest1").decision).toBeUndefined();
  }
  expect(after(NEWS, ...TOLD).local("guest1").decision).toBe("told");
});

test("Of messages that it sends one after the other any subset goes out, not only a prefix.", () => {
  const unordered = play(party, { failures: "crash:1", channels: parseChannels("unordered") });
  const ends = [
    [ONE, CRASH],
    [CRASH, TWO],
    [CRASH, "guest1 fails to send news(n: 2) to guest2"],
  ];
  expect(unordered.after(NEWS, TELL, CRASH).next).toEqual(ends.slice(1).map((end) => end[1]));
  const sent = ends.map((end) => unordered.after(NEWS, TELL, ...end).inTransit("guest2"));
  expect(sent).toEqual([["news(n: 1) from guest1"], ["news(n: 2) from guest1"], []]);
});

test("Over a FIFO channel nothing goes out that was to be sent after what does not.", () => {
  const end = after(NEWS, TELL, CRASH);
  expect(end.configuration.pending).toEqual([]);
  expect(end.inTransit("guest2")).toEqual([]);
});

test("What it was to send after it had decided goes out only if it decides.", () => {
  const announcing = protocol<{ type: "done" }>()({
    name: "announcing",
    roles: {
      process: role({
        processes: 3,
        initially({ index, decide, broadcast }) {
          if (index > 1) return {};
          decide("done");
          broadcast({ type: "done" });
          return {};
        },
        upon: { done() {} },
      }),
    },
  });
  for (const timing of ["asynchronous", "synchronous"]) {
    const { after: within } = play(announcing, { failures: "crash:p1", timing });
    const cut = within(CRASHED).configuration;
    expect([cut.pending, cut.mailboxes]).toEqual([[], [[], [], []]]);
    expect(within('p1 decides "done"', CRASHED).next).toEqual([
      "p1 sends done to p3",
      "p1 fails to send done to p3",
    ]);
  }
});

test("The order of such messages is of no account, that of a decision amid them is.", () => {
  const telling = (decidesAmid: boolean) =>
    protocol<{ type: "hi" }>()({
      name: "telling",
      roles: {
        process: role({
          processes: 3,
          initially: ({ self, setTimer, neighbors }) => {
            if (self === "p1") setTimer("tell");
            return { others: new Set(neighbors) };
          },
          upon: { hi() {} },
          uponTimeout: {
            tell({ others }, { send, decide }) {
              for (const [i, id] of [...others].entries()) {
                send(id, { type: "hi" });
                if (decidesAmid && i === 0) decide("told");
              }
            },
          },
        }),
      },
    });
  expect(check(system(telling(true))).configurations).toBe(5);
  const failures = parseFailures("crash:p1");
  expect(check(system(telling(false), { failures })).configurations).toBe(9);
  expect(() => check(system(telling(true), { failures }))).toThrow("acts on the order in which a Set");
});

test("The start step, too, may be cut short.", () => {
  expect(after().next).toEqual([NEWS, "guest2 crashes"]);
  expect(after("guest2 crashes").inTransit("guest1")).toEqual([]);
});

test("A process that has crashed takes no step any more.", () => {
  expect(afterSteps("guest1 crashes").next).toEqual([]);
  expect(afterSteps("guest2 crashes").next).toEqual([HEAR, TELL]);
});

test("Its local state stays as its last trigger left it, for properties to see; its timers are gone.", () => {
  const { state, local } = after(NEWS, TELL, "guest1 crashes");
  expect(state("guest1")).toEqual({ heard: [], told: true });
  expect(local("guest1").timers).toEqual([]);
  const early = afterSteps("guest1 crashes");
  expect(early.state("guest1")).toEqual({ heard: [], told: false });
  expect(early.local("guest1").timers).toEqual([]);
});

test("What it sent before is received as if nothing had happened.", () => {
  const { inTransit, next } = afterSteps("guest2 crashes");
  expect(inTransit("guest1")).toEqual(["news(n: 0) from guest2"]);
  expect(next).toContain(HEAR);
});

test("What is in transit to it vanishes, and so does whatever is sent to it later.", () => {
  expect(afterSteps(TELL).inTransit("guest2")).toHaveLength(2);
  expect(afterSteps(TELL, "guest2 crashes").inTransit("guest2")).toEqual([]);
  expect(afterSteps("guest2 crashes", TELL).inTransit("guest2")).toEqual([]);
});

test("A process that has halted does not crash.", () => {
  const brief = protocol()({
    name: "brief",
    roles: { process: role({ processes: 2, initially: ({ index, halt }) => (index === 1 && halt(), {}) }) },
  });
  expect(play(brief, { failures: "crash" }).afterSteps().next).toEqual(["p2 crashes"]);
});

describe("In synchronous rounds", () => {
  const rounds = play(party, { failures: "crash:1", timing: "synchronous" });
  const round = [NEWS, "a round begins", HEAR, THANK, TELL];

  test("What it had still to decide or to receive in the round does not happen.", () => {
    const end = rounds.after(NEWS, "a round begins", HEAR, "guest1 crashes");
    expect(end.configuration.pending).toEqual([]);
    expect(rounds.after(...round, ONE, TWO).next).toEqual([DECIDE, "guest1 crashes"]);
    const { local } = rounds.after(...round, ONE, TWO, "guest1 crashes");
    expect(local("guest1").decision).toBeUndefined();
  });

  test("What it had received in the round, and not acted upon, leaves no trace.", () => {
    const listening = protocol<{ type: "n"; n: number }>()({
      name: "listening",
      roles: {
        process: role({
          processes: 3,
          initially: ({ broadcast, index }) => {
            broadcast({ type: "n", n: index });
            return { heard: 0 };
          },
          uponRound: (state, messages) => void (state.heard = messages.length),
        }),
      },
    });
    const three = play(listening, { failures: "crash:1", timing: "synchronous" });
    const sends = ["p1", "p2", "p3"].flatMap((from, i) =>
      ["p1", "p2", "p3"].filter((to) => to !== from).map((to) => `${from} sends n(n: ${i + 1}) to ${to}`),
    );
    const heard = ["p1 receives n(n: 2) from p2", "p1 receives n(n: 3) from p3"];
    const texts = [0, 1, 2].map((count) =>
      formatConfiguration(
        three.after(...sends, "a round begins", ...heard.slice(0, count), "p1 crashes").configuration,
      ),
    );
    expect(new Set(texts).size).toBe(1);
  });

  test("It crashes in place of a trigger or an effect, not between rounds.", () => {
    expect(rounds.after(NEWS).next).toEqual(["a round begins"]);
    expect(rounds.after(NEWS, "a round begins").next).toEqual([HEAR, "guest1 crashes"]);
    expect(rounds.after(NEWS, "a round begins", HEAR).next).toContain("guest1 crashes");
  });

  test("So it may crash after it has sent all of a round, before it learns what others have sent.", () => {
    const { local, configuration } = rounds.after(NEWS, "a round begins", "guest1 crashes");
    expect(local("guest1")).toMatchObject({ state: { heard: [], told: false }, down: "for ever" });
    expect(configuration.pending).toEqual([]);
  });
});
