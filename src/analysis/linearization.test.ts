/** Histories are judged as by trying all orders, and what is shown of one that has none is true. */
import { test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { CASES, histories, inProgram, inRealTime, isOrdered, plausible } from "../../test/histories.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { UsageError } from "../model/error.ts";
import { objectKinds } from "../model/memory/index.ts";
import { kindOf as objectKindOf } from "../model/memory/object.ts";
import {
  formatHistoryOperation,
  parseHistory,
  type HistoryOperation,
} from "../properties/history/concurrentHistory.ts";
import { judgeHistory, type Consistency } from "./historyVerdict.ts";
import { LinearizationSearch } from "./linearization.ts";
import type { Specification } from "../properties/history/specifiedStates.ts";

const kindOf = (name: string) => objectKinds.find((one) => one.name === name)!;
const REGISTER: Specification = { kind: kindOf("register"), initial: 0 };
const QUEUE: Specification = { kind: kindOf("queue"), initial: [] };
const COMPARABLE: Specification = { kind: kindOf("compare&swap"), initial: 0 };

const onRegisters = histories(["read()", "write(1)", "write(2)"], ["0", "1", "2"]);
const onQueues = histories(["dequeue()", "enqueue(1)", "enqueue(2)"], ["null", "1", "2"]);
const onComparables = plausible(
  COMPARABLE,
  ["read()", "write(0)", "write(1)", "compareAndSwap(0, 1)", "compareAndSwap(1, 0)", "compareAndSwap(1, 1)"],
  ["0", "1", "true", "false"],
);
describe("on drawn histories, what is judged is what comes of trying all orders", () => {
  const agrees = (specification: Specification, operations: readonly HistoryOperation[]): void => {
    const expected: Record<Consistency, boolean> = {
      linearizable: isOrdered(specification, operations, inRealTime),
      sequential: isOrdered(specification, operations, inProgram),
    };
    for (const consistency of ["linearizable", "sequential"] as const)
      expect(judgeHistory(specification, operations, consistency).holds).toBe(expected[consistency]);
    if (expected.linearizable) expect(expected.sequential).toBe(true);
  };
  property.prop([onRegisters], { numRuns: 400 })("of registers", (one) => agrees(REGISTER, one));
  property.prop([onQueues], { numRuns: 400 })("of queues", (one) => agrees(QUEUE, one));
  property.prop([onComparables], { numRuns: 400 })("of compare&swap", (one) => agrees(COMPARABLE, one));
  for (const [object, calls, answers] of CASES) {
    const specification = { kind: objectKindOf(object)!, initial: object.initials[0]! };
    property.prop([plausible(specification, calls, answers)], { numRuns: 100 })(
      `of a ${specification.kind.name}`,
      (one) => agrees(specification, one),
    );
  }
});

/** Whether some operations have a linearization where others are free. */
function isPlaceable(
  specification: Specification,
  bound: readonly HistoryOperation[],
  free: readonly HistoryOperation[],
): boolean | undefined {
  return new LinearizationSearch(specification, bound, free).advance(Infinity);
}

describe("what is shown of a history without an order is true", () => {
  const isTrue = (specification: Specification, all: readonly HistoryOperation[]): void => {
    const verdict = judgeHistory(specification, all);
    if (verdict.holds) return;
    const { object, prefix, order, unplaced, conflict, isRough } = verdict.contradiction!;
    const own = all.filter((one) => one.object === object);
    expect(isRough).toBe(false);
    expect(isOrdered(specification, prefix, inRealTime)).toBe(true);
    for (const [i, one] of order.entries())
      for (const other of order.slice(i + 1)) expect(inRealTime(other, one)).toBe(false);
    expect(own).toContainEqual(unplaced);
    expect(conflict).toContainEqual(unplaced);
    const known = own.filter(({ invoked }) => invoked <= unplaced.responded);
    const freeBut = (kept: readonly HistoryOperation[]): HistoryOperation[] =>
      known.filter((one) => !kept.some(({ invoked }) => invoked === one.invoked));
    expect(isPlaceable(specification, conflict, freeBut(conflict))).toBe(false);
    for (const one of conflict) {
      if (one.invoked === unplaced.invoked) continue;
      const fewer = conflict.filter((other) => other !== one);
      expect(isPlaceable(specification, fewer, freeBut(fewer))).toBe(true);
    }
  };
  property.prop([onRegisters], { numRuns: 400 })("of registers", (one) => isTrue(REGISTER, one));
  property.prop([onComparables], { numRuns: 400 })("of compare&swap", (one) => isTrue(COMPARABLE, one));
});

test.each([
  [
    "what changes nothing at first may do so later",
    "p1 invokes write(0), p2 invokes write(1), p2 responds, p3 invokes read, p3 responds 0, p1 responds",
  ],
  [
    "of operations that do the same, the one that is answered first may not have been invoked yet",
    "p1 invokes write(1), p2 invokes read, p2 responds 1, p3 invokes write(1), p3 responds, p1 responds",
  ],
  [
    "a value may be come to in several ways, and not all can be gone on with",
    "p1 invokes write(2), p2 invokes compareAndSwap(0, 2), p3 invokes read, p3 responds 2, p1 responds, " +
      "p2 responds true",
  ],
])("%s", (_, events) => {
  const operations = parseHistory(events.replaceAll(/, (?=p\d)/g, "\n"));
  expect(isOrdered(COMPARABLE, operations, inRealTime)).toBe(true);
  expect(judgeHistory(COMPARABLE, operations).holds).toBe(true);
});

/** A text, or a list, that is put and added to. */
const added = (none: "" | readonly string[]): Specification => ({
  kind: {
    name: "log",
    about: "what is added",
    anonymous: true,
    operations: {
      read: (value) => ({ value, response: value }),
      put: (_value, [first = none]) => ({ value: first }),
      append: (value, [part = ""]) => ({
        value: typeof value === "string" ? value + (part as string) : [...(value as readonly Plain[]), part],
      }),
    },
  },
  initial: none,
});

/** Eight append at once, in an order that nobody could guess, and then it is read. */
const APPENDED = [..."cahfbgde"];
const appending = [
  ...[..."abcdefgh"].map((part) => `${part} invokes append("${part}")`),
  ...[..."abcdefgh"].map((part) => `${part} responds`),
];

test.each([
  [added(""), (parts: readonly string[]) => format(parts.join(""))],
  [added([]), (parts: readonly string[]) => format(parts)],
])("what is read says in which order it was appended: %#", (specification, shown) => {
  const isFound = (lines: readonly string[], places: number): boolean | undefined =>
    new LinearizationSearch(specification, parseHistory(lines.join("\n"))).advance(places);
  const read = (all: readonly string[]): string[] => ["p invokes read", `p responds ${shown(all)}`];
  expect(isFound([...appending, ...read(APPENDED)], 10)).toBe(true);
  // That something was overwritten is found out before all orders of what comes later have been tried.
  const lost = ['late invokes append("x")', `p invokes put(${shown(["y"])})`, "p responds", ...appending];
  const reads = [...read(["y", ...APPENDED]), "late responds", ...read(["y", ...APPENDED])];
  expect(isFound([...lost, ...reads], 500)).toBe(true);
});

test("kinds of which it is said that it does not matter who calls are not told", () => {
  for (const { anonymous, operations } of objectKinds)
    if (anonymous === true) for (const one of Object.values(operations)) expect(one.length).toBeLessThan(3);
});

test("a stale read, and the two writes that it contradicts", () => {
  const text = `
    p1 invokes write(1)
    p1 responds
    p2 invokes write(5)
    p1 invokes write(2)
    p1 responds
    p3 invokes read
    p3 responds 1
  `;
  const verdict = judgeHistory(REGISTER, parseHistory(text));
  const { contradiction } = verdict as Extract<typeof verdict, { holds: false }>;
  expect(contradiction?.conflict.map(formatHistoryOperation)).toEqual([
    "p1: write(1)",
    "p1: write(2)",
    "p3: read = 1",
  ]);
  expect(judgeHistory(REGISTER, parseHistory(text), "sequential").holds).toBe(true);
});

test("lines that are no events are told of", () => {
  expect(() => parseHistory("p1 reads 1")).toThrow("Line 1 is no event of a history: p1 reads 1");
  expect(() => parseHistory("p1 responds 1")).toThrow("Line 1 answers p1, which has invoked nothing");
  expect(() => parseHistory("p1 invokes read()\np1 invokes read()")).toThrow("Line 2 invokes before p1");
  for (const [text, what] of [
    [
      "p1 invokes read\n# more\np2 invokes write(1, 2)",
      "Line 3 is wrong: write(1, 2) of a register has 2 arguments, and write takes 1",
    ],
    ["p1 invokes read(1)", "Line 1 is wrong: read(1) of a register has 1 argument, and read takes 0"],
    ["p1 invokes write", "Line 1 is wrong: write of a register has 0 arguments, and write takes 1"],
    ["p1 invokes enqueue(1)", "Line 1 is wrong: a register has no operation enqueue"],
  ] as const)
    expect(() => judgeHistory(REGISTER, parseHistory(text))).toThrow(what);
  expect(() => parseHistory("p1 invokes write([)")).toThrow("has arguments that cannot be read");
  expect(() => judgeHistory(QUEUE, parseHistory("p1 invokes pop()"))).toThrow("no operation pop");
});

test("operations without arguments, and a first value of another kind, are mistakes of who asks", () => {
  const judged = (name: string, initial: Plain, text: string) => () => {
    const kind = objectKinds.find((one) => one.name === name);
    if (kind === undefined) throw new Error(name);
    return judgeHistory({ kind, initial }, parseHistory(text));
  };
  expect(judged("register", 0, "p1 invokes write\np1 responds\n")).toThrow(
    "write of a register has 0 arguments",
  );
  expect(judged("queue", 5, "p1 invokes enqueue(1)\np1 responds\n")).toThrow(UsageError);
});
