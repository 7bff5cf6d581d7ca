/** Atomic steps of several operations, sentence by sentence: see docs/semantics.md. */
import {
  atomically,
  may,
  overMessages,
  overRegisters,
  pause,
  perform,
  protocol,
  provided,
  read,
  receive,
  register,
  role,
  sharedObject,
  sleep,
  whichever,
  write,
  type Context,
  type ObjectKind,
  type Property,
  type Protocol,
  type Register,
  type Role,
  type Steps,
} from "lightcone";
import { expect, test } from "vitest";
import { said } from "../../../test/semantics/endless.ts";
import { play } from "../../../test/semantics/play.ts";

type Word = { type: "ask"; n: number } | { type: "told"; n: number };
type State = { log: unknown[] };
type Can = Context<Word>;

const x = register("x", 0);
const y = register("y", 0);

/** Lets one process in at a time. */
const gate: ObjectKind = {
  name: "gate",
  about: "enter waits until nobody is in; push may open or close it",
  operations: {
    enter: (isTaken: boolean) => (isTaken ? undefined : { value: true }),
    leave: () => ({ value: false }),
    push: () => [
      { value: false, response: "open" },
      { value: true, response: "closed" },
    ],
  },
};
const door = sharedObject(gate, "door", false);

/** Two processes that run this; p2 sends p1 two messages at the start. */
function running(run: NonNullable<Role<Word, State, null>["run"]>, handlers: object = {}): Protocol {
  return protocol<Word>()({
    name: "running",
    objects: [x, y, door],
    roles: {
      process: role<Word, State>({
        processes: 2,
        initially: ({ index, send }) => {
          if (index === 2) for (const n of [1, 2]) send("p1", { type: "ask", n });
          return { log: [] };
        },
        run,
        ...handlers,
      }),
    },
  });
}

/** Adds one to the first register, and writes ten more than that to the second. */
function* transfer(from: Register<number>, to: Register<number>): Steps<number> {
  const found = yield* read(from);
  yield* write(from, found + 1);
  yield* write(to, (yield* read(from)) + 10);
  return found;
}

const TRANSFER =
  "p1 performs read on x and gets 0, in transfer, then write(1) on x, then read on x and gets 1, " +
  "then write(11) on y";

/** The process p1 transfers; p2 writes to x. */
const transferring = running(function* (state, { index }) {
  if (index === 2) return yield* write(x, 5);
  state.log.push(yield* atomically(transfer(x, y)));
  yield* pause();
});

test("`atomically` makes one event of a call: its first step, with all that follows up to its end.", () => {
  const { afterSteps } = play(transferring);
  const { configuration, next, state } = afterSteps(TRANSFER);
  expect(configuration.objects).toEqual([1, 11, false]);
  expect(state("p1")["log"]).toEqual([0]);
  expect(next).toContain("p1 goes on");
});

test("The event names the function, and tells each operation in it, with its answer.", () => {
  expect(play(transferring).afterSteps().next).toContain(TRANSFER);
});

test("Nothing comes between its operations: each finds what those before it have left.", () => {
  const { afterSteps } = play(transferring);
  const { configuration } = afterSteps(
    "p2 performs write(5) on x",
    TRANSFER.replace("gets 0", "gets 5")
      .replace("write(1)", "write(6)")
      .replace("gets 1", "gets 6")
      .replace("write(11)", "write(16)"),
  );
  expect(configuration.objects).toEqual([6, 16, false]);
  expect(() => afterSteps(TRANSFER, "p1 performs write(11) on y")).toThrow("not enabled");
});

test("Who does the same in several steps lets others come between.", () => {
  const { afterSteps } = play(
    running(function* (_, { index }) {
      if (index === 2) return yield* write(x, 5);
      yield* transfer(x, y);
    }),
  );
  const lines = [
    "p1 performs read on x and gets 0",
    "p2 performs write(5) on x",
    "p1 performs write(1) on x",
  ];
  expect(afterSteps(...lines).configuration.objects).toEqual([1, 0, false]);
});

function* tell({ send, decide }: Can): Steps {
  send("p2", { type: "told", n: 1 });
  yield* write(x, 1);
  send("p2", { type: "told", n: 2 });
  decide(yield* read(x));
  yield* write(y, 2);
}

test("What stands before its first step belongs to the step before.", () => {
  const { afterSteps } = play(
    running(function* (_, context) {
      if (context.index === 1) yield* atomically(tell(context));
    }),
  );
  expect(afterSteps().inTransit("p2")).toEqual(["told(n: 1) from p1"]);
  expect(afterSteps().configuration.objects).toEqual([0, 0, false]);
});

