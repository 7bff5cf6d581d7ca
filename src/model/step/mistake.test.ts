/** Every mistake that a handler can make, with the full text of what its author is told. */
import { describe, expect, test } from "vitest";
import { initialConfiguration } from "../state/configuration.ts";
import { ForbiddenInHandler, ProtocolError, type ProtocolFault } from "../error.ts";
import { line } from "../system/topology.ts";
import { protocol, role, system, type Context, type MessageContext } from "../index.ts";
import { enabled, settle, step } from "../transition/transition.ts";

type Message = { type: "ping"; list: number[] } | { type: "pong" };

interface State {
  seen: number;
}

interface Parts {
  readonly initially?: (context: Context<Message, number>) => State;
  readonly ping?: (
    state: State,
    message: { list: number[] },
    context: MessageContext<Message, number>,
  ) => void;
  readonly tick?: (state: State, context: Context<Message, number>) => void;
}

/** p1 pings p2, and has set its timer; p3 is beyond p2 on a line, and a witness looks on. */
function definition({ initially = () => ({ seen: 0 }), ping = () => {}, tick = () => {} }: Parts) {
  return protocol<Message>()({
    name: "mistaken",
    topology: line(),
    roles: {
      process: role({
        processes: 3,
        inputs: [7],
        initially: (context: Context<Message, number>): State => {
          const state = initially(context);
          if (context.self !== "p1") return state;
          context.send("p2", { type: "ping", list: [1] });
          context.setTimer("tick");
          return state;
        },
        upon: { ping },
        uponTimeout: { tick, tock: () => {} },
      }),
      witness: role({ initially: () => ({}) }),
    },
  });
}

/** What goes wrong first, going through all events as they come. */
function mistakeOf(parts: Parts): ProtocolError {
  const here = system(definition(parts));
  try {
    let configuration = initialConfiguration(here, [7, 7, 7, null]);
    for (;;) {
      configuration = settle(here, configuration).settled;
      const [event] = enabled(here, configuration);
      if (event === undefined) break;
      configuration = step(here, configuration, event);
    }
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error("nothing went wrong");
}

function expectTold(parts: Parts, fault: ProtocolFault, lines: readonly string[]): void {
  const error = mistakeOf(parts);
  const place = / ?at .*mistake\.test\.ts:\d+:\d+\)?/;
  expect(error.message.split("\n").map((line) => line.replace(place, "at this test"))).toEqual(lines);
  expect(error.fault).toBe(fault);
  expect(error.message).toBe([error.what, ...error.evidence, error.advice].join("\n"));
}

const START = ["event: p1 starts", "handler: roles.process.initially", "input: 7"];
const PING = [
  "event: p2 receives ping(list: [1]) from p1",
  "handler: roles.process.upon.ping",
  "state: {seen: 0}",
];
const TICK = ["event: p1 times out on tick", "handler: roles.process.uponTimeout.tick", "state: {seen: 0}"];
const PLAIN =
  "States, messages, inputs and decisions are plain data: " +
  "null, booleans, numbers, bigints, strings, arrays, plain objects, Map and Set.";

describe("in the start step", () => {
  test("choosing", () => {
    expectTold({ initially: ({ choose }) => ({ seen: choose([1, 2]) }) }, "bad-choice", [
      "Process p1 chose in its start step.",
      ...START,
      "Nondeterminism at the start is an input: use `inputs`.",
    ]);
  });

  test("flipping a coin", () => {
    expectTold({ initially: ({ flip }) => ({ seen: flip() ? 1 : 0 }) }, "bad-choice", [
      "Process p1 left something to chance in its start step.",
      ...START,
      "Coins are flipped in later steps: set a timer, and flip when it fires.",
    ]);
  });

  test.each([
    [undefined, "nothing"],
    [null, "null"],
    [[1, 2], "[1, 2]"],
    [new Map(), "Map{}"],
    ["waiting", '"waiting"'],
  ])("a state that is no object: case %#", (state, text) => {
    expectTold({ initially: () => state as never }, "bad-state", [
      `Process p1 returned ${text} as its state.`,
      ...START,
      "`initially` returns the process's state: a plain object.",
    ]);
  });

  test("deciding twice in one step", () => {
    const initially = ({ decide }: Context): State => {
      decide({ a: 1 });
      decide({ a: 1 });
      return { seen: 0 };
    };
    expectTold({ initially }, "decided-twice", [
      "Process p1 decided {a: 1} after it had decided.",
      ...START,
      "First decision: {a: 1}.",
      "A decision is irrevocable and made once: look whether the context has a `decision` before.",
    ]);
  });
});

