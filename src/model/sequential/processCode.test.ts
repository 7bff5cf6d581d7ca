/** Process code, sentence by sentence: see docs/semantics.md. */
import {
  enabled,
  initialConfiguration,
  check,
  formatConfiguration,
  may,
  pause,
  protocol,
  read,
  receive,
  register,
  role,
  sleep,
  whichever,
  write,
  type Role,
  type Steps,
} from "lightcone";
import { describe, expect, test } from "vitest";
import { play } from "../../../test/semantics/play.ts";
import { search } from "../../explorer/index.ts";
import { system } from "../system/system.ts";

type Word = { type: "a"; n: number } | { type: "b"; n: number };

const x = register("x", 0);

/** Two processes that run this; p2 sends p1 an a and a b at the start. */
function running(run: NonNullable<Role<Word, { log: unknown[] }, null>["run"]>, handlers: object = {}) {
  return protocol<Word>()({
    name: "running",
    objects: [x],
    roles: {
      process: role<Word, { log: unknown[] }>({
        processes: 2,
        initially: ({ index, send }) => {
          if (index === 2) for (const type of ["a", "b"] as const) send("p1", { type, n: 7 });
          return { log: ["start"] };
        },
        run,
        ...handlers,
      }),
    },
  });
}

test("Process code begins in the start step, after `initially`, and runs to its first `yield*`.", () => {
  const { afterSteps } = play(
    running(function* (state) {
      state.log.push("code");
      yield* pause();
      state.log.push("later");
    }),
  );
  expect(afterSteps().state("p1")["log"]).toEqual(["start", "code"]);
});

test("Each `yield*` of a step is a step, to which all belongs that follows it up to the next.", () => {
  const { after, afterSteps } = play(
    running(function* (state, { index, send }) {
      if (index === 2) return;
      yield* write(x, 1);
      state.log.push("written");
      send("p2", { type: "a", n: 1 });
      yield* pause();
    }),
  );
  const start = ["p2 sends a(n: 7) to p1", "p2 sends b(n: 7) to p1", "p2 halts"];
  const { state, next } = after(...start, "p1 performs write(1) on x");
  expect(state("p1")["log"]).toEqual(["start", "written"]);
  expect(next).toEqual(["p1 sends a(n: 1) to p2"]);
  expect(afterSteps("p1 performs write(1) on x").next).toEqual(["p1 goes on"]);
});

test("Between two steps others take any number of theirs; between two `yield*` nobody does.", () => {
  const racing = running(function* (state) {
    const value = yield* read(x);
    yield* write(x, value + 1);
    state.log.push(yield* read(x));
  });
  const { afterSteps } = play(racing);
  const both = ["p1 performs read on x and gets 0", "p2 performs read on x and gets 0"];
  const lost = afterSteps(...both, "p1 performs write(1) on x", "p2 performs write(1) on x");
  expect(lost.configuration.objects).toEqual([1]);
});

test("`pause` is a step that does nothing: it lets others go first.", () => {
  const { afterSteps } = play(
    running(function* (state) {
      yield* pause();
      state.log.push("on");
    }),
  );
  expect(afterSteps().next).toEqual(["p1 goes on", "p2 goes on"]);
  const { state, configuration } = afterSteps("p2 goes on");
  expect(state("p2")["log"]).toEqual(["start", "on"]);
  expect(configuration.objects).toEqual([0]);
});

test("`receive` takes a message of the types that it names, or of any; others stay in transit.", () => {
  const taking = (...types: readonly ("a" | "b")[]) =>
    play(
      running(function* (state, { index }) {
        if (index === 1) state.log.push((yield* receive<Word>(...types)).message.n);
      }),
    );
  expect(taking("b").afterSteps().next).toEqual(["p1 receives b(n: 7) from p2"]);
  expect(taking().afterSteps().next).toHaveLength(2);
  const { state, inTransit } = taking("b").afterSteps("p1 receives b(n: 7) from p2");
  expect(state("p1")["log"]).toEqual(["start", 7]);
  expect(inTransit("p1")).toEqual(["a(n: 7) from p2"]);
});

test("A handler takes messages that process code does not await; the code stays where it is.", () => {
  const { afterSteps } = play(
    running(
      function* (state, { index }) {
        if (index !== 1) return;
        const { message } = yield* receive<Word>("b");
        state.log.push(message.type);
      },
      { upon: { a: (state: { log: unknown[] }) => void state.log.push("handler") } },
    ),
  );
  const heard = afterSteps("p1 receives a(n: 7) from p2");
  expect(heard.state("p1")["log"]).toEqual(["start", "handler"]);
  expect(heard.local("p1").control).toEqual(afterSteps().local("p1").control);
  expect(afterSteps("p1 receives a(n: 7) from p2", "p1 receives b(n: 7) from p2").state("p1")["log"]).toEqual(
    ["start", "handler", "b"],
  );
});

