/** Histories of shared objects without a word of the protocol, also where servers keep the objects. */
import { describe, expect, test } from "vitest";
import {
  check,
  historyOf,
  linearizable,
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
  type SharedObject,
} from "lightcone";

/** A writer and a reader of two registers, and histories of each; of one of them, as of another object. */
function twoRegisters(kept: SharedObject) {
  const [x, y] = [register("x", 0, "writer"), register("y", 5)];
  return protocol<never>()({
    name: "two-registers",
    objects: [x, y],
    roles: {
      writer: role({
        initially: () => ({}),
        *run() {
          yield* write(x, 1);
          yield* write(y, 6);
        },
      }),
      reader: role({
        initially: () => ({ seen: [] as number[] }),
        *run(state) {
          state.seen.push(yield* read(y));
          state.seen.push(yield* read(x));
        },
      }),
    },
    monitors: { x: historyOf(kept), y: historyOf(y), programs: programOrderOf(y) },
    properties: {
      x: linearizable("x"),
      y: linearizable("y"),
      inOrder: sequentiallyConsistent("programs"),
    },
  });
}

/** The verdicts of both searches on each property. */
function verdicts(made: ReturnType<typeof system>): Record<string, string> {
  const [reference, kernel] = [search(made), check(made)].map(({ verdicts }) =>
    Object.fromEntries(Object.entries(verdicts).map(([name, { verdict }]) => [name, verdict])),
  );
  expect(kernel).toEqual(reference);
  return kernel!;
}

const right = register("x", 0, "writer");
const wrong = register("x", 2, "writer");

describe("a history comes of the operations", () => {
  test("on shared objects", () => {
    expect(verdicts(system(twoRegisters(right)))).toEqual({ x: "holds", y: "holds", inOrder: "holds" });
    expect(verdicts(system(twoRegisters(wrong)))).toEqual({ x: "violated", y: "holds", inOrder: "holds" });
  });

  test("on registers that servers keep", () => {
    const over = (kept: SharedObject) => system(overMessages(twoRegisters(kept), { servers: 1 }));
    expect(verdicts(over(right))).toEqual({ x: "holds", y: "holds", inOrder: "holds" });
    expect(verdicts(over(wrong))).toEqual({ x: "violated", y: "holds", inOrder: "holds" });
  });

  test("whose invocation comes before its answer, and others between them", () => {
    const made = system(overMessages(twoRegisters(wrong), { servers: 1 }));
    const found = check(made).verdicts["x"];
    if (found?.verdict !== "violated") throw new Error("it holds");
    const outputs = found.schedule.events.filter(({ kind }) => kind === "output");
    const values = outputs.map((event) => (event as { value: object }).value);
    expect(values.at(-1)).toEqual({ responds: expect.anything(), object: "x" });
    expect(values).toContainEqual({ invokes: "read", arguments: [], object: "x" });
  });

  test("and other monitors are refused over messages, as before", () => {
    const watched = { ...twoRegisters(right), monitors: { x: { initially: () => ({}), upon: {} } } };
    expect(() => overMessages(watched, { servers: 1 })).toThrow("The monitor x watches events");
  });
});