describe("a message", () => {
  test.each([
    ["ping", '"ping"'],
    [{ kind: "ping" }, '{kind: "ping"}'],
    [{ type: "" }, '{type: ""}'],
    [null, "null"],
    [undefined, "undefined"],
    [[{ type: "ping" }], '[{type: "ping"}]'],
  ])("that is none: case %#", (message, text) => {
    expectTold({ initially: ({ send }) => (send("p2", message as never), { seen: 0 }) }, "bad-message", [
      `Process p1 sent ${text} to p2.`,
      ...START,
      "A message is a plain object with a `type`, a string.",
    ]);
  });

  test("that is not plain", () => {
    const message = { type: "ping", list: [1, undefined] } as never;
    expectTold({ tick: (_state, { broadcast }) => broadcast(message) }, "value-not-plain", [
      "Process p1 made a value that is not plain.",
      ...TICK,
      "message ping.list[1] is undefined (say null)",
      PLAIN,
    ]);
  });

  test("to nobody", () => {
    expectTold({ tick: (_state, { send }) => send("p9", { type: "pong" }) }, "no-such-process", [
      'Process p1 sent pong to "p9".',
      ...TICK,
      "Processes: p1, p2, p3, witness.",
      'Take ids from the context: `neighbors`, `processes("ROLE")`, `from`.',
    ]);
  });

  test("to a process that is no neighbour", () => {
    const tick: Parts["tick"] = (_state, { processes, broadcast }) => {
      broadcast({ type: "pong" }, processes("process").slice(1));
    };
    expectTold({ tick }, "not-a-neighbour", [
      "Process p1 sent pong to p3.",
      ...TICK,
      "Neighbours of p1: p2 (topology line).",
      "A process can send along the links of the topology only. Use `neighbors`, or another topology.",
    ]);
  });

  test("that nobody handles", () => {
    expectTold({ ping: (_state, _message, { reply }) => reply({ type: "pong" }) }, "no-handler", [
      "Process p1 has no handler upon.pong.",
      "event: p1 receives pong from p2",
      "handler: roles.process.upon.pong",
      "state: {seen: 0}",
      "It handles: ping.",
      "Add upon.pong to role process; an empty one ignores the event.",
    ]);
  });

  test("to a process without any handler", () => {
    const ping: Parts["ping"] = (_state, _message, { self, send }) => {
      send(self === "p2" ? "p3" : "witness", { type: "ping", list: [] });
    };
    expectTold({ ping }, "no-handler", [
      "Process witness has no handler upon.ping.",
      "event: witness receives ping(list: []) from p3",
      "handler: roles.witness.upon.ping",
      "state: {}",
      "It handles no such event at all.",
      "Add upon.ping to role witness; an empty one ignores the event.",
    ]);
  });
});

