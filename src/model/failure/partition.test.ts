/** Temporary partitions, sentence by sentence: see docs/semantics.md. */
import { expect, test } from "vitest";
import { play } from "../../../test/semantics/play.ts";
import { check, search } from "../../explorer/index.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import { system } from "../system/system.ts";
import { synchronous } from "../timing/index.ts";
import { parseFailures } from "./index.ts";

/** Whoever's timer fires tells everybody. */
const gossip = protocol<{ type: "news" }>()({
  name: "gossip",
  roles: {
    process: role({
      processes: 3,
      initially: ({ setTimer }) => {
        setTimer("tell");
        return { heard: 0 };
      },
      upon: { news: (state) => void state.heard++ },
      uponTimeout: { tell: (_state, { broadcast }) => broadcast({ type: "news" }) },
    }),
  },
});

const { after, afterSteps } = play(gossip, { failures: "partition:2" });
const heard = ["p2 receives news from p3", "p3 receives news from p2"];
const tell = (id: string): string => `${id} times out on tell`;

/** From whom there are messages in transit, by receiver. */
const inTransit = (...lines: string[]): string[][] =>
  ["p1", "p2", "p3"].map((id) =>
    afterSteps(...lines)
      .inTransit(id)
      .map((text) => text.replace("news from ", "")),
  );

test("Some processes are cut off from the others: what one side then sends to the other is lost.", () => {
  expect(inTransit("p1 is cut off", tell("p1"), tell("p2"))).toEqual([[], [], ["p2"]]);
});

test("Those on the same side hear each other: those who are cut off, and those who are not.", () => {
  expect(inTransit("p1 is cut off", "p2 is cut off", tell("p1"), tell("p3"))).toEqual([[], ["p1"], []]);
  expect(inTransit("p1 is cut off", tell("p3"))).toEqual([[], ["p3"], []]);
});

test("What was in transit when the partition began still arrives.", () => {
  expect(inTransit(tell("p1"), "p2 is cut off")).toEqual([[], ["p1"], ["p1"]]);
  expect(afterSteps(tell("p1"), "p2 is cut off").next).toContain("p2 receives news from p1");
});

test("It begins and ends between steps, for each process by itself.", () => {
  expect(after(tell("p1")).next).toEqual(["p1 sends news to p2"]);
  const { next } = afterSteps("p1 is cut off", "p2 is cut off");
  expect(next).toEqual(expect.arrayContaining(["p1 is connected again", "p2 is connected again"]));
});

test("It may end at any time, and must at some: no execution ends while a process is cut off.", () => {
  expect(inTransit("p1 is cut off", "p1 is connected again", tell("p1"))).toEqual([[], ["p1"], ["p1"]]);
  const last = afterSteps("p1 is cut off", tell("p1"), tell("p2"), tell("p3"), ...heard);
  expect(last.next.filter((event) => !event.endsWith("is cut off"))).toEqual(["p1 is connected again"]);
  expect(last.isQuiescent).toBe(false);
  const over = afterSteps(
    "p1 is cut off",
    tell("p1"),
    tell("p2"),
    tell("p3"),
    ...heard,
    "p1 is connected again",
  );
  expect(over.isQuiescent).toBe(true);
});

test("A process that is down for a time can be cut off and connected again.", () => {
  const both = play(gossip, { failures: "partition:1,crash-recovery:1" });
  expect(both.afterSteps("p1 crashes for a time").next).toContain("p1 is cut off");
  const down = both.afterSteps("p1 is cut off", "p1 crashes for a time");
  expect(down.next).toContain("p1 is connected again");
});

test("Who is cut off may receive what a Byzantine process sent before.", () => {
  const heeds = protocol<{ type: "lie" | "tip" }>()({
    name: "heeds",
    roles: {
      honest: role({
        processes: 2,
        initially: () => ({ heard: "" }),
        upon: {
          lie(state, _message, { broadcast, halt }) {
            state.heard = "a lie";
            broadcast({ type: "tip" });
            halt();
          },
          tip(state, _message, { halt }) {
            state.heard = "a tip";
            halt();
          },
        },
      }),
      liar: role({ initially: () => ({}), upon: { tip: () => {} } }),
    },
    forges: { liar: [{ type: "lie" }] },
    properties: {
      told: {
        invariant: ({ honest: [one, two] }) =>
          one.state.heard !== "a lie" ||
          two!.state.heard !== "" ||
          two!.mailbox.some(({ message }) => message.type === "tip"),
      },
    },
  });
  const verdictIf = (failures: string): unknown =>
    check(system(heeds, { failures: parseFailures(failures) })).verdicts["told"]?.verdict;
  expect(verdictIf("byzantine:liar")).toBe("holds");
  expect(verdictIf("byzantine:liar,partition:honest1")).toBe("violated");
});

test("What is sent before a crash in the same step is lost, or not, as without the crash.", () => {
  const both = "partition:2,crash:1";
  const crashing = play(gossip, { failures: both });
  const sent = ["p1 is cut off", tell("p1"), "p1 sends news to p2", "p1 crashes"];
  expect(crashing.after(...sent).inTransit("p2")).toEqual([]);
  expect(crashing.after("p2 is cut off", ...sent).inTransit("p2")).toEqual(["news from p1"]);
  const twice = protocol<{ type: "news" } | { type: "more" }>()({
    name: "twice",
    roles: {
      process: role({
        processes: 2,
        initially({ broadcast }) {
          broadcast({ type: "news" });
          broadcast({ type: "more" });
          return {};
        },
        upon: { news() {}, more() {} },
      }),
    },
  });
  const begin = parseFailures("partition:p1+p2");
  const made = system(twice, { begin, failures: parseFailures("crash:1") });
  for (const { initial } of [search(made), check(made)]) expect(initial).toBe(7);
});

test("What it lost stays lost when it is over.", () => {
  expect(inTransit("p1 is cut off", tell("p1"), "p1 is connected again")).toEqual([[], [], []]);
});

test("No process notices.", () => {
  const { marks, ...local } = afterSteps("p1 is cut off").local("p1");
  expect(local).toEqual(afterSteps().local("p1"));
  expect(marks).toEqual(["cut off"]);
});

test("The budget counts how often a process is cut off.", () => {
  const cuts = (...lines: string[]): string[] =>
    afterSteps(...lines).next.filter((event) => event.endsWith("is cut off"));
  expect(cuts("p1 is cut off")).toEqual(["p2 is cut off", "p3 is cut off"]);
  expect(cuts("p1 is cut off", "p1 is connected again", "p1 is cut off")).toEqual([]);
});

test("There are none in rounds: a round has no moment in which somebody could be cut off.", () => {
  const made = () => system(gossip, { failures: parseFailures("partition:1"), timing: synchronous });
  expect(made).toThrow("use loss:N/round");
});
