/** Monitors, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import {
  atomically,
  check,
  fifo,
  format,
  historyOf,
  linearizable,
  monitor,
  overMessages,
  programOrderOf,
  protocol,
  read,
  register,
  role,
  search,
  sequentiallyConsistent,
  system,
  write,
  type Protocol,
  type Steps,
} from "lightcone";
import { play } from "../../../test/semantics/play.ts";
import { parseChannels } from "../communication/index.ts";

type Message = { type: "ping"; n: number };

/** A pinger that sends two messages, and a ponger that says which it has received. */
const pings = protocol<Message>()({
  name: "pings",
  roles: {
    pinger: role({
      initially({ send }) {
        send("ponger", { type: "ping", n: 1 });
        send("ponger", { type: "ping", n: 2 });
        return {};
      },
    }),
    ponger: role({
      initially: () => ({}),
      upon: { ping: (_state, { n }, { output }) => output(n) },
    }),
  },
  monitors: {
    log: monitor({
      initially: () => ({ seen: [] as string[] }),
      upon: {
        send: (state, { message }) => void state.seen.push(`sent ${message.n}`),
        receive: (state, { message, process }) => void state.seen.push(`${process} got ${message.n}`),
        output: (state, { value }) => void state.seen.push(`said ${format(value)}`),
        fault: (state, { what }) => void state.seen.push(what),
      },
    }),
  },
  properties: {
    firstSaidFirst: { invariant: (_, { monitors }) => !monitors.log.seen.join().includes("said 2,ponger") },
  },
});

const PING1 = "ponger receives ping(n: 1) from pinger";
const PING2 = "ponger receives ping(n: 2) from pinger";

/** What the monitor of the pings has seen. */
function seenIn({ configuration }: { configuration: { monitors?: readonly unknown[] } }): readonly string[] {
  return ((configuration.monitors ?? [])[0] as { seen: readonly string[] }).seen;
}

const [x, y] = [register("x", 0), register("y", 0)];

function* transfer(): Steps {
  yield* read(x);
  yield* write(y, 1);
}

/** A process that reads one register and writes the other in one step, and another that reads that. */
const transferring = protocol<never>()({
  name: "transferring",
  objects: [x, y],
  roles: {
    process: role({
      processes: 2,
      initially: () => ({}),
      *run(_state, { index }) {
        if (index === 1) yield* atomically(transfer());
        else yield* read(y);
      },
    }),
  },
  monitors: {
    log: monitor({
      initially: () => ({ seen: [] as string[] }),
      upon: {
        operation: (state, { process, operation, object }) =>
          void state.seen.push(`${process} ${operation} on ${object}`),
      },
    }),
    history: historyOf(y),
    program: programOrderOf(y),
  },
  properties: {
    linearizable: linearizable("history"),
    sequentiallyConsistent: sequentiallyConsistent("program"),
  },
});

/** The same with a monitor instead of its own, and no properties. */
function watchedBy(one: NonNullable<Protocol["monitors"]>[string]): Protocol {
  const { properties: _, ...rest } = pings;
  return { ...rest, monitors: { one } };
}

const SENT = ["sent 1", "sent 2"];

describe("What a monitor sees", () => {
  test("A monitor sees the events of the kinds that it has handlers for, one by one, in order.", () => {
    const { afterSteps, after } = play(pings);
    expect(seenIn(after())).toEqual([]);
    expect(seenIn(afterSteps(PING2))).toEqual([...SENT, "ponger got 2", "said 2"]);
    expect(seenIn(afterSteps(PING2, PING1))).toHaveLength(6);
  });

  test("It sees what start steps do.", () => {
    expect(seenIn(play(pings).afterSteps())).toEqual(SENT);
  });

  test("It sees what goes wrong, and of a step that is cut short what has happened of it.", () => {
    const { after } = play(pings, { failures: "crash:1" });
    expect(seenIn(after("pinger sends ping(n: 1) to ponger", "pinger crashes"))).toEqual([
      "sent 1",
      "crashes",
    ]);
  });

  test("A crash it sees in place of the first message that does not go out, before those that do.", () => {
    const { after } = play(pings, { failures: "crash:1", channels: parseChannels("unordered") });
    expect(seenIn(after("pinger crashes", "pinger sends ping(n: 2) to ponger"))).toEqual([
      "crashes",
      "sent 2",
    ]);
  });

  test("It sees no rounds and no ticks, which are events of the system as a whole.", () => {
    const beats = { initially: () => ({ n: 0 }), upon: { tick: () => undefined } } as never;
    expect(() => system(watchedBy(beats))).toThrow('"upon.tick" of monitor one is no kind of events');
  });

  test("In a round it sees steps in the order in which a schedule has them.", () => {
    const { afterSteps } = play(pings, { timing: "synchronous" });
    expect(seenIn(afterSteps("a round begins"))).toEqual([
      ...SENT,
      "ponger got 1",
      "said 1",
      "ponger got 2",
      "said 2",
    ]);
  });

  test("Of an atomic step it sees the first event, and then each operation in it as one of its own.", () => {
    const { afterSteps } = play(transferring);
    const step = afterSteps().next.find((event) => event.startsWith("p1")) ?? "";
    expect(step).toContain("in transfer, then write(1) on y");
    expect(seenIn(afterSteps(step))).toEqual(["p1 read on x", "p1 write on y"]);
    for (const explore of [check, search])
      for (const { verdict } of Object.values(explore(system(transferring)).verdicts))
        expect(verdict).toBe("holds");
  });

  test("How likely a choice was, it does not see.", () => {
    const coins = protocol()({
      name: "coins",
      roles: {
        one: role({
          initially: ({ setTimer }) => (setTimer("toss"), {}),
          uponTimeout: { toss: (_state, { flip }) => void flip(1 / 3) },
        }),
      },
      monitors: {
        fields: monitor({
          initially: () => ({ fields: [] as string[] }),
          upon: { timeout: (state, event) => void (state.fields = Object.keys(event)) },
        }),
      },
    });
    const { afterSteps } = play(coins);
    const [toss = ""] = afterSteps().next;
    expect(toss).toContain("0.333");
    const { configuration } = afterSteps(toss);
    expect(configuration.monitors).toEqual([{ fields: ["choices", "kind", "process", "timer"] }]);
  });
});

