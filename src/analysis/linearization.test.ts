/** Histories are judged as by trying all orders, and what is shown of one that has none is true. */
import { test as property, fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { canonical, equal, type Plain } from "../base/value.ts";
import { UsageError } from "../model/error.ts";
import { objectKinds } from "../model/memory/index.ts";
import type { Performed } from "../model/memory/object.ts";
import { formatHistoryOperation, parseHistory, type HistoryOperation } from "./concurrentHistory.ts";
import { judgeHistory, type Consistency } from "./historyVerdict.ts";
import { linearization } from "./linearization.ts";
import type { Specification } from "./specifiedStates.ts";

const kindOf = (name: string) => objectKinds.find((one) => one.name === name)!;
const REGISTER: Specification = { kind: kindOf("register"), initial: 0 };
const QUEUE: Specification = { kind: kindOf("queue"), initial: [] };

/** Whether some order of operations is legal, tried one by one: `precedes` says which must come first. */
function isOrdered(
  { kind, initial }: Specification,
  operations: readonly HistoryOperation[],
  precedes: (a: HistoryOperation, b: HistoryOperation) => boolean,
): boolean {
  const go = (left: readonly HistoryOperation[], values: ReadonlyMap<string, Plain>): boolean => {
    if (left.every(({ responded }) => responded === Infinity)) return true;
    return left.some((one) => {
      if (left.some((other) => other !== one && precedes(other, one))) return false;
      const value = values.get(one.object) ?? initial;
      const done = kind.operations[one.operation]!(value, one.arguments, one.process) as Performed;
      const isPending = one.responded === Infinity;
      const answer = done.response === undefined ? null : canonical(done.response);
      if (!isPending && !equal(answer, one.response ?? null)) return false;
      const after = new Map([...values, [one.object, canonical(done.value)]]);
      return go(
        left.filter((other) => other !== one),
        after,
      );
    });
  };
  return go(operations, new Map());
}

const inRealTime = (a: HistoryOperation, b: HistoryOperation): boolean => a.responded < b.invoked;
const inProgram = (a: HistoryOperation, b: HistoryOperation): boolean =>
  a.process === b.process && a.invoked < b.invoked;

/** Histories, drawn event by event: who is next either invokes something, or is answered. */
const histories = (calls: readonly string[], answers: readonly string[]) =>
  fc
    .array(fc.tuple(fc.nat(2), fc.nat(calls.length - 1), fc.nat(answers.length - 1), fc.nat(3)), {
      maxLength: 12,
    })
    .map((events) => {
      const busy = new Set<number>();
      const lines = events.map(([process, call, answer, object]) => {
        if (busy.delete(process)) return `p${process} responds ${answers[answer]}`;
        busy.add(process);
        return `p${process} invokes ${calls[call]} on ${object === 0 ? "y" : "x"}`;
      });
      return parseHistory(withFitting(lines).join("\n"));
    });

/** Writes and enqueues answer nothing. */
function withFitting(lines: readonly string[]): string[] {
  const last = new Map<string, string>();
  return lines.map((line) => {
    const [process = "", , call = ""] = line.split(" ");
    if (line.includes("invokes")) return (last.set(process, call), line);
    return /^(write|enqueue)/.test(last.get(process) ?? "") ? `${process} responds` : line;
  });
}

const onRegisters = histories(["read()", "write(1)", "write(2)"], ["0", "1", "2"]);
const onQueues = histories(["dequeue()", "enqueue(1)", "enqueue(2)"], ["null", "1", "2"]);

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
});

property.prop([onRegisters], { numRuns: 400 })(
  "what is shown of a history without an order is true",
  (all) => {
    const verdict = judgeHistory(REGISTER, all);
    if (verdict.holds) return;
    const { object, prefix, order, unplaced, conflict, isRough } = verdict.contradiction!;
    const own = all.filter((one) => one.object === object);
    expect(isRough).toBe(false);
    expect(isOrdered(REGISTER, prefix, inRealTime)).toBe(true);
    for (const [i, one] of order.entries())
      for (const other of order.slice(i + 1)) expect(inRealTime(other, one)).toBe(false);
    expect(own).toContainEqual(unplaced);
    expect(conflict).toContainEqual(unplaced);
    const known = own.filter(({ invoked }) => invoked <= unplaced.responded);
    const freeBut = (kept: readonly HistoryOperation[]): HistoryOperation[] =>
      known.filter((one) => !kept.some(({ invoked }) => invoked === one.invoked));
    expect(linearization(REGISTER, conflict, { free: freeBut(conflict) })).toBeUndefined();
    for (const one of conflict) {
      if (one.invoked === unplaced.invoked) continue;
      const fewer = conflict.filter((other) => other !== one);
      expect(linearization(REGISTER, fewer, { free: freeBut(fewer) })).not.toBeUndefined();
    }
  },
);

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
