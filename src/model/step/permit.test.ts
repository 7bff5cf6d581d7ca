/** Guards and actions, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { check, fifo, protocol, role, search, system, unordered, type Channel } from "lightcone";
import { play } from "../../../test/semantics/play.ts";

type Message = { type: "ticket"; n: number } | { type: "open" };

interface Counter {
  next: number;
  isOpen: boolean;
}

/** A counter that serves tickets in the order of their numbers, when it is open. */
const counter = protocol<Message>()({
  name: "counter",
  roles: {
    counter: role({
      initially: (): Counter => ({ next: 1, isOpen: false }),
      when: { ticket: ({ next, isOpen }, { n }) => isOpen && n === next },
      upon: {
        ticket: (state) => void state.next++,
        open: (state) => void (state.isOpen = true),
      },
    }),
    customer: role({
      initially({ send }) {
        send("counter", { type: "ticket", n: 2 });
        send("counter", { type: "ticket", n: 1 });
        return {};
      },
    }),
    porter: role({ initially: ({ send }) => (send("counter", { type: "open" }), {}) }),
  },
});

const OPEN = "counter receives open from porter";
const TICKET1 = "counter receives ticket(n: 1) from customer";
const TICKET2 = "counter receives ticket(n: 2) from customer";

const serving = (setting: { failures?: string; timing?: string; channels?: Channel } = {}) =>
  play(counter, { channels: unordered, ...setting });

describe("Guards of messages", () => {
  test("While the guard of a message is false it stays in transit; others may be received.", () => {
    const { afterSteps } = serving();
    expect(afterSteps().next).toEqual([OPEN]);
    expect(afterSteps(OPEN).next).toEqual([TICKET1]);
    expect(afterSteps(OPEN).inTransit("counter")).toHaveLength(2);
    expect(afterSteps(OPEN, TICKET1).next).toEqual([TICKET2]);
    expect(afterSteps(OPEN, TICKET1, TICKET2).inTransit("counter")).toEqual([]);
  });

  test("An execution ends where all that is in transit is kept back.", () => {
    const closed = protocol<Message>()({
      ...counter,
      roles: { ...counter.roles, porter: role({ initially: () => ({}) }) },
    });
    expect(play(closed).afterSteps()).toMatchObject({ next: [], isQuiescent: true });
  });

  test("A guard is a function of the state, the message and its sender; it changes nothing.", () => {
    const meddling = (when: (state: Counter) => boolean) =>
      play(
        protocol<Message>()({
          ...counter,
          roles: { ...counter.roles, counter: role({ ...counter.roles.counter, when: { ticket: when } }) },
        }),
      ).afterSteps(OPEN);
    expect(() => meddling((state) => ++state.next > 0).next).toThrow("changed a value that others share");
    expect(() => meddling(() => "yes" as never).next).toThrow('has a guard that answered "yes"');
  });

  test("In a FIFO channel a message that is kept back keeps back those behind it.", () => {
    const { afterSteps } = serving({ channels: fifo });
    expect(afterSteps(OPEN)).toMatchObject({ next: [], isQuiescent: true });
  });

  test("What is kept back may be lost, as all that is in transit.", () => {
    const { next } = serving({ failures: "loss:1" }).afterSteps();
    const losses = [1, 2].map((n) => `the network loses ticket(n: ${n}) from customer to counter`);
    expect(next).toEqual([OPEN, ...losses, "the network loses open from porter to counter"]);
  });

  test("A forged message is received at once, where its guard lets it in, and nowhere else.", () => {
    const forging = protocol<Message>()({ ...counter, forges: { customer: [{ type: "ticket", n: 1 }] } });
    const { after } = play(forging, { failures: "byzantine:customer" });
    const forgery = "customer forges ticket(n: 1) for counter";
    expect(after("customer is Byzantine", "porter sends open to counter").next).not.toContain(forgery);
    expect(after("customer is Byzantine", "porter sends open to counter", OPEN).next).toContain(forgery);
  });

  test("In a round what is kept back stays for the next, until its turn finds it let in.", () => {
    const late = protocol<Message>()({
      ...counter,
      roles: {
        ...counter.roles,
        porter: role({
          initially: ({ setTimer }) => (setTimer("morning"), {}),
          uponTimeout: { morning: (_state, { send }) => send("counter", { type: "open" }) },
        }),
      },
    });
    const { afterSteps } = play(late, { timing: "synchronous" });
    const tickets = [1, 2].map((n) => `ticket(n: ${n}) from customer`);
    expect(afterSteps("a round begins").inTransit("counter")).toEqual([...tickets, "open from porter"]);
    const { state, next } = afterSteps("a round begins", "a round begins");
    expect([state("counter")["next"], next]).toEqual([3, []]);
  });

  test("Guards of a role with `uponRound` are refused: it gets all messages at once.", () => {
    const { counter: served, ...others } = counter.roles;
    const both = protocol<Message>()({
      ...counter,
      roles: { ...others, counter: role({ ...served, uponRound: () => {} }) },
    });
    expect(() => play(both, { timing: "synchronous" })).toThrow("has guards of messages (when)");
  });
});

