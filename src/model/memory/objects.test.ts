/** Shared objects, sentence by sentence: see docs/semantics.md. */
import {
  compareAndSwapRegister,
  consensusObject,
  counter,
  linkedRegister,
  pause,
  perform,
  protocol,
  queue,
  register,
  role,
  sharedObject,
  snapshot,
  stack,
  swapRegister,
  testAndSetBit,
  write,
  type ObjectKind,
  type Plain,
  type SharedObject,
} from "lightcone";
import { describe, expect, test } from "vitest";
import { play, type Play } from "../../../test/semantics/play.ts";
import { parseEvent } from "../event/parseEvent.ts";

/** An operation and what it is given. */
type Operation = readonly [name: string, ...given: Plain[]];

/** Processes that perform operations on one object, each in the order of its list. */
function using(object: SharedObject, lists: readonly (readonly Operation[])[], failures = "none"): Play {
  const users = protocol<{ type: "note" }>()({
    name: "users",
    objects: [object],
    roles: {
      process: role({
        processes: lists.length,
        initially: () => ({ answers: [] as Plain[] }),
        upon: { note: () => {} },
        *run(state, { index }) {
          for (const [name, ...given] of lists[index - 1] ?? []) {
            const answer = yield* perform<Plain | undefined>(object, name, ...given);
            state.answers.push(answer ?? "nothing");
          }
          yield* pause();
        },
      }),
    },
  });
  return play(users, { failures });
}

/** What is answered when the processes take these turns: `12` is p1, then p2. */
function answers(object: SharedObject, lists: readonly (readonly Operation[])[], turns: string): Plain[] {
  const { afterSteps } = using(object, lists);
  const events: string[] = [];
  for (const turn of turns) {
    const next = afterSteps(...events).next.find((event) => event.startsWith(`p${turn} performs`));
    if (next === undefined) throw new Error(`p${turn} can do nothing`);
    events.push(next);
  }
  return events.map(parseEvent).map((event) => (event as { response?: Plain }).response ?? "nothing");
}

describe("Every object", () => {
  test("An operation is one atomic step of a process: it changes the object, and answers.", () => {
    const { afterSteps, after } = using(counter("it", 5), [[["fetchAndAdd", 1]]]);
    expect(after().next).toEqual(["p1 performs fetchAndAdd(1) on it and gets 5"]);
    const { configuration, state } = afterSteps("p1 performs fetchAndAdd(1) on it and gets 5");
    expect(configuration.objects).toEqual([6]);
    expect(state("p1")).toEqual({ answers: [5] });
  });

  test("What it does is a function of the object's value, its arguments, and who performs it.", () => {
    const seen: unknown[] = [];
    const kind: ObjectKind = {
      name: "spy",
      about: "remembers what it was asked",
      operations: {
        ask: (value, given, process) => {
          seen.push([value, given, process]);
          return { value: "after" };
        },
      },
    };
    const { afterSteps } = using(sharedObject(kind, "it", "before"), [[], [["ask", 1, 2]]]);
    expect(afterSteps("p2 performs ask(1, 2) on it").configuration.objects).toEqual(["after"]);
    expect(seen).toContainEqual(["before", [1, 2], "p2"]);
  });

  test("The adversary chooses the order of operations; each sees what those before it have done.", () => {
    const lists: Operation[][] = [[["fetchAndAdd", 1]], [["fetchAndAdd", 10]]];
    expect(answers(counter("it"), lists, "12")).toEqual([0, 1]);
    expect(answers(counter("it"), lists, "21")).toEqual([0, 10]);
    expect(using(counter("it"), lists).afterSteps().next).toHaveLength(2);
  });

  test("An operation that cannot happen now is not enabled: its process waits until it can.", () => {
    const gate: ObjectKind = {
      name: "gate",
      about: "passes when it is open",
      operations: {
        pass: (isOpen: boolean) => (isOpen ? { value: true } : undefined),
        open: () => ({ value: true }),
      },
    };
    const { afterSteps } = using(sharedObject(gate, "it", false), [[["pass"]], [["open"]]]);
    expect(afterSteps().next).toEqual(["p2 performs open on it"]);
    expect(afterSteps("p2 performs open on it").next).toContain("p1 performs pass on it");
  });

  test("Objects do not fail: what a process has done stays when it crashes, and is whole.", () => {
    const { afterSteps, after } = using(register("it", 0), [[["write", 1]], [["read"]]], "crash:1");
    const end = afterSteps("p1 performs write(1) on it", "p1 crashes");
    expect(end.next).toEqual(["p2 performs read on it and gets 1"]);
    expect(after().next).toContain("p1 performs write(1) on it");
    expect(after("p1 crashes").configuration.objects).toEqual([0]);
  });

  test("Operations of others are no events for a process: it learns of them by its own.", () => {
    const { afterSteps } = using(register("it", 0), [[["write", 1]], []]);
    const [before, after] = [afterSteps(), afterSteps("p1 performs write(1) on it")];
    expect(after.local("p2")).toEqual(before.local("p2"));
    expect(after.next).toContain("p2 goes on");
  });

  test("Objects and messages go together, in one system and in one process.", () => {
    const both = protocol<{ type: "go" }>()({
      name: "both",
      objects: [register("x", 0)],
      roles: {
        process: role({
          processes: 2,
          initially: ({ index, send }) => {
            if (index === 1) send("p2", { type: "go" });
            return {};
          },
          *run(_state, { index, receive }) {
            if (index === 2) yield* receive("go");
            yield* write(register("x", 0), index);
          },
        }),
      },
    });
    const { afterSteps } = play(both);
    expect(afterSteps().next).toEqual(["p1 performs write(1) on x", "p2 receives go from p1"]);
    expect(afterSteps("p2 receives go from p1").next).toContain("p2 performs write(2) on x");
  });

  test("Operations on different objects commute; on one object their order may show.", () => {
    const ended = (first: string, second: string, ...lines: string[]): string => {
      const writing = protocol()({
        name: "writing",
        objects: [register(first, 0), register(second, 0)].slice(0, first === second ? 1 : 2),
        roles: {
          process: role({
            processes: 2,
            initially: () => ({}),
            *run(_state, { index }) {
              yield* write(register(index === 1 ? first : second, 0), index);
            },
          }),
        },
      });
      return JSON.stringify(play(writing).afterSteps(...lines).configuration);
    };
    const [one, two] = ["p1 performs write(1) on x", "p2 performs write(2) on y"] as const;
    expect(ended("x", "y", one, two)).toBe(ended("x", "y", two, one));
    const other = "p2 performs write(2) on x";
    expect(ended("x", "x", one, other)).not.toBe(ended("x", "x", other, one));
  });
});

