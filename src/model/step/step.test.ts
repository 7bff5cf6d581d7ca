/** Steps, sentence by sentence: see docs/semantics.md. */
import { counter, fetchAndAdd, pause, protocol, role, type Event } from "lightcone";
import { describe, expect, test } from "vitest";
import { play } from "../../../test/semantics/play.ts";
import { check, search } from "../../explorer/index.ts";
import { formatConfiguration, initialConfiguration, inputVectors } from "../state/configuration.ts";
import { formatLocal, type LocalState } from "../state/localState.ts";
import { EVENTS, isTrigger } from "../event/event.ts";
import { system } from "../system/system.ts";
import { enabled, isQuiescent } from "../transition/transition.ts";

type Message = { type: "order"; n: number } | { type: "noise" };

/** A customer orders twice; the waiter does all that a step can do. */
const café = protocol<Message>()({
  name: "café",
  objects: [counter("orders")],
  roles: {
    waiter: role({
      initially: () => ({ orders: 0 }),
      upon: {
        order(state, { n }, { send, output, decide, halt }) {
          if (n === 2) halt();
          state.orders++;
          send("cook", { type: "order", n });
          output(`order ${n}`);
          if (n === 1) decide("open");
          send("customer", { type: "noise" });
        },
      },
    }),
    customer: role({
      initially({ send, setTimer }) {
        send("waiter", { type: "order", n: 1 });
        setTimer("hungry");
        return { noise: false };
      },
      upon: { noise: () => {} },
      uponTimeout: { hungry: (_state, { send }) => send("waiter", { type: "order", n: 2 }) },
    }),
    cook: role({
      initially: () => ({ cooked: 0 }),
      upon: { order: () => {} },
      *run(state) {
        yield* fetchAndAdd(counter("orders"));
        state.cooked++;
        yield* fetchAndAdd(counter("orders"));
      },
    }),
  },
});

const { after, afterSteps, system: made } = play(café);
const ORDER1 = "customer sends order(n: 1) to waiter";
const SERVE1 = "waiter receives order(n: 1) from customer";
const COOK1 = "waiter sends order(n: 1) to cook";
const COUNT = "cook performs fetchAndAdd(1) on orders and gets 0";

describe("The start", () => {
  test("In an initial configuration every process has taken its start step, which made its state.", () => {
    const { state, local } = after();
    expect([state("waiter"), state("customer")]).toEqual([{ orders: 0 }, { noise: false }]);
    expect(local("customer").timers).toEqual(["hungry"]);
  });

  test("What start steps send follows, process by process, before anything else happens.", () => {
    expect(after().next).toEqual([ORDER1]);
    expect(after(ORDER1).next.length).toBeGreaterThan(1);
  });

  test("There is one initial configuration for each vector of inputs; `assume` may rule some out.", () => {
    const voters = protocol()({
      name: "voters",
      assume: ({ p1, p2 }) => p1 !== 1 || p2 !== 1,
      roles: { process: role({ processes: 2, inputs: [0, 1], initially: ({ input }) => ({ input }) }) },
    });
    const here = system(voters);
    expect([...inputVectors(here)]).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
    expect(
      initialConfiguration(here, [0, 1]).locals.map(({ input, state }) => [input, state["input"]]),
    ).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(search(here).initial).toBe(3);
  });
});

