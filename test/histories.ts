/** Concurrent histories for tests: drawn, and judged by trying all orders. */
import { fc } from "@fast-check/vitest";
import {
  compareAndSwapRegister,
  consensusObject,
  counter,
  linkedRegister,
  queue,
  register,
  sharedObject,
  snapshot,
  stack,
  swapRegister,
  testAndSetBit,
  type ObjectKind,
  type SharedObject,
} from "lightcone";
import { format } from "../src/base/text.ts";
import { canonical, equal, type Plain } from "../src/base/value.ts";
import type { Performed } from "../src/model/memory/object.ts";
import { parseHistory, type HistoryOperation } from "../src/properties/history/concurrentHistory.ts";
import type { Specification } from "../src/properties/history/specifiedStates.ts";

/** Whether some order of operations is legal, tried one by one: `precedes` says which must come first. */
export function isOrdered(
  { kind, initial }: Specification,
  operations: readonly HistoryOperation[],
  precedes: (a: HistoryOperation, b: HistoryOperation) => boolean,
): boolean {
  const go = (left: readonly HistoryOperation[], values: ReadonlyMap<string, Plain>): boolean => {
    if (left.every(({ responded }) => responded === Infinity)) return true;
    return left.some((one) => {
      if (left.some((other) => other !== one && precedes(other, one))) return false;
      const value = values.get(one.object) ?? initial;
      const ways = [
        kind.operations[one.operation]!(value, one.arguments, one.process) ?? [],
      ].flat() as Performed[];
      const isPending = one.responded === Infinity;
      return ways.some((way) => {
        const answer = way.response === undefined ? null : canonical(way.response);
        if (!isPending && !equal(answer, one.response ?? null)) return false;
        const after = new Map([...values, [one.object, canonical(way.value)]]);
        return go(
          left.filter((other) => other !== one),
          after,
        );
      });
    });
  };
  return go(operations, new Map());
}

/** Whether one operation was answered before another was invoked. */
export const inRealTime = (a: HistoryOperation, b: HistoryOperation): boolean => a.responded < b.invoked;

/** Whether one operation comes before another at the process of both. */
export const inProgram = (a: HistoryOperation, b: HistoryOperation): boolean =>
  a.process === b.process && a.invoked < b.invoked;

/** Histories, drawn event by event: who is next invokes something, or is answered. */
export const histories = (calls: readonly string[], answers: readonly string[]) =>
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
    return /^(write|enqueue|update)/.test(last.get(process) ?? "") ? `${process} responds` : line;
  });
}

/**
 * Histories of an object that works, but for one answer: who is next invokes something, its operation takes
 * effect, or is answered. Some are never answered.
 */
export const plausible = (
  { kind, initial }: Specification,
  calls: readonly string[],
  answers: readonly string[],
) =>
  fc
    .record({
      events: fc.array(fc.tuple(fc.nat(3), fc.nat(calls.length - 1)), { maxLength: 22 }),
      wrong: fc.tuple(fc.nat(8), fc.constantFrom(...answers)),
    })
    .map(({ events, wrong: [which, wrongly] }) => {
      const pending = new Map<number, { readonly call: HistoryOperation; answer?: string }>();
      const lines: string[] = [];
      let value = initial;
      let answered = 0;
      for (const [process, index] of events) {
        const own = pending.get(process);
        if (own === undefined) {
          lines.push(`p${process} invokes ${calls[index]}`);
          pending.set(process, { call: parseHistory(lines.at(-1)!)[0]! });
        } else if (own.answer === undefined) {
          const { operation, arguments: given } = own.call;
          const ways = [kind.operations[operation]!(value, given, `p${process}`) ?? []].flat() as Performed[];
          const way = ways[index % ways.length];
          if (way === undefined) continue;
          value = canonical(way.value);
          own.answer = way.response === undefined ? "" : format(canonical(way.response));
        } else {
          pending.delete(process);
          const isWrong = own.answer !== "" && answered++ === which;
          lines.push(`p${process} responds ${isWrong ? wrongly : own.answer}`.trimEnd());
        }
      }
      return parseHistory(lines.join("\n"));
    });

/** A kind of one's own: what is taken is any that was put, and who takes waits for one. */
const BAG: ObjectKind = {
  name: "bag",
  about: "put adds an item, take answers any of them",
  operations: {
    put: (items: readonly number[], [item]: readonly number[]) => ({ value: [...items, item!].sort() }),
    take: (items: readonly number[]) =>
      items.length === 0
        ? undefined
        : [...new Set(items)].map((item) => ({
            value: items.toSpliced(items.indexOf(item), 1),
            response: item,
          })),
  },
};

const PROCESSES = ["p0", "p1", "p2", "p3"];

/** Objects, with calls, and answers that may be wrong. */
export const CASES: readonly (readonly [SharedObject, readonly string[], readonly string[]])[] = [
  [register("r", 0), ["read()", "write(1)", "write(2)"], ["0", "1", "2"]],
  [testAndSetBit("t"), ["testAndSet()", "reset()", "read()"], ["true", "false"]],
  [counter("c", 0), ["fetchAndAdd(1)", "fetchAndAdd(2)"], ["0", "1", "2", "3"]],
  [swapRegister("s", 0), ["swap(1)", "swap(2)", "read()"], ["0", "1", "2"]],
  [
    compareAndSwapRegister("x", 0),
    ["read()", "compareAndSwap(0, 1)", "compareAndSwap(1, 0)", "write(1)"],
    ["0", "1", "true", "false"],
  ],
  [linkedRegister("l", 0), ["loadLinked()", "storeConditional(1)"], ["0", "1", "true", "false"]],
  [queue("q"), ["enqueue(1)", "enqueue(2)", "dequeue()"], ["null", "1", "2"]],
  [stack("k"), ["push(1)", "push(2)", "pop()"], ["null", "1", "2"]],
  [
    snapshot("n", PROCESSES, 0),
    ["scan()", "update(1)"],
    ["{ p0: 1, p1: 0, p2: 0, p3: 0 }", "{ p0: 0, p1: 1, p2: 0, p3: 0 }"],
  ],
  [consensusObject("d"), ["propose(1)", "propose(2)"], ["1", "2"]],
  [sharedObject(BAG, "b", []), ["put(1)", "put(2)", "take()"], ["1", "2"]],
];