test("What it sends and decides comes after its operations; a crash may cut that off, not these.", () => {
  const { after } = play(
    running(function* (_, context) {
      if (context.index === 1) yield* atomically(tell(context));
      yield* receive("ask");
    }),
    { failures: "crash:1" },
  );
  const start = ["p1 sends told(n: 1) to p2", "p2 sends ask(n: 1) to p1", "p2 sends ask(n: 2) to p1"];
  const step = "p1 performs write(1) on x, in tell, then read on x and gets 1, then write(2) on y";
  const { configuration, next } = after(...start, step);
  expect(configuration.objects).toEqual([1, 2, false]);
  expect(next).toEqual(["p1 sends told(n: 2) to p2", "p1 crashes"]);
  expect(after(...start, step, "p1 sends told(n: 2) to p2").next).toEqual(["p1 decides 1", "p1 crashes"]);
});

function* enter(): Steps {
  yield* read(x);
  yield* perform<void>(door, "enter");
  yield* write(x, 1);
}

test("It is possible if all of its operations are; until then the process waits.", () => {
  const { afterSteps } = play(
    running(function* (_, { index }) {
      if (index === 2) {
        yield* perform<void>(door, "enter");
        yield* perform<void>(door, "leave");
      }
      yield* atomically(enter());
    }),
  );
  const step = "p1 performs read on x and gets 0, in enter, then enter on door, then write(1) on x";
  expect(afterSteps().next).toContain(step);
  expect(afterSteps("p2 performs enter on door").next).toEqual(["p2 performs leave on door"]);
  expect(afterSteps("p2 performs enter on door", "p2 performs leave on door").next).toContain(step);
  const both = [step, "p2 performs enter on door"];
  expect(() => afterSteps(...both)).toThrow("not enabled");
});

function* awaitBoth(state: State): Steps {
  yield* provided((yield* read(x)) === 1 && (yield* read(y)) === 1);
  state.log.push("both");
}

test("It does not happen where what is `provided` is false, as if it had not begun.", () => {
  const { afterSteps } = play(
    running(function* (state, { index }) {
      if (index === 1) return yield* atomically(awaitBoth(state));
      yield* write(x, 1);
      yield* write(y, 1);
      yield* write(x, 0);
    }),
  );
  const step = "p1 performs read on x and gets 1, in awaitBoth, then read on y and gets 1";
  const writes = ["p2 performs write(1) on x", "p2 performs write(1) on y"];
  expect(afterSteps(...writes.slice(0, 1)).next).toEqual([writes[1]]);
  expect(afterSteps(...writes).next).toEqual([step, "p2 performs write(0) on x"]);
  expect(afterSteps(...writes, step).state("p1")["log"]).toEqual(["both"]);
  expect(afterSteps(...writes, "p2 performs write(0) on x").next).toEqual([]);
});

function* pick({ choose }: Can): Steps {
  yield* pause();
  const side = choose(["left", "right", "neither"]);
  yield* provided(side !== "neither");
  if (side === "left") yield* perform(door, "push");
  yield* perform<void>(door, "enter");
}

test("Of what it may choose, or an object may answer, each way is possible that comes to its end.", () => {
  const { afterSteps } = play(
    running(function* (_, context) {
      if (context.index === 1) yield* atomically(pick(context));
    }),
  );
  expect(afterSteps().next).toEqual([
    'p1 goes on, in pick, then push on door and gets "open", then enter on door choosing "left"',
    'p1 goes on, in pick, then enter on door choosing "right"',
  ]);
});

function* serve({ choose }: Can, state: State): Steps {
  const { message } = yield* receive<Word>("ask");
  yield* provided((yield* read(x)) < message.n);
  yield* write(x, choose([message.n, 9]));
  state.log.push(message.n);
}

/** The process p1 serves what it is asked, once that is more than x holds. */
const serving = running(function* (state, context) {
  if (context.index === 2) return;
  while (true) yield* atomically(serve(context, state));
});

test("Its first step may be a receipt: the message stays in transit until all the rest is possible.", () => {
  const { afterSteps } = play(serving);
  const first =
    "p1 receives ask(n: 1) from p2, in serve, then read on x and gets 0, then write(1) on x choosing 1";
  expect(afterSteps().next).toHaveLength(4);
  expect(afterSteps(first).next).toEqual([
    "p1 receives ask(n: 2) from p2, in serve, then read on x and gets 1, then write(2) on x choosing 2",
    "p1 receives ask(n: 2) from p2, in serve, then read on x and gets 1, then write(9) on x choosing 9",
  ]);
  const late =
    "p1 receives ask(n: 2) from p2, in serve, then read on x and gets 0, then write(2) on x choosing 2";
  expect(afterSteps(late).next).toEqual([]);
  expect(afterSteps(late).inTransit("p1")).toEqual(["ask(n: 1) from p2"]);
});

test("Its first step may be whichever of several; the event tells which was taken.", () => {
  const { afterSteps } = play(
    running(function* (state, { index }) {
      if (index === 1) yield* atomically(either(state));
    }),
  );
  const events = [
    "p1 goes on, in either, then write(1) on x",
    "p1 opts to quit, in either, then write(1) on x",
  ];
  expect(afterSteps().next.toSorted()).toEqual(events);
  expect(afterSteps(events[1] as string).state("p1")["log"]).toEqual(["quit"]);
});

