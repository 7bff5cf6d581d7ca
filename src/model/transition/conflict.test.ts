/** Who goes first at an object in a synchronous round, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { after, first, next, ROUND } from "../../../test/semantics/rounds.ts";
import {
  counter,
  fetchAndAdd,
  formatConfiguration,
  formatEvent,
  parseEvent,
  parseFailures,
  parseTiming,
  protocol,
  read,
  register,
  role,
  step,
  synchronous,
  system,
  testAndSet,
  testAndSetBit,
  write,
  type Configuration,
  type Context,
  type SharedObject,
  type Steps,
  type System,
  type SystemOptions,
} from "lightcone";
import { restrict } from "./execution.ts";

interface Made {
  readonly objects: readonly SharedObject[];
  readonly processes?: number;
  readonly code: (state: { log: string[] }, context: Context) => Steps;
  readonly options?: SystemOptions;
}

/** A system of processes that run the same code. */
function made({ objects, processes = 2, code, options = {} }: Made): System {
  return system(
    protocol()({
      name: "made",
      objects,
      roles: { process: role({ processes, initially: () => ({ log: [] as string[] }), run: code }) },
    }),
    { timing: synchronous, ...options },
  );
}

function logs({ locals }: Configuration): unknown[] {
  return locals.map(({ state }) => state["log"]);
}

const x = register("x", 0);
const y = register("y", 0);
const bit = testAndSetBit("bit");

describe("Who goes first", () => {
  /** Each process takes a ticket, or looks at what is there. */
  const ticket = counter("ticket", 0);
  const takers = (processes: number, options: SystemOptions = {}) =>
    made({
      objects: [ticket],
      processes,
      options,
      *code({ log }) {
        log.push(String(yield* fetchAndAdd(ticket, 1)));
      },
    });

  test("Who goes first at an object is the adversary's choice, and part of the round's event.", () => {
    const here = takers(2);
    expect(next(here)).toEqual([
      "a round begins, p1 before p2 on ticket",
      "a round begins, p2 before p1 on ticket",
    ]);
    for (const text of next(here)) expect(formatEvent(parseEvent(text))).toBe(text);
    expect(logs(after(here, ["a round begins, p2 before p1 on ticket"]).now)).toEqual([["1"], ["0"]]);
    expect(next(takers(3))).toHaveLength(6);
  });

  test("With `synchronous:in-order` it is the one with the least number.", () => {
    const here = takers(3, { timing: parseTiming("synchronous:in-order") });
    expect(next(here)).toEqual([ROUND]);
    expect(logs(after(here, [ROUND]).now)).toEqual([["0"], ["1"], ["2"]]);
    expect(next(here, [ROUND])).toEqual([]);
  });

  test("No order is said where nobody would change the object, or all look at different ones.", () => {
    const reading = made({
      objects: [x],
      *code() {
        yield* read(x);
      },
    });
    expect(next(reading)).toEqual([ROUND]);
    const apart = made({
      objects: [x, y],
      *code(_, { index }) {
        yield* write(index === 1 ? x : y, 1);
      },
    });
    expect(next(apart)).toEqual([ROUND]);
  });

  test("It is said only as far as it matters: who is first to set a bit, but not who is second.", () => {
    const setting = (failures: string) =>
      made({
        objects: [bit],
        processes: 3,
        options: { failures: parseFailures(failures) },
        *code() {
          yield* testAndSet(bit);
        },
      });
    const here = setting("none");
    expect(next(here)).toEqual([
      "a round begins, p1 before p2 before p3 on bit",
      "a round begins, p2 before p1 before p3 on bit",
      "a round begins, p3 before p1 before p2 on bit",
    ]);
    expect(() => after(here, ["a round begins, p3 before p2 before p1 on bit"])).toThrow("is not enabled");
    expect(() => after(here, [ROUND])).toThrow("is not enabled");
    expect(next(setting("crash:1"))).toContain("a round begins, p3 before p2 before p1 on bit");
  });

  test("It is chosen for each object by itself.", () => {
    const here = made({
      objects: [x, register("my cell", 0)],
      processes: 4,
      *code(_, { index }) {
        yield* index % 2 === 1 ? write(x, index) : write({ ...y, name: "my cell" }, index);
      },
    });
    expect(next(here)).toHaveLength(4);
    const order = 'a round begins, p3 before p1 on x, p2 before p4 on "my cell"';
    expect(next(here)).toContain(order);
    expect(after(here, [order]).lines.filter((line) => line.includes("performs"))).toEqual([
      "p3 performs write(3) on x",
      'p2 performs write(2) on "my cell"',
      "p1 performs write(1) on x",
      'p4 performs write(4) on "my cell"',
    ]);
    expect(after(here, [order]).now.objects).toEqual([1, 4]);
  });

  test("It is nothing that a process sees.", () => {
    const here = takers(2);
    const { lines } = after(here, ["a round begins, p2 before p1 on ticket"]);
    const local = restrict(here, { inputs: [null, null], events: lines.map(parseEvent) }, "p1");
    expect(local.events.map(formatEvent)).toEqual([
      "p1 performs fetchAndAdd(1) on ticket and gets 1",
      "p1 halts",
    ]);
  });
});

test("Within a round, configurations differ if it is somebody else's turn.", () => {
  const here = made({
    objects: [x],
    *code(_, { index }) {
      yield* write(x, index);
    },
  });
  const texts = ["p1 before p2", "p2 before p1"].map((order) =>
    formatConfiguration(step(here, first(here), parseEvent(`a round begins, ${order} on x`))),
  );
  expect(new Set(texts).size).toBe(2);
});
