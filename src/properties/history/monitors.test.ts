/** Monitors of histories, on every kind of object, find what comes of trying all orders. */
import { test as property } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { historyOf, programOrderOf } from "lightcone";
import { CASES, inProgram, inRealTime, isOrdered, plausible } from "../../../test/histories.ts";
import { kindOf } from "../../model/memory/object.ts";
import { handled } from "../../model/step/monitoring.ts";
import { monitorsOf, type AnyMonitor } from "../../model/system/monitor.ts";
import type { HistoryOperation } from "./concurrentHistory.ts";

/** The state of a monitor after a history. */
function after(made: AnyMonitor, operations: readonly HistoryOperation[]): Record<string, unknown> {
  const [one] = monitorsOf({ history: made }, {});
  const events = operations.flatMap(
    ({ process, invoked, responded, operation, response = null, ...given }) => [
      { when: invoked, process, value: { invokes: operation, arguments: given.arguments } },
      ...(responded === Infinity ? [] : [{ when: responded, process, value: { responds: response } }]),
    ],
  );
  return events
    .toSorted((a, b) => a.when - b.when)
    .reduce((state, { process, value }) => {
      const event = { kind: "output", process, value } as const;
      return handled(one!, { state, event, seen: event });
    }, one!.initial) as Record<string, unknown>;
}

describe.each(CASES)("%o", (object, calls, answers) => {
  const specification = { kind: kindOf(object)!, initial: object.initials[0]! };
  const drawn = plausible(specification, calls, answers);
  property.prop([drawn], { numRuns: 60 })("linearizable, and sequentially consistent", (operations) => {
    const { possible } = after(historyOf(object), operations) as { possible: ReadonlySet<unknown> };
    expect(possible.size > 0).toBe(isOrdered(specification, operations, inRealTime));
    const { isOrdered: isInOrder } = after(programOrderOf(object), operations);
    expect(isInOrder).toBe(isOrdered(specification, operations, inProgram));
  });
});