function* either(state: State): Steps {
  const { taken } = yield* whichever({ late: sleep(1), quit: may() });
  state.log.push(taken);
  yield* write(x, 1);
}

function* outer(): Steps {
  yield* write(x, 1);
  yield* inner();
  yield* atomically(inner());
}

function* inner(): Steps {
  yield* write(y, 2);
  yield* write(x, 3);
}

test("Calls within it belong to it, atomic or not; the step after its end is one of its own.", () => {
  const { afterSteps } = play(
    running(function* (_, { index }) {
      if (index === 2) return;
      yield* atomically(outer());
      yield* atomically(inner());
    }),
  );
  const rest = ", then write(2) on y, then write(3) on x";
  const step = `p1 performs write(1) on x, in outer${rest}${rest}`;
  expect(afterSteps().next).toEqual([step]);
  expect(afterSteps(step).next).toEqual(["p1 performs write(2) on y, in inner, then write(3) on x"]);
});

/** The process p2 opens and closes the door for ever; p1 wants to enter. */
const swinging = protocol<never>()({
  name: "swinging",
  objects: [x, door],
  roles: {
    process: role({
      processes: 2,
      initially: () => ({ isIn: false }),
      *run(state, { index }) {
        if (index === 1) {
          yield* atomically(enter());
          state.isIn = true;
        } else while (true) yield* atomically(swing());
      },
    }),
  },
});

function* swing(): Steps {
  const isShut = (yield* read(x)) === 2;
  yield* write(x, isShut ? 0 : 2);
  yield* perform<void>(door, isShut ? "leave" : "enter");
}

/** What becomes of p1, which wants to enter, with fairness that is asked for. */
function fed(fairness?: object): string | undefined {
  const isIn: Property = {
    eventually: ({ process = [] }) => process.some(({ state }) => state["isIn"] === true),
    ...(fairness === undefined ? {} : { fairness }),
  };
  return said({ ...swinging, properties: { isIn } } as Protocol)["isIn"];
}

test("It is owed as its first step is: letters by compassion, operations by justice.", () => {
  expect(fed()).toBe("goes on");
  expect(fed({ compassion: [{ kind: "operation", process: "p1", object: "x" }] })).toMatch(/^holds/);
});

test("Fairness asks for it by its name, or by any operation in it.", () => {
  expect(fed({ compassion: [{ kind: "operation", atomic: "enter" }] })).toMatch(/^holds/);
  expect(fed({ compassion: [{ kind: "operation", atomic: "swing" }] })).toMatch(/^goes on/);
  expect(fed({ compassion: [{ kind: "operation", operation: "enter", process: "p1" }] })).toMatch(/^holds/);
});

test("To receive or to pause in the middle of it is a mistake, and so is one without step or end.", () => {
  function trying(steps: (context: Can) => Steps) {
    return () =>
      play(
        running(function* (_, context) {
          if (context.index === 1) yield* atomically(steps(context));
        }),
      ).afterSteps().next;
  }
  expect(trying(lingering)).toThrow("waits in the middle of the atomic step lingering: pause");
  expect(trying(listening)).toThrow("waits in the middle of the atomic step listening: receive ask");
  expect(trying(spinning)).toThrow("performs more than 10000 operations in the atomic step spinning");
  expect(trying(idle)).toThrow("makes an atomic step of what takes no step");
  expect(trying(counting)).toThrow("gives 1 as a condition (provided)");
  expect(trying(conditional)).toThrow("a condition (provided) before the first step of an atomic one");
});

function* lingering(): Steps {
  yield* read(x);
  yield* pause();
}

function* listening(): Steps {
  yield* read(x);
  yield* receive("ask");
}

function* spinning(): Steps {
  while ((yield* read(x)) === 0);
}

/** Without `yield*` it is none of those functions whose calls can be interrupted. */
function* idle(): Steps {}

function* counting(): Steps {
  yield* read(x);
  yield* provided(1 as never);
}

function* conditional(): Steps {
  yield* provided(true);
  yield* read(x);
}

test("In rounds, where time is kept, and over messages or registers it is refused.", () => {
  const told = "is about to take the atomic step transfer";
  expect(() => play(transferring, { timing: "synchronous" }).afterSteps()).toThrow(told);
  expect(() => play(transferring, { timing: "bounded:3" }).afterSteps()).toThrow(told);
  const onRegisters = { ...transferring, objects: [x, y] };
  expect(() => play(overMessages(onRegisters, { servers: 1 })).afterSteps()).toThrow(told);
  const { objects: _, ...alone } = serving;
  expect(() => play(overRegisters(alone)).afterSteps()).toThrow("is about to take the atomic step serve");
});