describe("a handler", () => {
  test("that throws an error", () => {
    const tick = (): void => {
      throw new RangeError("too many");
    };
    expectTold({ tick }, "handler-threw", [
      "Process p1 threw an error.",
      ...TICK,
      "RangeError: too many",
      "at this test",
      "Mend the handler; an event that should be ignored needs no more than a return.",
    ]);
    expect(mistakeOf({ tick }).cause).toBeInstanceOf(RangeError);
  });

  test("that throws something else", () => {
    const tick = (): void => {
      throw "enough"; // eslint-disable-line no-throw-literal -- this is what is tested
    };
    expectTold({ tick }, "handler-threw", [
      "Process p1 threw an error.",
      ...TICK,
      "enough",
      "Mend the handler; an event that should be ignored needs no more than a return.",
    ]);
  });

  test("that does what a host forbids", () => {
    const tick = (): void => {
      throw new ForbiddenInHandler("Date.now()");
    };
    expectTold({ tick }, "ambient-state", [
      "Process p1 used Date.now().",
      ...TICK,
      "at this test",
      "A handler acts on its state and its message alone. " +
        "Take time as timers, and randomness as `choose` or inputs.",
    ]);
  });

  test("that changes its message", () => {
    const ping: Parts["ping"] = (_state, { list }) => void list.push(2);
    expectTold({ ping }, "changed-a-message", [
      "Process p2 changed a value that others share.",
      ...PING,
      "TypeError: Cannot add property 1, object is not extensible",
      'message before: {list: [1], type: "ping"}',
      'message after:  {list: [1, 2], type: "ping"}',
      "at this test",
      "Only `state` may be changed. Copy what you want to change: { ...message }.",
    ]);
  });

  test("that changes something shared which is no message", () => {
    const tick: Parts["tick"] = (_state, { processes }) => void (processes("process") as string[]).pop();
    expectTold({ tick }, "changed-a-message", [
      "Process p1 changed a value that others share.",
      ...TICK,
      "TypeError: Cannot delete property '2' of [object Array]",
      "at this test",
      "Only `state` may be changed. Copy what you want to change: { ...message }.",
    ]);
  });

  test("that is asynchronous, whether or not it fails later", () => {
    const tick = async (): Promise<void> => {
      await Promise.resolve();
      throw new Error("later");
    };
    expectTold({ tick }, "asynchronous-handler", [
      "Process p1 returned a promise.",
      ...TICK,
      "A step is atomic: handlers may not be async. Send a message or set a timer for what comes later.",
    ]);
  });

  test("that makes its state not plain", () => {
    const tick: Parts["tick"] = (state) => void Object.assign(state, { log: [{ at: new Date(0) }] });
    expectTold({ tick }, "value-not-plain", [
      "Process p1 made a value that is not plain.",
      ...TICK,
      "state.log[0].at is an instance of Date",
      PLAIN,
    ]);
  });

  test.each<[string, NonNullable<Parts["tick"]>]>([
    ["the decision is a function (fetch)", (_state, { decide }) => decide(function fetch() {})],
    ["the output.a is undefined (say null)", (_state, { output }) => output({ a: undefined })],
    ["the option is a symbol", (_state, { choose }) => void choose([Symbol("s")])],
  ])("of which %s", (evidence, tick) => {
    const lines = ["Process p1 made a value that is not plain.", ...TICK, evidence, PLAIN];
    expectTold({ tick }, "value-not-plain", lines);
  });

  test("that decides again in a later step", () => {
    const initially: Parts["initially"] = ({ decide }) => (decide(null), { seen: 0 });
    expectTold({ initially, tick: (_state, { decide }) => decide(1) }, "decided-twice", [
      "Process p1 decided 1 after it had decided.",
      ...TICK,
      "decision: null",
      "A decision is irrevocable and made once: look whether the context has a `decision` before.",
    ]);
  });

  test.each([
    [[], undefined, "no options"],
    [["a"], [1, 1], "a list of weights that is not as long as that of options"],
    [["a"], [-1], "a weight that is no number of at least 0"],
    [["a"], [0], "weights that are all 0"],
  ])("that draws from what cannot be drawn from: case %#", (options, weights, problem) => {
    expectTold({ tick: (_state, { draw }) => void draw(options as never, weights) }, "bad-choice", [
      `Process p1 called \`draw\` with ${problem}.`,
      ...TICK,
      "Give `draw` an array of options, and for each of them a weight of at least 0, not all 0.",
    ]);
    expectTold({ tick: (_state, { flip }) => void flip(Number.NaN) }, "bad-choice", [
      "Process p1 flipped a coin with the probability NaN.",
      ...TICK,
      "A probability is a number from 0 to 1.",
    ]);
  });

  test("that chose, and then went wrong", () => {
    const tick: Parts["tick"] = (_state, { choose, send }) => send(choose(["p8", "p9"]), { type: "pong" });
    expectTold({ tick }, "no-such-process", [
      'Process p1 sent pong to "p8".',
      'event: p1 times out on tick choosing "p8"',
      ...TICK.slice(1),
      "Processes: p1, p2, p3, witness.",
      'Take ids from the context: `neighbors`, `processes("ROLE")`, `from`.',
    ]);
  });

  test("that asks for the processes of a role that there is not", () => {
    expectTold({ tick: (_state, { processes }) => void processes("acceptor") }, "no-such-process", [
      'Process p1 asked for the processes of role "acceptor".',
      ...TICK,
      "Roles: process, witness.",
      "Give `processes` the name of a role; without one it answers all processes.",
    ]);
  });

  test("that sets a timer without a handler", () => {
    expectTold({ tick: (_state, { setTimer }) => setTimer("tack") }, "no-such-timer", [
      'Process p1 set the timer "tack", which has no handler.',
      ...TICK,
      "Timers of role process: tick, tock.",
      "Add uponTimeout.tack.",
    ]);
  });

  test("that catches what it is told is told all the same", () => {
    const tick: Parts["tick"] = (_state, { setTimer }) => {
      try {
        setTimer("tack");
      } catch {
        throw new Error("something else");
      }
    };
    expect(mistakeOf({ tick }).fault).toBe("no-such-timer");
  });

  test("that keeps its context, and uses it in another step", () => {
    let kept: Context<Message, number> | undefined;
    const parts: Parts = {
      initially: (context) => ((kept = context), { seen: 0 }),
      tick: () => kept?.halt(),
    };
    // The last to start was p3, and it is told of p3's start.
    expectTold(parts, "late-effect", [
      "Process p3 used its context after it had returned.",
      "event: p3 starts",
      ...START.slice(1),
      "Ask for effects before the handler returns; do not keep the context.",
    ]);
  });

  test("of a large state shows the beginning of it", () => {
    const initially = (): State => ({ seen: 0, text: "x".repeat(500) }) as State;
    const tick = (): void => {
      throw new Error("no");
    };
    const [, , state] = mistakeOf({ initially, tick }).evidence;
    expect(state).toBe(`state: {seen: 0, text: "${"x".repeat(383)}… (519 characters)`);
  });
});