describe("register", () => {
  test("`read` answers what was written last, or the initial value if nothing was.", () => {
    const lists: Operation[][] = [
      [["read"], ["read"]],
      [
        ["write", 1],
        ["write", 2],
      ],
    ];
    expect(answers(register("it", 0), lists, "1221")).toEqual([0, "nothing", "nothing", 2]);
    expect(answers(register("it", 0), lists, "2112")).toEqual(["nothing", 1, 1, "nothing"]);
  });

  test("A register may have writers: for others to write would be a mistake; everybody may read.", () => {
    const own = register("it", 0, "p2");
    expect(answers(own, [[["read"]], [["write", 1]]], "21")).toEqual(["nothing", 1]);
    const { after } = using(own, [[["write", 1]], []]);
    expect(() => after()).toThrow("to which it may not write");
    const shared = register("it", 0, ["p1", "p2"]);
    expect(answers(shared, [[["write", 1]], [["write", 2]]], "12")).toEqual(["nothing", "nothing"]);
  });

  test("A register without writers named is a multi-writer register.", () => {
    expect(answers(register("it", 0), [[["write", 1]], [["write", 2]]], "21")).toEqual([
      "nothing",
      "nothing",
    ]);
  });
});

describe("test&set", () => {
  test("`testAndSet` sets the bit and answers whether it was set: false to the first, then true.", () => {
    const all: Operation[][] = [[["testAndSet"]], [["testAndSet"]], [["testAndSet"]]];
    expect(answers(testAndSetBit("it"), all, "213")).toEqual([false, true, true]);
  });

  test("`reset` clears it, whoever has set it; `read` answers it and changes nothing.", () => {
    const lists: Operation[][] = [
      [["testAndSet"], ["read"]],
      [["reset"], ["read"], ["testAndSet"]],
    ];
    expect(answers(testAndSetBit("it"), lists, "12221")).toEqual([false, "nothing", false, false, true]);
  });
});

describe("fetch&add", () => {
  test("`fetchAndAdd` adds to the number and answers what it was; it is a register, too.", () => {
    const list: Operation[] = [["fetchAndAdd", 2], ["fetchAndAdd", -1], ["read"], ["write", 9], ["read"]];
    expect(answers(counter("it"), [list], "11111")).toEqual([0, 2, 1, "nothing", 9]);
  });
});

