/** What each failure model says, sentence by sentence, on schedules written by hand. */
import { describe, expect, test } from "vitest";
import { isStuck, replay, type Execution } from "../execution.ts";
import { formatEvent } from "../event.ts";
import { protocol, role } from "../protocol.ts";
import { parseSchedule, scheduleFor } from "../schedule.ts";
import { system } from "../system.ts";
import { fifo } from "../communication/index.ts";
import { synchronous } from "../timing/index.ts";
import { enabled, isQuiescent } from "../transition.ts";
import { parseFailures } from "./index.ts";

type Message = { type: "news"; n: number } | { type: "thanks" };

/** A host tells two guests two things each; every guest says thanks for each, and counts them. */
const party = protocol<Message>()({
  name: "party",
  channels: fifo,
  roles: {
    host: role({
      initially: () => ({ thanks: 0, again: false }),
      upon: { thanks: (state) => void state.thanks++ },
      uponTimeout: {},
    }),
    guest: role({
      processes: 2,
      initially: ({ index, send, setTimer }) => {
        if (index === 1) setTimer("tell");
        else send("guest1", { type: "news", n: 0 });
        return { heard: [] as number[], told: false };
      },
      stable: ["told"],
      upon: {
        news(state, { n }, { send, decide }) {
          state.heard.push(n);
          send("host", { type: "thanks" });
          if (n === 1) decide(n);
        },
      },
      uponTimeout: {
        tell(state, { send }) {
          state.told = true;
          for (const n of [1, 2]) send("guest2", { type: "news", n });
        },
      },
    }),
  },
});

/** The execution of a schedule of the party under some failures; the first sends go without saying. */
function run(failures: string, lines: readonly string[]): Execution {
  const made = system(party, { failures: parseFailures(failures) });
  const text = ["guest2 sends news(n: 0) to guest1", ...lines].join("\n");
  const execution = replay(made, scheduleFor(made, parseSchedule(text)));
  if (!isStuck(execution)) return execution;
  throw new Error(
    `stuck at "${formatEvent(execution.event)}"; enabled: ${execution.enabled.map(formatEvent).join("; ")}`,
  );
}

/** What may happen after a schedule. */
function next(failures: string, lines: readonly string[]): string[] {
  const last = run(failures, lines).configurations.at(-1)!;
  return enabled(system(party, { failures: parseFailures(failures) }), last).map(formatEvent);
}

const last = (failures: string, lines: readonly string[]) => run(failures, lines).configurations.at(-1)!;

const TELL = "guest1 times out on tell";
const ONE = "guest1 sends news(n: 1) to guest2";
const TWO = "guest1 sends news(n: 2) to guest2";

describe("crash", () => {
  test("may happen between two steps, to anybody", () => {
    expect(next("crash:1", [])).toEqual([
      "host crashes",
      "guest1 receives news(n: 0) from guest2",
      TELL,
      "guest1 crashes",
      "guest2 crashes",
    ]);
  });

  test("may happen in the middle of a step, after any prefix of its effects", () => {
    expect(next("crash:1", [TELL])).toEqual([ONE, "guest1 crashes"]);
    expect(next("crash:1", [TELL, ONE])).toEqual([TWO, "guest1 crashes"]);
    const { mailboxes, pending } = last("crash:1", [TELL, ONE, "guest1 crashes"]);
    expect(mailboxes[2]).toEqual([{ from: "guest1", message: { type: "news", n: 1 } }]);
    expect(pending).toEqual([]);
  });

  test("leaves the state as it was, and nothing in transit to the process or set in it", () => {
    const { locals, mailboxes } = last("crash:1", ["guest1 crashes"]);
    expect(locals[1]).toMatchObject({
      state: { heard: [], told: false },
      down: "for ever",
      faults: ["crash"],
    });
    expect([locals[1]?.timers, mailboxes[1]]).toEqual([[], []]);
  });

  test("makes all that arrives later vanish", () => {
    const lines = [TELL, ONE, TWO, "guest2 crashes"];
    expect(last("crash:1", lines).mailboxes[2]).toEqual([]);
    expect(last("crash:1", ["guest2 crashes", TELL, ONE, TWO]).mailboxes[2]).toEqual([]);
  });

  test("lets messages of the process that are in transit arrive", () => {
    expect(next("crash:1", ["guest2 crashes"])).toContain("guest1 receives news(n: 0) from guest2");
  });

  test("ends all steps of the process, and keeps to its budget and its processes", () => {
    expect(next("crash:1", ["guest1 crashes"])).toEqual([]);
    expect(next("crash:2", ["guest1 crashes"])).toEqual(["host crashes", "guest2 crashes"]);
    expect(next("crash:guest2", []).filter((event) => event.endsWith("crashes"))).toEqual(["guest2 crashes"]);
  });

  test("is nothing that has to happen: an execution may end without it", () => {
    const made = system(party, { failures: parseFailures("crash:1") });
    const { configurations } = run("crash:1", ["guest1 crashes"]);
    expect(isQuiescent(made, configurations.at(-1)!)).toBe(true);
    expect(isQuiescent(made, configurations.at(0)!)).toBe(false);
    const two = system(party, { failures: parseFailures("crash:2") });
    expect(isQuiescent(two, run("crash:2", ["guest1 crashes"]).configurations.at(-1)!)).toBe(true);
  });
});

