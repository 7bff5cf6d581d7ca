/** The monitor of a history leaves a possibility exactly where the history has a linearization. */
import { test as property, fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { check, historyOf, linearizable, protocol, queue, register, role, search, system } from "lightcone";
import { judgeHistory, parseHistory } from "../analysis/index.ts";
import { kindOf, type SharedObject } from "../model/memory/object.ts";
import { handled } from "../model/step/monitoring.ts";
import { monitorsOf } from "../model/system/monitor.ts";

/** The events of a history: a process that has invoked something is answered when it comes next. */
const histories = (calls: readonly (readonly [string, ...number[]])[], answers: readonly (number | null)[]) =>
  fc.array(fc.tuple(fc.nat(2), fc.constantFrom(...calls), fc.constantFrom(...answers)), { maxLength: 12 });

type Drawn = readonly (readonly [number, readonly [string, ...number[]], number | null])[];

/** Whether a monitor leaves a possibility, and the history as text. */
function played(object: SharedObject, drawn: Drawn): { readonly isPossible: boolean; readonly text: string } {
  const [one] = monitorsOf({ history: historyOf(object) }, {});
  const busy = new Map<number, string>();
  const lines: string[] = [];
  let state = one!.initial;
  for (const [process, [operation, ...given], answer] of drawn) {
    const asked = busy.get(process);
    const responds = asked === "write" || asked === "enqueue" ? null : answer;
    const value = asked === undefined ? { invokes: operation, arguments: given } : { responds };
    if (asked === undefined) busy.set(process, operation);
    else busy.delete(process);
    const event = { kind: "output", process: `p${process}`, value } as const;
    lines.push(
      asked === undefined
        ? `p${process} invokes ${operation}(${given.join()})`
        : `p${process} responds ${responds}`,
    );
    state = handled(one!, { state, event, seen: event });
  }
  const { possible } = state as unknown as { readonly possible: ReadonlySet<unknown> };
  return { isPossible: possible.size > 0, text: lines.join("\n") };
}

describe("a possibility is left exactly where there is a linearization", () => {
  const agrees = (object: SharedObject, drawn: Drawn): void => {
    const { isPossible, text } = played(object, drawn);
    const specification = { kind: kindOf(object)!, initial: object.initials[0]! };
    expect(isPossible).toBe(judgeHistory(specification, parseHistory(text)).holds);
  };
  const onRegisters = histories([["read"], ["write", 1], ["write", 2]], [0, 1, 2]);
  property.prop([onRegisters], { numRuns: 200 })("of a register", (drawn) => agrees(register("r", 0), drawn));
  const onQueues = histories([["dequeue"], ["enqueue", 1], ["enqueue", 2]], [null, 1, 2]);
  property.prop([onQueues], { numRuns: 200 })("of a queue", (drawn) => agrees(queue("q", []), drawn));
});

/** A process that says what it does, and nothing else. */
const saying = (
  say: (context: { invoke(...given: [string]): void; respond(answer?: unknown): void }) => void,
) =>
  system(
    protocol()({
      name: "saying",
      roles: { process: role({ initially: (context) => (say(context), {}) }) },
      monitors: { history: historyOf(register("r", 0)) },
      properties: { linearizable: linearizable("history") },
    }),
  );

test("reference and kernel judge what processes invoke and answer", () => {
  for (const [answer, verdict] of [
    [0, "holds"],
    [1, "violated"],
  ] as const) {
    const made = saying(({ invoke, respond }) => (invoke("read"), respond(answer)));
    for (const judge of [check, search]) expect(judge(made).verdicts["linearizable"]?.verdict).toBe(verdict);
  }
});

test("an answer to nothing, and an operation that the object does not have, are mistakes", () => {
  expect(() => check(saying(({ respond }) => respond(1)))).toThrow(
    "Process p1 responds 1, and has invoked nothing.",
  );
  expect(() => check(saying(({ invoke }) => invoke("pop")))).toThrow(
    "Process p1 invokes pop, but a register has no operation pop.",
  );
  expect(() => check(saying(({ invoke }) => invoke("write")))).toThrow("0 arguments, and write takes 1");
  const twice = saying(({ invoke }) => (invoke("read"), invoke("read")));
  expect(() => check(twice)).toThrow("Process p1 invokes read, while its read has not been answered.");
});
