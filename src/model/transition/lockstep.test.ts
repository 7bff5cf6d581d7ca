/** What process code does in a synchronous round, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { after, first, next, ROUND } from "../../../test/semantics/rounds.ts";
import {
  fifo,
  format,
  formatEvent,
  isQuiescent,
  messageSet,
  parseEvent,
  parseFailures,
  pause,
  perform,
  protocol,
  read,
  register,
  role,
  settle,
  sharedObject,
  sleep,
  step,
  synchronous,
  system,
  UsageError,
  write,
  type Configuration,
  type Context,
  type SharedObject,
  type Steps,
  type System,
  type SystemOptions,
} from "lightcone";
import { settlements } from "./transition.ts";

type Message =
  | { type: "a"; n?: number }
  | { type: "b"; n?: number }
  | { type: "note"; n?: number }
  | { type: "stop" };
interface State {
  log: string[];
}
type Code = (state: State, context: Context<Message>) => Steps;

interface Made {
  readonly objects?: readonly SharedObject[];
  readonly processes?: number;
  readonly code: Code;
  readonly options?: SystemOptions;
  readonly uponRound?: () => void;
}

/** A system of processes that run the same code, and write down what happens to them. */
function made({ objects = [], processes = 2, code, options = {}, uponRound }: Made): System {
  return system(
    protocol<Message>()({
      name: "made",
      ...(objects.length === 0 ? {} : { objects }),
      roles: {
        process: role<Message, State>({
          processes,
          initially: () => ({ log: [] }),
          upon: {
            note: (state) => void state.log.push("note"),
            stop: (_state, _message, { halt }) => halt(),
          },
          uponTimeout: { alarm: (state) => void state.log.push("alarm") },
          run: code,
          ...(uponRound === undefined ? {} : { uponRound }),
        }),
      },
    }),
    { timing: synchronous, ...options },
  );
}

/** Every way in which a round may go on: the lines of each. */
function ways(here: System, rounds: readonly string[], text = ROUND): string[][] {
  const begun = step(here, after(here, rounds).now, parseEvent(text));
  return [...settlements(here, begun)].map(({ events }) => events.map(formatEvent));
}

function logs({ locals }: Configuration): unknown[] {
  return locals.map(({ state }) => state["log"]);
}

const x = register("x", 0);

/** Opens when something else happens: an operation that has to wait. */
const gate = sharedObject(
  {
    name: "gate",
    about: "pass waits until it is open",
    operations: {
      open: () => ({ value: true }),
      pass: (isOpen: boolean) => (isOpen ? { value: isOpen } : undefined),
    },
  },
  "gate",
  false,
);

describe("An operation", () => {
  test("In a round process code performs at most one operation, after its messages and timers.", () => {
    const here = made({
      objects: [x],
      processes: 1,
      *code(_, { setTimer }) {
        setTimer("alarm");
        yield* read(x);
        yield* write(x, 1);
      },
    });
    const { lines } = after(here, [ROUND, ROUND]);
    expect(lines).toEqual([
      ROUND,
      "p1 times out on alarm",
      "p1 performs read on x and gets 0",
      ROUND,
      "p1 performs write(1) on x",
      "p1 halts",
    ]);
  });

  test("It is the one that code awaits when the round begins, not one that it comes to await in it.", () => {
    const here = made({
      objects: [x],
      *code(_, { index, send, receive }) {
        if (index === 1) send("p2", { type: "a" });
        if (index === 2) {
          yield* receive("a");
          yield* write(x, 2);
        }
      },
    });
    expect(after(here, [ROUND, ROUND]).lines).toEqual([
      ROUND,
      "p2 receives a from p1",
      ROUND,
      "p2 performs write(2) on x",
      "p2 halts",
    ]);
  });

  test("If it has to wait it does not happen; and where nothing can happen, no round begins.", () => {
    const here = made({
      objects: [gate],
      *code(_, { index }) {
        if (index === 1) return;
        if (index === 3) for (let i = 0; i < 2; i++) yield* pause();
        yield* perform<void>(gate, index === 2 ? "pass" : "open");
      },
      processes: 3,
    });
    const order = "a round begins, p2 before p3 on gate";
    const { lines, now } = after(here, [ROUND, ROUND, order, ROUND]);
    expect(lines).toEqual([
      ROUND,
      "p3 goes on",
      ROUND,
      "p3 goes on",
      order,
      "p3 performs open on gate",
      "p3 halts",
      ROUND,
      "p2 performs pass on gate",
      "p2 halts",
    ]);
    expect(isQuiescent(here, now)).toBe(true);
    const stuck = made({
      objects: [gate],
      *code() {
        yield* perform<void>(gate, "pass");
      },
    });
    expect(next(stuck)).toEqual([]);
  });

  test("It does not happen if a message has made the process halt.", () => {
    const here = made({
      objects: [x],
      *code(_, { index, send }) {
        if (index === 1) send("p2", { type: "stop" });
        yield* write(x, index);
      },
    });
    const order = "a round begins, p2 before p1 on x";
    expect(after(here, [order]).lines).toEqual([
      order,
      "p2 receives stop from p1",
      "p2 halts",
      "p1 performs write(1) on x",
      "p1 halts",
    ]);
  });
});