describe("swap", () => {
  test("`swap` writes a value and answers what was there; it is a register, too.", () => {
    const list: Operation[] = [["swap", "b"], ["swap", "c"], ["write", "d"], ["read"]];
    expect(answers(swapRegister("it", "a"), [list], "1111")).toEqual(["a", "b", "nothing", "d"]);
  });
});

describe("compare&swap", () => {
  test("`compareAndSwap` writes if the value is the expected one, and answers whether it did.", () => {
    const list: Operation[] = [["compareAndSwap", 0, 1], ["compareAndSwap", 0, 2], ["read"]];
    expect(answers(compareAndSwapRegister("it", 0), [list], "111")).toEqual([true, false, 1]);
  });

  test("Values are compared by value: it does not notice that a value has gone and come back.", () => {
    const lists: Operation[][] = [
      [["compareAndSwap", [1], [2]]],
      [
        ["write", [3]],
        ["write", [1]],
      ],
    ];
    expect(answers(compareAndSwapRegister("it", [1]), lists, "221")).toEqual(["nothing", "nothing", true]);
  });
});

describe("LL/SC", () => {
  const store: Operation[] = [["loadLinked"], ["storeConditional", 1]];

  test("`storeConditional` writes and answers true if nobody wrote since the process's `loadLinked`.", () => {
    expect(answers(linkedRegister("it", 0), [store], "11")).toEqual([0, true]);
    expect(answers(linkedRegister("it", 0), [store, store], "1212")).toEqual([0, 0, true, false]);
    expect(answers(linkedRegister("it", 0), [store, store], "1122")).toEqual([0, true, 1, true]);
    expect(answers(linkedRegister("it", 0), [[["storeConditional", 1]]], "1")).toEqual([false]);
  });

  test("It notices that a value has gone and come back; one that has failed changes nothing.", () => {
    const twice: Operation[] = [
      ["loadLinked"],
      ["storeConditional", 5],
      ["loadLinked"],
      ["storeConditional", 0],
    ];
    expect(answers(linkedRegister("it", 0), [[...store, ["loadLinked"]], twice], "1222211")).toEqual([
      0,
      0,
      true,
      5,
      true,
      false,
      0,
    ]);
  });
});

describe("queue", () => {
  test("`enqueue` puts an item at the end; `dequeue` takes the first, or answers null if empty.", () => {
    const list: Operation[] = [["enqueue", 1], ["enqueue", 2], ["dequeue"], ["dequeue"], ["dequeue"]];
    expect(answers(queue("it"), [list], "11111")).toEqual(["nothing", "nothing", 1, 2, "nothing"]);
    expect(using(queue("it"), [[["dequeue"]]]).after().next).toEqual([
      "p1 performs dequeue on it and gets null",
    ]);
  });
});

describe("stack", () => {
  test("`push` puts an item on top; `pop` takes it from there, or answers null if empty.", () => {
    const list: Operation[] = [["push", 1], ["push", 2], ["pop"], ["pop"], ["pop"]];
    expect(answers(stack("it"), [list], "11111")).toEqual(["nothing", "nothing", 2, 1, "nothing"]);
    expect(using(stack("it"), [[["pop"]]]).after().next).toEqual(["p1 performs pop on it and gets null"]);
  });
});

describe("snapshot", () => {
  test("`update` writes the process's own segment; `scan` answers all segments at once.", () => {
    const lists: Operation[][] = [
      [["update", 1], ["scan"]],
      [
        ["update", 2],
        ["update", 3],
      ],
    ];
    expect(answers(snapshot("it", ["p1", "p2"], 0), lists, "121")).toEqual([
      "nothing",
      "nothing",
      { p1: 1, p2: 2 },
    ]);
    expect(answers(snapshot("it", ["p1", "p2"], 0), lists, "112").at(1)).toEqual({ p1: 1, p2: 0 });
  });
});

describe("consensus", () => {
  test("`propose` answers everybody the value that was proposed first.", () => {
    const lists: Operation[][] = [
      [
        ["propose", "a"],
        ["propose", "c"],
      ],
      [["propose", "b"]],
    ];
    expect(answers(consensusObject("it"), lists, "211")).toEqual(["b", "b", "b"]);
    expect(answers(consensusObject("it"), lists, "112")).toEqual(["a", "a", "a"]);
  });
});