describe("A step", () => {
  test("A step is one trigger, and then its effects, in the order in which they were asked for.", () => {
    const effects = [
      COOK1,
      'waiter outputs "order 1"',
      'waiter decides "open"',
      "waiter sends noise to customer",
    ];
    for (const [i, effect] of effects.entries())
      expect(after(ORDER1, SERVE1, ...effects.slice(0, i)).next).toEqual([effect]);
    expect(after(ORDER1, SERVE1, ...effects).configuration.pending).toEqual([]);
  });

  test("A state is a tree: to keep one array or object in two places of it is a mistake.", () => {
    const twice = (a: unknown) =>
      protocol()({ name: "twice", roles: { process: role({ initially: () => ({ a, b: [a] }) }) } });
    expect(() => play(twice({ n: 1 })).after()).toThrow("state.b[0] is the same object as state.a");
    const frozen = play(twice(Object.freeze({ n: 1 }))).after();
    expect(frozen.configuration.locals[0]?.state).toEqual({ a: { n: 1 }, b: [{ n: 1 }] });
  });

  test("A handler changes the state that it is given; to return another one is a mistake.", () => {
    const p = role({ initially: (c) => (c.setTimer("t"), { n: 0 }), uponTimeout: { t: () => ({ n: 1 }) } });
    const wrong = play(protocol()({ name: "wrong", roles: { p } }));
    expect(() => wrong.after("p times out on t")).toThrow("p returned a state in place of changing");
  });

  test("It is atomic: until its last effect nothing else is enabled, at any process, but a failure.", () => {
    expect(after(ORDER1, SERVE1).next).toEqual([COOK1]);
    const crashing = play(café, { failures: "crash:1" });
    expect(crashing.after(ORDER1, SERVE1).next).toEqual([COOK1, "waiter crashes"]);
  });

  test("A trigger: a receipt, a timer, an action, an operation, a pause, a recovery, a round's end.", () => {
    const triggers = Object.keys(EVENTS).filter((kind) => isTrigger({ kind } as Event));
    expect(triggers).toEqual([
      "receive",
      "timeout",
      "may",
      "must",
      "operation",
      "pause",
      "exchange",
      "recover",
    ]);
    expect(afterSteps().next).toEqual([SERVE1, "customer times out on hungry", COUNT]);
  });

  test("The state changes with the trigger; decisions and messages in transit, with their effects.", () => {
    const { state, local, inTransit } = after(ORDER1, SERVE1);
    expect(state("waiter")).toEqual({ orders: 1 });
    expect([local("waiter").decision, inTransit("cook")]).toEqual([undefined, []]);
    expect(afterSteps(SERVE1).local("waiter").decision).toBe("open");
    expect(after(ORDER1, SERVE1, COOK1).inTransit("cook")).toEqual(["order(n: 1) from waiter"]);
  });

  test("It changes its process's state, the object it operates on, and what is in transit; no more.", () => {
    const before = afterSteps().configuration;
    const served = afterSteps(SERVE1).configuration;
    expect(served.locals.slice(1)).toEqual(before.locals.slice(1));
    expect(served.objects).toEqual(before.objects);
    const counted = afterSteps(COUNT).configuration;
    expect(counted.objects).toEqual([1]);
    expect([counted.locals.slice(0, 2), counted.mailboxes]).toEqual([
      before.locals.slice(0, 2),
      before.mailboxes,
    ]);
  });

  test("A halt comes last, wherever the handler asks for it; who has halted takes no step any more.", () => {
    const { configuration } = after(
      ORDER1,
      "customer times out on hungry",
      "customer sends order(n: 2) to waiter",
    );
    expect(configuration.locals[0]?.halted).toBe(false);
    const served = ["customer times out on hungry", "waiter receives order(n: 2) from customer"];
    const { next, local, inTransit } = afterSteps(...served);
    expect(local("waiter").halted).toBe(true);
    expect(inTransit("waiter")).toEqual(["order(n: 1) from customer"]);
    expect(next.filter((event) => event.startsWith("waiter"))).toEqual([]);
    const [hungry, two] = served as [string, string];
    const sends = [
      "waiter sends order(n: 2) to cook",
      'waiter outputs "order 2"',
      "waiter sends noise to customer",
    ];
    const asked = after(ORDER1, hungry, "customer sends order(n: 2) to waiter", two, ...sends);
    expect(asked.next).toEqual(["waiter halts"]);
  });

  test("A decision is irrevocable: to decide again is a mistake of the protocol, whatever the value.", () => {
    const twice = protocol()({
      name: "twice",
      roles: {
        process: role({
          initially: ({ decide, setTimer }) => (decide(1), setTimer("again"), {}),
          uponTimeout: { again: (_state, { decide }) => decide(1) },
        }),
      },
    });
    const { system: here, afterSteps: then } = play(twice);
    expect(() => enabled(here, then().configuration)).toThrow("decided 1 after it had decided");
  });

  test("From the next step on a process sees its own decision.", () => {
    const late = protocol()({
      name: "late",
      roles: {
        process: role({
          initially: ({ decision, decide, setTimer }) => {
            decide(1);
            setTimer("look");
            return { first: decision ?? null, later: 0 as unknown };
          },
          uponTimeout: { look: (state, { decision }) => void (state.later = decision) },
        }),
      },
    });
    const { state } = play(late).afterSteps("p1 times out on look");
    expect(state("p1")).toEqual({ first: null, later: 1 });
  });

  test("An output is an event that leaves no trace in the configuration.", () => {
    const [before, output] = [after(ORDER1, SERVE1, COOK1), 'waiter outputs "order 1"'];
    expect(before.next).toEqual([output]);
    const { configuration } = after(ORDER1, SERVE1, COOK1, output);
    const { pending } = before.configuration;
    expect(formatConfiguration({ ...configuration, pending })).toBe(
      formatConfiguration(before.configuration),
    );
  });
});

