import { describe, expect, test } from "vitest";
import { causeOf, withoutConsequences, type Diagnostic } from "./typeCause.ts";

const at = (line: number, code: string, message: string): Diagnostic => {
  return { path: "a.ts", line, column: 1, code, message };
};

describe("a cause that is known is told in the words of authors:", () => {
  const handlers = "{ readonly ping?: (state: object) => void; readonly pong?: (state: object) => void; }";
  const step = "Type 'A' is not assignable to type 'Steps<void>'.";
  const seen =
    "'recieve' does not exist in type '{ readonly receive?: (state: object, event: object) => void; }'.";
  test.each([
    ["TS2353", "…, and 'always' does not exist in type 'Property<RolesView<{}>>'.", "is an invariant"],
    [
      "TS2353",
      `…, and 'pign' does not exist in type '${handlers}'.`,
      "did you mean ping; the messages are ping, pong",
    ],
    [
      "TS2353",
      `…, and 'commit' does not exist in type '${handlers}'.`,
      "There is no message commit; the messages",
    ],
    [
      "TS2561",
      `Object literal may only specify known properties, but ${seen}`,
      "no kind of events recieve: did",
    ],
    [
      "TS2339",
      `Property 'send' does not exist on type '{ type: "go"; }'.`,
      "take (state, message, context), and send is of the third",
    ],
    ["TS2339", "Property 'brodcast' does not exist on type 'Context<M, null>'.", "did you mean broadcast."],
    ["TS2339", "Property 'nodes' does not exist on type 'Context<M, null>'.", "no nodes; it has self, index"],
    [
      "TS2339",
      "Property 'reply' does not exist on type 'Context<M, null>'.",
      "Only the context of a message",
    ],
    [
      "TS2339",
      "Property 'sender' does not exist on type '(role?: string | undefined) => readonly string[]'.",
      'processes("sender")',
    ],
    ["TS2322", "Type 'Step<number>' is not assignable to type 'number'.", "taken by `yield*`"],
    ["TS2322", step, "A `yield` has no `*`"],
  ])("%s %s", (code, message, cause) => {
    expect(causeOf(at(1, code, message), "*run() { yield pause(); }")).toContain(cause);
  });

  test("what is not known is not guessed", () => {
    expect(causeOf(at(1, "TS2322", step), "*run() { yield* pause(); }")).toBeUndefined();
    const absent = `Property 'n' does not exist on type '{ type: "go"; }'.`;
    expect(causeOf(at(1, "TS2339", absent), "")).toBeUndefined();
    expect(causeOf(at(1, "TS2322", "Type 'string' is not assignable to type 'number'."), "")).toBeUndefined();
  });
});

describe("of errors with one cause", () => {
  const cause = at(3, "TS2353", "'x' does not exist in type 'Y'.");
  const implied = at(4, "TS7006", "Parameter 'state' implicitly has an 'any' type.");

  test("those that follow from another are left out", () => {
    expect(withoutConsequences([cause, implied])).toEqual([cause]);
    expect(withoutConsequences([cause, at(3, "TS2365", "…")])).toEqual([cause]);
  });

  test("of several things that one type lacks in a line the first is told", () => {
    const [one, two] = ["send", "reply"].map((name) =>
      at(3, "TS2339", `Property '${name}' does not exist on type '{ type: "go"; }'.`),
    );
    expect(withoutConsequences([one!, { ...two!, column: 9 }])).toEqual([one]);
    expect(withoutConsequences([one!, { ...two!, line: 9 }])).toHaveLength(2);
  });

  test("those stay that stand before it, or in another file, or alone", () => {
    const before = { ...implied, line: 2 };
    const elsewhere = { ...implied, path: "b.ts" };
    expect(withoutConsequences([before, cause])).toEqual([before, cause]);
    expect(withoutConsequences([cause, elsewhere])).toEqual([cause, elsewhere]);
    expect(withoutConsequences([implied])).toEqual([implied]);
  });
});