describe("What a monitor is", () => {
  test("Its state is part of the configuration: two that differ in it alone are two.", () => {
    const { monitors: _, properties: __, ...unwatched } = pings;
    expect(search(system(unwatched)).configurations).toBe(4);
    expect(search(system(pings)).configurations).toBe(5);
    expect(check(system(pings)).configurations).toBe(5);
  });

  test("It changes nothing of what may happen.", () => {
    const { monitors: _, ...unwatched } = pings;
    expect(play(unwatched).afterSteps(PING1).next).toEqual(play(pings).afterSteps(PING1).next);
  });

  test("Properties read its state: what has been, and not only what is.", () => {
    const verdict = check(system(pings)).verdicts["firstSaidFirst"];
    expect(verdict).toMatchObject({ verdict: "violated", schedule: { events: { length: 6 } } });
    expect(check(system(pings, { channels: fifo })).verdicts["firstSaidFirst"]).toEqual({ verdict: "holds" });
  });

  test("It begins with the ids of the processes of each role.", () => {
    const counting = watchedBy({ initially: (roles) => ({ ids: { ...roles } }), upon: {} });
    const { configuration } = play(counting).after();
    expect(configuration.monitors).toEqual([{ ids: { pinger: ["pinger"], ponger: ["ponger"] } }]);
  });

  test("It is deterministic: a function of its state and the event, or that is a mistake.", () => {
    let calls = 0;
    const fickle = watchedBy({
      initially: () => ({ n: 0 }),
      upon: { receive: (state: { n: number }) => void (state.n = ++calls) },
    });
    expect(() => check(system(fickle))).toThrow("Monitor one is not deterministic");
  });

  test("A handler that throws, or leaves no plain tree as its state, is a mistake.", () => {
    const handled = (receive: (state: Record<string, unknown>) => unknown) => () =>
      check(system(watchedBy({ initially: () => ({}), upon: { receive: receive as never } })));
    const throwing = handled(() => {
      throw new Error("no");
    });
    expect(throwing).toThrow("Monitor one threw an error.");
    expect(handled((state) => (state["f"] = () => 1))).toThrow("Monitor one left a state that is not plain");
    expect(handled(() => ({ n: 1 }))).toThrow("Monitor one returned something");
    const twins = handled((state) => {
      state["a"] = [1];
      state["b"] = state["a"];
    });
    expect(twins).toThrow(/Monitor one left one value in two places.*the same array as state\.a/s);
    const list: number[] = [];
    const born = watchedBy({ initially: () => ({ a: list, b: list }), upon: {} });
    expect(() => system(born)).toThrow("the same array as state.a");
  });

  test("One whose state never changes is told of.", () => {
    const blind = watchedBy({ initially: () => ({ n: 0 }), upon: { halt: (state) => void state.n++ } });
    expect(check(system(blind)).unmoved).toEqual(["one"]);
    expect(check(system(pings)).unmoved).toEqual([]);
  });

  test("Where monitors watch, nothing is left out of a search, and no symmetry is made use of.", () => {
    const crowd = system(pings, { processes: { pinger: 4 } });
    const { reduction, symmetry, configurations } = check(crowd, { reduced: true, symmetryMin: 2 });
    expect([reduction?.refusal, symmetry?.refusal]).toEqual(["monitors", "monitors"]);
    expect(configurations).toBe(check(crowd).configurations);
  });

  test("It sees the events of its own protocol: where others happen in their place it is refused.", () => {
    expect(() => overMessages(pings)).toThrow("The monitor log watches events of the protocol itself");
  });

  test("Histories of shared objects are heard of without a word, also where servers keep these.", () => {
    const told = (initial: number): Protocol => {
      const shared = register("x", 0);
      return protocol()({
        name: "told",
        objects: [shared],
        roles: {
          process: {
            initially: () => ({}),
            *run() {
              yield* read(shared);
            },
          } as never,
        },
        monitors: { history: historyOf(register("x", initial)) },
        properties: { linearizable: linearizable("history") },
      }) as Protocol;
    };
    for (const simulated of [(one: Protocol) => one, (one: Protocol) => overMessages(one, { servers: 1 })])
      for (const [initial, verdict] of [
        [0, "holds"],
        [1, "violated"],
      ] as const)
        for (const explore of [check, search])
          expect(explore(system(simulated(told(initial)))).verdicts["linearizable"]?.verdict).toBe(verdict);
  });
});