test("A `pause` is over after one round, and so is a `sleep`, whatever the number of ticks.", () => {
  const here = made({
    processes: 1,
    *code({ log }) {
      yield* sleep(9);
      log.push("awake");
      yield* pause();
    },
  });
  expect(logs(after(here, [ROUND]).now)).toEqual([["awake"]]);
  expect(after(here, [ROUND, ROUND]).lines).toEqual([ROUND, "p1 goes on", ROUND, "p1 goes on", "p1 halts"]);
});

describe("Messages", () => {
  /** The third awaits messages of some types, one after the other; the others send it some. */
  const asking = (
    types: readonly ("a" | "b")[],
    sent: readonly (readonly ("a" | "b")[])[],
    options: SystemOptions = {},
  ) =>
    made({
      processes: 3,
      options,
      *code({ log }, { index, send, receive }) {
        for (const type of sent[index - 1] ?? []) send("p3", { type });
        if (index < 3) return;
        for (const type of types) {
          const { from, message } = yield* receive(type);
          log.push(`${message.type} from ${from}`);
        }
        yield* pause();
      },
    });

  test("Process code receives messages as long as it asks for some that are there.", () => {
    const here = asking(["b", "a"], [["a"], ["b"]]);
    expect(logs(after(here, [ROUND]).now)[2]).toEqual(["b from p2", "a from p1"]);
  });

  test("It receives them in the order of their senders.", () => {
    const here = asking(["a", "a"], [["a"], ["a"]]);
    expect(logs(after(here, [ROUND]).now)[2]).toEqual(["a from p1", "a from p2"]);
    const choosy = asking(["b", "b"], [["a", "b"], ["b"]]);
    expect(logs(after(choosy, [ROUND]).now)[2]).toEqual(["b from p1", "b from p2"]);
  });

  test("What it does not ask for goes to `upon`, or stays, ahead of what is sent in the round.", () => {
    const here = made({
      options: { channels: fifo },
      *code(state, { index, send, receive }) {
        if (index === 1) {
          for (const type of ["note", "a"] as const) send("p2", { type, n: 1 });
          yield* pause();
          send("p2", { type: "a", n: 2 });
          return;
        }
        for (let i = 0; i < 2; i++) yield* pause();
        for (let i = 0; i < 2; i++) state.log.push(format((yield* receive("a")).message));
      },
    });
    const one = after(here, [ROUND]);
    expect(one.lines).toContain("p2 receives note(n: 1) from p1");
    expect(one.now.mailboxes[1]?.map(({ message }) => format(message as never))).toEqual([
      '{n: 1, type: "a"}',
      '{n: 2, type: "a"}',
    ]);
    expect(logs(after(here, [ROUND, ROUND, ROUND]).now)[1]).toEqual([
      "note",
      '{n: 1, type: "a"}',
      '{n: 2, type: "a"}',
    ]);
  });

  test("FIFO channels keep the order of messages, also of those that are not asked for.", () => {
    expect(logs(after(asking(["b"], [["a", "b"]]), [ROUND]).now)[2]).toEqual(["b from p1"]);
    expect(next(asking(["b"], [["a", "b"]], { channels: fifo }))).toEqual([]);
  });

  test("Process code, too, receives a message in the round after the one in which it was sent.", () => {
    const here = made({
      *code({ log }, { index, send, receive }) {
        yield* pause();
        if (index === 1) send("p2", { type: "a" });
        else log.push((yield* receive()).from);
      },
    });
    expect(logs(after(here, [ROUND]).now)[1]).toEqual([]);
    expect(logs(after(here, [ROUND, ROUND]).now)[1]).toEqual(["p1"]);
  });

  test("Messages fail when they are about to be received, and not while they stay.", () => {
    const here = (failures: string, types: readonly ("a" | "b")[]) =>
      asking(types, [["a"]], { failures: parseFailures(failures) });
    expect(ways(here("loss:1", ["a"]), []).flat()).toContain("the network loses a from p1 to p3");
    expect(ways(here("omission:1", ["a"]), []).flat()).toContain("p3 fails to receive a from p1");
    const doubled = ways(here("duplication:1", ["a", "a"]), []);
    expect(doubled.find(([event]) => event?.includes("duplicates"))).toEqual([
      "the network duplicates a from p1 to p3",
      "p3 receives a from p1",
      "p3 receives a from p1",
    ]);
    expect(next(here("loss:1", ["b"]))).toEqual([]);
  });
});