describe("crash-recovery", () => {
  const down = [TELL, ONE, TWO, "guest1 crashes for a time"];

  test("leaves the stable variables only, and loses what is in transit to the process", () => {
    const { locals, mailboxes } = last("crash-recovery:1", down);
    expect(locals[1]).toMatchObject({ state: { told: true }, timers: [], down: "for a time" });
    expect(locals[1]?.state["heard"]).toBeUndefined();
    expect(mailboxes[1]).toEqual([]);
  });

  test("has to be over some time: recovery is an event that must happen", () => {
    expect(next("crash-recovery:1", down)).toContain("guest1 recovers");
    const made = system(party, { failures: parseFailures("crash-recovery:1") });
    expect(isQuiescent(made, last("crash-recovery:1", down))).toBe(false);
  });

  test("starts the process again, after which the stable variables have their old values", () => {
    const { locals } = last("crash-recovery:1", [...down, "guest1 recovers"]);
    expect(locals[1]).toEqual({
      input: null,
      state: { heard: [], told: true },
      timers: ["tell"],
      halted: false,
    });
  });

  test("counts crashes, not processes", () => {
    const again = [...down, "guest1 recovers"];
    expect(next("crash-recovery:1", again).join()).not.toContain("crashes");
    expect(next("crash-recovery:2", again)).toContain("guest1 crashes for a time");
  });
});

describe("omission", () => {
  test("of a message that is to be sent: it does not leave, and the process goes on", () => {
    expect(next("send-omission:1", [TELL])).toEqual([ONE, "guest1 fails to send news(n: 1) to guest2"]);
    const after = last("send-omission:1", [TELL, "guest1 fails to send news(n: 1) to guest2", TWO]);
    expect(after.mailboxes[2]).toEqual([{ from: "guest1", message: { type: "news", n: 2 } }]);
    expect(after.locals[1]).toMatchObject({ state: { told: true }, faults: ["send-omission"] });
  });

  test("of a message that arrives: it is gone, and the process takes no step", () => {
    const event = "guest1 fails to receive news(n: 0) from guest2";
    expect(next("receive-omission:1", [])).toContain(event);
    const { locals, mailboxes } = last("receive-omission:1", [event]);
    expect(locals[1]).toMatchObject({ state: { heard: [] }, faults: ["receive-omission"] });
    expect(mailboxes[1]).toEqual([]);
  });

  test("costs once for each process: a faulty one may fail again and again, others may not", () => {
    const failed = [TELL, "guest1 fails to send news(n: 1) to guest2"];
    expect(next("omission:1", failed)).toContain("guest1 fails to send news(n: 2) to guest2");
    const all = [...failed, "guest1 fails to send news(n: 2) to guest2"];
    expect(next("omission:1", all)).toContain("guest1 fails to receive news(n: 0) from guest2");
    const others = [TELL, ONE, TWO, "guest2 fails to receive news(n: 1) from guest1"];
    expect(next("omission:1", others).join()).not.toContain("guest1 fails");
  });
});

