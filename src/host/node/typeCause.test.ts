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
    ["TS2322", "Type 'Step<number>' is not assignable to type 'number'.", "taken by `yield*`"],
    ["TS2322", step, "A `yield` has no `*`"],
  ])("%s %s", (code, message, cause) => {
    expect(causeOf(at(1, code, message), "*run() { yield pause(); }")).toContain(cause);
  });

  test("what is not known is not guessed", () => {
    expect(causeOf(at(1, "TS2322", step), "*run() { yield* pause(); }")).toBeUndefined();
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

  test("those stay that stand before it, or in another file, or alone", () => {
    const before = { ...implied, line: 2 };
    const elsewhere = { ...implied, path: "b.ts" };
    expect(withoutConsequences([before, cause])).toEqual([before, cause]);
    expect(withoutConsequences([cause, elsewhere])).toEqual([cause, elsewhere]);
    expect(withoutConsequences([implied])).toEqual([implied]);
  });
});