describe("A process that fails", () => {
  const writing = (failures: string) =>
    made({
      objects: [x],
      options: { failures: parseFailures(failures) },
      *code(_, { index, broadcast }) {
        yield* write(x, index);
        broadcast({ type: "note" });
        yield* pause();
      },
    });
  const order = "a round begins, p1 before p2 on x";

  test("A process crashes before its operation or after it, and then before or after what it sends.", () => {
    const texts = ways(writing("crash:p1"), [], order).map((lines) => lines.join("; "));
    expect(texts).toEqual([
      "p1 performs write(1) on x; p1 sends note to p2; p2 performs write(2) on x; p2 sends note to p1",
      "p1 performs write(1) on x; p1 crashes; p2 performs write(2) on x; p2 sends note to p1",
      "p1 crashes; p2 performs write(2) on x; p2 sends note to p1",
    ]);
  });

  test("It recovers at the beginning of a round, in which its code does nothing else.", () => {
    const here = writing("crash-recovery:p1");
    const begun = step(here, first(here), parseEvent(order));
    const crashed = [...settlements(here, begun)].find(({ events }) => events[0]?.kind === "fault");
    const { effects } = settle(here, step(here, crashed?.settled as Configuration, parseEvent(ROUND)));
    expect(effects.map(formatEvent)).toEqual(["p1 recovers", "p2 goes on", "p2 halts"]);
  });
});

describe("What is refused", () => {
  const code: Code = function* () {
    yield* pause();
  };
  test.each([
    ["code that acts on whole rounds", { uponRound: () => {} }, /acts on all messages of a round at once/],
    ["who lies", { options: { failures: parseFailures("byzantine:1") } }, /keeps what it does not ask for/],
    [
      "who lies where there are objects",
      { objects: [x], options: { failures: parseFailures("byzantine:1") } },
      /may do to shared objects/,
    ],
    ["a partition", { options: { failures: parseFailures("partition:1") } }, /no moment/],
    ["a channel that keeps messages", { options: { channels: messageSet } }, /do not go together/],
  ])("Code beside `uponRound`, liars, partitions and message sets are refused there.", (_, parts, said) => {
    expect(() => made({ code, ...parts })).toThrow(UsageError);
    expect(() => made({ code, ...parts })).toThrow(said);
  });
});