describe("loss and duplication", () => {
  test("befall what could be received next, and nobody is marked", () => {
    const lines = [TELL, ONE, TWO];
    const lost = next("loss:1", lines).filter((event) => event.startsWith("the network"));
    expect(lost).toEqual([
      "the network loses news(n: 0) from guest2 to guest1",
      "the network loses news(n: 1) from guest1 to guest2",
    ]);
    const { locals, mailboxes } = last("loss:1", [...lines, lost[1]!]);
    expect(mailboxes[2]).toEqual([{ from: "guest1", message: { type: "news", n: 2 } }]);
    expect(locals.every(({ faults }) => faults === undefined)).toBe(true);
  });

  test("a duplicate is right behind the first", () => {
    const { mailboxes } = last("duplication:1", [
      TELL,
      ONE,
      TWO,
      "the network duplicates news(n: 1) from guest1 to guest2",
    ]);
    expect(mailboxes[2]?.map(({ message }) => "n" in message && message.n)).toEqual([1, 1, 2]);
  });

  test("keep to their budget; without one, any number may be lost", () => {
    const lines = [TELL, ONE, TWO, "the network loses news(n: 1) from guest1 to guest2"];
    expect(next("loss:1", lines).join()).not.toContain("network");
    expect(next("loss", lines)).toContain("the network loses news(n: 2) from guest1 to guest2");
  });
});

describe("in rounds", () => {
  const after = (lines: readonly string[], failures = "crash:1"): string[] => {
    const made = system(party, { failures: parseFailures(failures), timing: synchronous });
    const text = ["guest2 sends news(n: 0) to guest1", "a round begins", ...lines].join("\n");
    const execution = replay(made, scheduleFor(made, parseSchedule(text)));
    if (isStuck(execution))
      throw new Error(`stuck; enabled: ${execution.enabled.map(formatEvent).join("; ")}`);
    return enabled(made, execution.configurations.at(-1)!).map(formatEvent);
  };
  const RECEIVE = "guest1 receives news(n: 0) from guest2";
  const THANK = "guest1 sends thanks to host";

  test("what was sent in the round before is received first, then timers fire", () => {
    expect(after([])).toEqual([RECEIVE]);
    expect(after([RECEIVE, THANK])).toEqual([TELL]);
  });

  test("a crash leaves any subset of the messages that were still to be sent", () => {
    expect(after([RECEIVE, THANK, TELL])).toEqual([ONE, "guest1 crashes"]);
    expect(after([RECEIVE, THANK, TELL, "guest1 crashes"])).toEqual([
      TWO,
      "guest1 fails to send news(n: 2) to guest2",
    ]);
    expect(after([RECEIVE, THANK, TELL, ONE, "guest1 crashes"])).toEqual(["a round begins"]);
  });

  test("what is about to be received may be lost, doubled or not noticed", () => {
    const lost = "the network loses news(n: 0) from guest2 to guest1";
    expect(after([], "loss:1")).toEqual([RECEIVE, lost]);
    expect(after([lost], "loss:1")).toEqual([TELL]);
    const doubled = "the network duplicates news(n: 0) from guest2 to guest1";
    expect(after([], "duplication:1")).toEqual([RECEIVE, doubled]);
    expect(after([doubled, RECEIVE, THANK], "duplication:1")).toEqual([RECEIVE]);
    const unnoticed = "guest1 fails to receive news(n: 0) from guest2";
    expect(after([], "omission:1")).toEqual([RECEIVE, unnoticed]);
    expect(after([unnoticed], "omission:1")).toEqual([TELL]);
  });

  test("the next round begins when the one before is over, and only if it holds something", () => {
    expect(after([RECEIVE, THANK, TELL, ONE, TWO])).toEqual(["a round begins"]);
    const quiet = ["host receives thanks from guest1", "guest2 receives news(n: 1) from guest1"];
    const decided = [...quiet, "guest2 sends thanks to host", "guest2 decides 1"];
    const two = ["guest2 receives news(n: 2) from guest1", "guest2 sends thanks to host"];
    const over = [RECEIVE, THANK, TELL, ONE, TWO, "a round begins", ...decided, ...two, "a round begins"];
    const thanks = ["host receives thanks from guest2", "host receives thanks from guest2"];
    expect(after([...over, ...thanks])).toEqual([]);
  });
});