/** Somebody who may fall asleep and wake up, and must eat, once, when awake. */
const cat = protocol()({
  name: "cat",
  roles: {
    cat: role({
      initially: () => ({ sleeps: true, isFed: false }),
      may: {
        wake: { while: ({ sleeps }) => sleeps, do: (state) => void (state.sleeps = false) },
        purr: { while: () => true, do: () => {} },
      },
      must: {
        eat: {
          while: ({ sleeps, isFed }) => !sleeps && !isFed,
          do(state, { choose }) {
            state.isFed = choose(["fish", "mouse"]) === "fish";
          },
        },
      },
    }),
  },
  properties: {
    fed: { eventually: ({ cat: [{ state }] }) => state.isFed },
    awakeIsFed: { eventually: ({ cat: [{ state }] }) => state.isFed || state.sleeps },
  },
});

const [WAKE, PURR] = ["cat opts to wake", "cat opts to purr"];

describe("Actions", () => {
  test("A process may act on its own account whenever the guard of the action is true.", () => {
    const { afterSteps } = play(cat);
    expect(afterSteps().next).toEqual([WAKE, PURR]);
    const eating = ["fish", "mouse"].map((food) => `cat proceeds to eat choosing "${food}"`);
    expect(afterSteps(WAKE).next).toEqual([PURR, ...eating]);
    expect(afterSteps(WAKE, eating[0] as string).next).toEqual([PURR]);
  });

  test("What it may do is owed to nobody: an execution may end where nothing else can happen.", () => {
    expect(play(cat).afterSteps().isQuiescent).toBe(true);
    for (const explore of [search, check])
      expect(explore(system(cat)).verdicts["fed"]).toMatchObject({ verdict: "violated" });
  });

  test("What it must do is owed: an execution does not end where it can happen.", () => {
    expect(play(cat).afterSteps(WAKE).isQuiescent).toBe(false);
  });

  test("To do again and again what one may, and nothing comes of, is no way to go on for ever.", () => {
    const { cat: awake } = cat.roles;
    const { must = {} } = awake;
    const quick = protocol()({
      ...cat,
      roles: {
        cat: role({
          ...awake,
          initially: () => ({ sleeps: false, isFed: false }),
          must: {
            eat: { ...must["eat"], while: ({ isFed }) => !isFed, do: (state) => void (state.isFed = true) },
          },
        }),
      },
    });
    for (const explore of [search, check])
      expect(explore(system(quick)).verdicts["fed"]).toMatchObject({ verdict: "holds" });
  });

  test("Who has halted or crashed does nothing on its own account.", () => {
    const { afterSteps } = play(cat, { failures: "crash:1" });
    expect(afterSteps("cat crashes").next).toEqual([]);
  });

  test("Where time is kept, what must be done is done within STEP of the moment it can be.", () => {
    const { afterSteps } = play(cat, { timing: "bounded:1,step:2" });
    expect(afterSteps().next).toEqual([WAKE, PURR]);
    expect(afterSteps(WAKE).next).toContain("time passes");
    expect(afterSteps(WAKE, "time passes", "time passes").next).not.toContain("time passes");
    expect(afterSteps(WAKE, "time passes", PURR, "time passes").next).not.toContain("time passes");
  });

  test("In rounds actions are refused: a round leaves nothing of the kind open.", () => {
    expect(() => play(cat, { timing: "synchronous" })).toThrow("does things on its own account");
  });

  test("A guard that answers otherwise in an equal state is a mistake of the protocol.", () => {
    let asked = 0;
    const fickle = (): typeof cat =>
      protocol()({
        ...cat,
        roles: {
          cat: role({
            initially: () => ({ sleeps: true, isFed: false }),
            may: { wake: { while: () => asked++ === 0, do: (state) => void (state.sleeps = false) } },
          }),
        },
      }) as never;
    expect(() => check(system(fickle()))).toThrow("is not deterministic");
  });
});