test("To hold across a step what a handler may change meanwhile is a mistake of the protocol.", () => {
  const holding = running(
    function* (state) {
      const { log } = state;
      yield* pause();
      log.push("held");
    },
    { upon: { a: () => {}, b: () => {} } },
  );
  const { system: made, afterSteps } = play(holding);
  expect(() => enabled(made, afterSteps().configuration)).toThrow("holds in `log` a part of its state");
});

test("A call of another function of process code is no step: only its `yield*` of steps are.", () => {
  const { afterSteps } = play(
    running(function* (state) {
      state.log.push(yield* twice());
    }),
  );
  expect(afterSteps("p1 goes on").next).toEqual(["p1 goes on", "p2 goes on"]);
  expect(afterSteps("p1 goes on", "p1 goes on").state("p1")["log"]).toEqual(["start", 2]);
});

function* twice(): Steps<number> {
  yield* pause();
  yield* pause();
  return 2;
}

test("When it comes to its end, the process halts.", () => {
  const { local } = play(
    running(function* () {
      yield* pause();
    }),
  ).afterSteps("p1 goes on");
  expect([local("p1").halted, local("p2").halted]).toEqual([true, false]);
});

test("Its place and its variables are in the local state; what nobody will read again is not.", () => {
  const forgetful = protocol()({
    name: "forgetful",
    roles: {
      process: role({
        inputs: [1, 2],
        initially: () => ({}),
        *run(_state, { input }) {
          const kept = input > 5;
          const forgotten = input + 1;
          if (forgotten > 9) yield* pause();
          yield* pause();
          if (kept) yield* pause();
        },
      }),
    },
  });
  const here = system(forgetful);
  const [one, two] = [1, 2].map((input) => {
    const { locals, ...rest } = initialConfiguration(here, [input]);
    return formatConfiguration({ ...rest, locals: locals.map((local) => ({ ...local, input: 0 })) });
  });
  expect(one).toBe(two);
  expect(one).toContain("kept");
  expect(one).not.toContain("forgotten");
});

test("An object that code reaches in two ways is one object after a step, too.", () => {
  const { afterSteps } = play(
    running(function* (state, { index, neighbors }) {
      if (index === 2) return;
      const row = [1];
      const table = new Map([["row", { row }]]);
      const held = { log: state.log, neighbors };
      yield* pause();
      row.push(2);
      held.log.push(table.get("row")?.row.length, held.neighbors === neighbors);
    }),
  );
  expect(afterSteps("p1 goes on").state("p1")["log"]).toEqual(["start", 2, true]);
});

test("Variables of a block are gone when it is over: each round of a loop has its own.", () => {
  const { afterSteps } = play(
    running(function* (state) {
      while (state.log.length < 3) {
        yield* pause();
        const n = state.log.length;
        if (n < 3) {
          const next = (x: number) => x + n;
          state.log.push(next(1));
        }
      }
    }),
  );
  const [before, after] = [[], ["p1 goes on"]].map((steps) => afterSteps(...steps).local("p1").control);
  expect(afterSteps("p1 goes on").state("p1")["log"]).toEqual(["start", 2]);
  expect(after).toEqual(before);
});

test("A step may stand anywhere in an expression, which is evaluated in JavaScript's order.", () => {
  const { afterSteps } = play(
    running(function* (state, { index }) {
      let i = 0;
      const list = [0, 0];
      list[i] = (yield* read(x)) + ++i;
      state.log.push(`${i++}${yield* read(x)}${i}`, ...list, index);
    }),
  );
  const { state } = afterSteps("p1 performs read on x and gets 0", "p1 performs read on x and gets 0");
  expect(state("p1")["log"]).toEqual(["start", "102", 1, 0, 1]);
});

test("After a crash from which the process recovers, it begins anew.", () => {
  const { afterSteps } = play(
    running(function* (state) {
      state.log.push("code");
      yield* pause();
      yield* write(x, 1);
    }),
    { failures: "crash-recovery:1" },
  );
  const { state, next } = afterSteps("p1 goes on", "p1 crashes for a time", "p1 recovers");
  expect(state("p1")["log"]).toEqual(["start", "code"]);
  expect(next).toContain("p1 goes on");
});

