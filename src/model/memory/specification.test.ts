/** Each kind of object does what its sequential specification says, operation by operation. */
import { describe, expect, test } from "vitest";
import {
  enabled,
  formatEvent,
  initialConfiguration,
  parseEvent,
  pause,
  perform,
  protocol,
  ProtocolError,
  register,
  role,
  settle,
  sharedObject,
  step,
  system,
  write,
  type ObjectKind,
  type Plain,
  type SharedObject,
  type Step,
  type Steps,
  type System,
} from "lightcone";
import { objectKinds } from "./index.ts";

/** The value before, an operation of process p1, the value after, and the answer. */
type Case = readonly [before: Plain, operation: string, given: Plain[], after: Plain, answer?: Plain];

/** By kind of object. */
const SPECIFICATIONS: Readonly<Record<string, readonly Case[]>> = {
  register: [
    [3, "read", [], 3, 3],
    [3, "write", [5], 5],
  ],
  "test&set": [
    [false, "testAndSet", [], true, false],
    [true, "testAndSet", [], true, true],
    [true, "reset", [], false],
    [true, "read", [], true, true],
  ],
  "fetch&add": [
    [3, "fetchAndAdd", [2], 5, 3],
    [3, "write", [0], 0],
  ],
  swap: [["a", "swap", ["b"], "b", "a"]],
  "compare&swap": [
    [1, "compareAndSwap", [1, 2], 2, true],
    [3, "compareAndSwap", [1, 2], 3, false],
    [[1], "compareAndSwap", [[1], 2], 2, true],
  ],
  "LL/SC": [
    [{ holds: 1, links: [] }, "loadLinked", [], { holds: 1, links: ["p1"] }, 1],
    [{ holds: 1, links: ["p1", "p2"] }, "storeConditional", [2], { holds: 2, links: [] }, true],
    [{ holds: 1, links: ["p2"] }, "storeConditional", [2], { holds: 1, links: ["p2"] }, false],
  ],
  queue: [
    [[1], "enqueue", [2], [1, 2]],
    [[1, 2], "dequeue", [], [2], 1],
    [[], "dequeue", [], [], null],
  ],
  stack: [
    [[1], "push", [2], [1, 2]],
    [[1, 2], "pop", [], [1], 2],
    [[], "pop", [], [], null],
  ],
  snapshot: [
    [{ p1: 0, p2: 0 }, "update", [7], { p1: 7, p2: 0 }],
    [{ p1: 7, p2: 0 }, "scan", [], { p1: 7, p2: 0 }, { p1: 7, p2: 0 }],
  ],
  consensus: [
    [[], "propose", [1], [1], 1],
    [[1], "propose", [2], [1], 1],
  ],
};

/** A system of one process that does these steps. */
function alone(objects: readonly SharedObject[], run: () => Steps) {
  return system(
    protocol<never>()({ name: "alone", objects, roles: { process: role({ initially: () => ({}), run }) } }),
  );
}

/** Detectors have a specification of another form: see failureDetectors.test.ts. */
const sequential = objectKinds.filter(({ mended }) => mended === undefined);

describe.each(sequential)("$name", (kind) => {
  const cases = SPECIFICATIONS[kind.name] ?? [];

  test("has a case for each operation", () => {
    const asked = cases.map(([, operation]) => operation);
    const own = Object.keys(kind.operations).filter(
      (name) => !(["read", "write"].includes(name) && kind.name !== "register"),
    );
    expect(asked).toEqual(expect.arrayContaining(own));
  });

  test.each(cases.map((one) => [one]))("%j", ([initial, operation, given, after, answer]) => {
    const object = sharedObject(kind, "it", initial);
    const made = alone([object], function* () {
      yield* perform<void>(object, operation, ...given);
    });
    const before = initialConfiguration(made, [null]);
    const [event, ...others] = enabled(made, before);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: "operation", object: "it", operation, arguments: given });
    expect((event as { response?: Plain }).response).toEqual(answer);
    const changed = step(made, before, event as never);
    expect(changed.objects).toEqual([after]);
    expect(parseEvent(formatEvent(event as never))).toEqual(event);
    const { settled } = settle(made, changed);
    expect(settled.locals[0]?.halted).toBe(true);
  });
});

function* nothing(): Steps {
  yield* pause();
}

describe("mistakes with objects are told", () => {
  const own = register("own[p2]", 0, "p2");
  test.each([
    [
      "an object that is not there",
      () => perform<void>({ name: "other" }, "read"),
      /no object of the system/,
    ],
    ["an operation that it has not", () => perform<void>(own, "pop"), /a register/],
    ["a register of another process", () => write(own, 1), /may not write/],
    [
      "a step without yield*",
      () => [write(own, 1), pause()][1] as Step<void>,
      /does not take it: write on own/,
    ],
    [
      "a call without yield*",
      () => [nothing(), pause()][1] as Step<void>,
      /without `yield\*`, so that nothing/,
    ],
  ])("%s", (_, make, said) => {
    const made = system(
      protocol<never>()({
        name: "mistaken",
        objects: [own],
        roles: {
          process: role({
            processes: 2,
            initially: () => ({}),
            *run(_state, { self }) {
              yield* pause();
              if (self === "p1") yield* make();
            },
          }),
        },
      }),
    );
    const before = initialConfiguration(made, [null, null]);
    expect(() => enabled(made, before)).toThrow(ProtocolError);
    expect(() => enabled(made, before)).toThrow(said);
  });

  test("an answer that does not tell what an operation has come to", () => {
    const made = (answers: readonly [Plain?, Plain?]): System => {
      const kind: ObjectKind = {
        name: "leaky register",
        about: "may keep what it held",
        operations: {
          write: (before: Plain, [after]) =>
            [before, after].map((value: Plain, i) => ({ value, response: answers[i] })),
        },
      };
      const cell = sharedObject(kind, "cell", 0);
      return alone([cell], function* () {
        yield* perform<void>(cell, "write", 1);
      });
    };
    const next = (here: System): unknown[] => enabled(here, initialConfiguration(here, [null]));
    expect(next(made(["kept", "written"]))).toHaveLength(2);
    expect(() => next(made([]))).toThrow(
      "write(1) on cell (leaky register) may leave 0 or 1 where it answers nothing; " +
        "the answer must tell which",
    );
  });

  test("two objects of one name, a stranger as a writer, no list", () => {
    const of = (objects: unknown) => () =>
      system({ name: "x", objects, roles: { process: { initially: () => ({}) } } } as never);
    expect(of([register("x", 0), register("x", 1)])).toThrow(/two shared objects have the name x/);
    expect(of([register("x", 0, "p9")])).toThrow(/written by p9, which is no process/);
    expect(of("x")).toThrow(/no list of shared objects/);
    expect(of([1])).toThrow(/no shared object/);
  });

  test("process code that was not compiled", () => {
    const made = alone([], () => [][Symbol.iterator]() as never);
    expect(() => initialConfiguration(made, [null])).toThrow(/was not compiled/);
  });
});