describe("Messages", () => {
  test("A message is received from the process that sent it, and not before it was sent.", () => {
    expect(() => afterSteps("waiter receives order(n: 2) from customer")).toThrow("is not enabled");
    expect(() => afterSteps("waiter receives order(n: 1) from cook")).toThrow("is not enabled");
    expect(() =>
      afterSteps("customer times out on hungry", "waiter receives order(n: 2) from customer"),
    ).not.toThrow();
  });

  test("Its sender does not learn whether it has been received, or lost.", () => {
    const lossy = play(café, { failures: "loss:1" });
    const fates = [
      "waiter receives order(n: 1) from customer",
      "the network loses order(n: 1) from customer to waiter",
    ];
    for (const fate of fates) {
      expect(lossy.afterSteps(fate).local("customer")).toEqual(lossy.afterSteps().local("customer"));
    }
  });

  test("A receipt that changes nothing is an event all the same.", () => {
    const before = afterSteps(SERVE1);
    expect(before.next).toContain("customer receives noise from waiter");
    const { local, inTransit } = afterSteps(SERVE1, "customer receives noise from waiter");
    expect(local("customer")).toEqual(before.local("customer"));
    expect(inTransit("customer")).toEqual([]);
  });

  test("A message for which its receiver has no handler is a mistake; it is not just ignored.", () => {
    const deaf = protocol<{ type: "hello" }>()({
      name: "deaf",
      roles: {
        process: role({ processes: 2, initially: ({ broadcast }) => (broadcast({ type: "hello" }), {}) }),
      },
    });
    const { system: here, afterSteps: then } = play(deaf);
    expect(() => enabled(here, then().configuration)).toThrow("has no handler");
  });
});

describe("Determinism", () => {
  test("In an equal local state, upon an equal event, a process does the same, whatever else is.", () => {
    const alone = after(ORDER1, SERVE1);
    const late = after(
      ORDER1,
      COUNT,
      "customer times out on hungry",
      "customer sends order(n: 2) to waiter",
      SERVE1,
    );
    expect(late.local("waiter")).toEqual(alone.local("waiter"));
    expect(late.configuration.pending).toEqual(alone.configuration.pending);
  });

  test("To act on the order in which a Set, a Map or an object lists its contents is a mistake.", () => {
    const lending = (first: (waiting: Set<string>) => string | undefined) =>
      protocol<{ type: "acquire" } | { type: "grant" }>()({
        name: "lending",
        roles: {
          server: role({
            initially: () => ({ waiting: new Set<string>() }),
            upon: {
              acquire({ waiting }, _message, { from, send }) {
                waiting.add(from);
                const next = first(waiting);
                if (next !== undefined && waiting.size === 3) send(next, { type: "grant" });
              },
            },
          }),
          client: role({
            processes: 3,
            initially({ send }) {
              send("server", { type: "acquire" });
              return {};
            },
            upon: { grant() {} },
          }),
        },
      });
    expect(() => check(system(lending(([first]) => first)))).toThrow("acts on the order in which a Set");
    expect(check(system(lending((waiting) => [...waiting].sort()[0]))).configurations).toBe(9);
    const remembering = (first: (waiting: Set<string>) => string | undefined) =>
      protocol<{ type: "hi" }>()({
        name: "remembering",
        roles: {
          process: role({
            initially: () => ({ next: "" }),
            *run(state) {
              const waiting = new Set(["p2", "p1"]);
              yield* pause();
              state.next = first(waiting) ?? "";
            },
          }),
        },
      });
    expect(() => check(system(remembering(([one]) => one)))).toThrow("acts on the order in which a Set");
    expect(check(system(remembering((waiting) => [...waiting].sort()[0]))).configurations).toBe(2);
  });

  test("In which order a process decided, failed and set its timers leaves no trace.", () => {
    const parts = { input: null, state: {}, timers: ["t", "u"], halted: false };
    const early = { after: 0, within: 1 };
    const one: LocalState = {
      ...parts,
      decision: 1,
      faults: ["omission"],
      time: { timers: { t: early, u: early } },
    };
    const other: LocalState = {
      ...parts,
      time: { timers: { u: { within: 1, after: 0 }, t: early } },
      faults: ["omission"],
      decision: 1,
    };
    expect(formatLocal(one)).toBe(formatLocal(other));
    const noisy = protocol<{ type: "go" } | { type: "noise" }>()({
      name: "noisy",
      roles: {
        sender: role({
          initially({ send }) {
            send("receiver", { type: "go" });
            send("receiver", { type: "noise" });
            return {};
          },
        }),
        receiver: role({
          initially: () => ({ done: false }),
          upon: {
            go(state, _message, { decide }) {
              state.done = true;
              decide(1);
            },
            noise() {},
          },
        }),
      },
    });
    const omitting = play(noisy, { failures: "receive-omission:1" }).system;
    for (const explore of [search, check])
      expect(explore(omitting)).toMatchObject({ configurations: 8, quiescent: 3 });
  });

  test("`enabled` lists each event once, and what an event leads to is one configuration.", () => {
    const lines = [[], [SERVE1], ["customer times out on hungry"], [COUNT]];
    for (const line of lines) {
      const { next, configuration } = afterSteps(...line);
      expect(new Set(next).size).toBe(next.length);
      const again = afterSteps(...line).configuration;
      expect(formatConfiguration(again)).toBe(formatConfiguration(configuration));
    }
    expect(isQuiescent(made, afterSteps().configuration)).toBe(false);
  });
});