test("A process that awaits what does not come has nothing to do: it does not spin.", () => {
  const waiting = running(function* (_state, { index }) {
    if (index === 2) yield* receive("a");
  });
  const { afterSteps } = play(waiting);
  expect(afterSteps().next).toEqual([]);
  expect(search(system(waiting)).quiescent).toBe(1);
});

/** Process 1 waits for a message, the register, the end of a sleep or its own choice; then it says which. */
const choosing = running(function* (state, { index }) {
  if (index === 2) {
    while (true) yield* receive();
  }
  const way = yield* whichever({
    letter: receive<Word>("a"),
    access: read(x),
    late: sleep(3),
    enough: may(),
    never: index === 7 ? receive("b") : undefined,
  });
  state.log.push(way.taken, way.answer ?? null);
  yield* pause();
});

const TAKEN = {
  letter: "p1 receives a(n: 7) from p2",
  access: "p1 performs read on x and gets 0",
  late: "p1 goes on",
  enough: "p1 opts to enough",
};

describe("`whichever`", () => {
  test("It waits for whichever of several steps is possible, and one of them is taken.", () => {
    const { afterSteps } = play(choosing);
    expect(afterSteps().next.toSorted()).toEqual(Object.values(TAKEN).toSorted());
    for (const event of Object.values(TAKEN)) expect(afterSteps(event).next).toEqual(["p1 goes on"]);
  });

  test("It answers which was taken, and what that step answers.", () => {
    const { afterSteps } = play(choosing);
    const log = (event: string): unknown => afterSteps(event).state("p1")["log"];
    expect(log(TAKEN.letter)).toEqual(["start", "letter", { from: "p2", message: { type: "a", n: 7 } }]);
    expect(log(TAKEN.access)).toEqual(["start", "access", 0]);
    expect(log(TAKEN.late)).toEqual(["start", "late", null]);
    expect(log(TAKEN.enough)).toEqual(["start", "enough", null]);
    const held = running(function* (state) {
      const way = yield* whichever({ enough: may() });
      yield* pause();
      state.log.push(way.taken, way.answer ?? null);
    });
    const end = play(held).afterSteps("p1 opts to enough", "p1 goes on");
    expect(end.state("p1")["log"]).toEqual(["start", "enough", null]);
  });

  test("`may` is a choice of the process's own, and owed to nobody: it may wait for ever.", () => {
    const only = running(function* () {
      yield* whichever({ enough: may() });
    });
    const { next, isQuiescent } = play(only).afterSteps();
    expect([next, isQuiescent]).toEqual([["p1 opts to enough", "p2 opts to enough"], true]);
  });

  test("Alternatives that could be the same event are a mistake of the protocol.", () => {
    const twins = (of: Parameters<typeof whichever>[0]) =>
      play(
        running(function* () {
          yield* whichever(of);
        }),
      ).afterSteps();
    expect(() => twins({ one: receive("a", "b"), other: receive("b") })).toThrow(
      "one and other, which can be",
    );
    expect(() => twins({ one: pause(), other: sleep(2) })).toThrow(
      "one and other, which can be the same event",
    );
    expect(() => twins({ one: read(x), other: read(register("y", 0)) })).toThrow("on several objects");
    expect(() => twins({ one: read(x), other: write(x, 1) })).not.toThrow();
  });

  test("Where time is kept, each alternative has its own: a sleep is over no earlier than alone.", () => {
    const timed = running(function* (state, { index }) {
      if (index === 2) return;
      const way = yield* whichever({ letter: receive<Word>("b"), late: sleep(2) });
      state.log.push(way.taken);
      yield* receive("a");
    });
    const { afterSteps } = play(timed, { timing: "bounded:3-4,step:1" });
    const TICK = "time passes";
    expect(afterSteps(TICK).next).toEqual([TICK]);
    expect(afterSteps(TICK, TICK).next).toEqual(["p1 goes on", TICK]);
    expect(afterSteps(TICK, TICK, TICK).next).toEqual(["p1 receives b(n: 7) from p2", "p1 goes on"]);
    expect(() => play(choosing, { timing: "bounded:3" }).afterSteps()).toThrow("an operation stands alone");
  });

  test("In rounds it is refused: what code awaits when a round begins is what it does in it.", () => {
    expect(() => play(choosing, { timing: "synchronous" }).afterSteps()).toThrow(
      "whichever of several steps",
    );
  });

  test("The fast search finds what the reference finds.", () => {
    const [slow, fast] = [search(system(choosing)), check(system(choosing))];
    const { configurations, transitions, quiescent, depth } = slow;
    expect(fast).toMatchObject({ configurations, transitions, quiescent, depth });
  });
});
