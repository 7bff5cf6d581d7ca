/** Predicates that take notes: they answer as before, and what is told decides the answer. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { notingCode, type PredicateNote } from "./predicateSource.ts";
import { decisiveParts, type DecisivePart } from "./whyFalse.ts";

type Noting = ((...given: unknown[]) => unknown) & { readonly notes: PredicateNote[] };

/** The answer of a predicate in some code, and the parts that decide it. */
function asked(source: string, given: readonly unknown[]): { answer: unknown; parts: DecisivePart[] } {
  // oxlint-disable-next-line no-eval
  const evaluate = (code: string): unknown => (0, eval)(code);
  const plain = evaluate(`(${source})`);
  const changed = notingCode(`(${source})`, plain);
  if (changed === undefined) throw new Error("it takes no notes");
  const noting = evaluate(changed.code) as Noting;
  const answer = noting(...given);
  expect(answer).toEqual((plain as Noting)(...given));
  return { answer, parts: decisiveParts(changed.parts, noting.notes) };
}

/** Expressions over the elements of a list `v`. */
const VARIABLES = 4;
const expressions = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.nat(VARIABLES - 1).map((i) => `v[${i}]`),
    tie("expression").map((one) => `!(${one})`),
    fc
      .tuple(tie("expression"), fc.constantFrom("&&", "||"), tie("expression"))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
  ),
})).expression;

const truths = fc.array(fc.boolean(), { minLength: VARIABLES, maxLength: VARIABLES });

describe("the parts that decide", () => {
  property.prop([expressions, truths])("are enough: nothing else makes a difference", (expression, v) => {
    const source = `(v) => ${expression}`;
    const { answer, parts } = asked(source, [v]);
    const fixed = new Map(parts.map(({ text, isTrue }) => [text, isTrue]));
    for (let others = 0; others < 2 ** VARIABLES; others++) {
      const changed = v.map((_, i) => fixed.get(`v[${i}]`) ?? ((others >> i) & 1) === 1);
      // oxlint-disable-next-line no-eval
      expect(((0, eval)(`(${source})`) as (given: boolean[]) => boolean)(changed)).toBe(answer);
    }
  });

  const texts = (source: string, ...given: unknown[]): string[] =>
    asked(source, given).parts.map(({ text, isTrue, operands }) =>
      [`${text} ${isTrue}`, ...operands.map((one) => `${one.text} is ${one.value}`)].join(", "),
    );

  test("are those of a conjunction that are false, and of a disjunction all", () => {
    expect(texts("(a, b) => a && b", true, false)).toEqual(["b false"]);
    expect(texts("(a, b) => a || b", false, false)).toEqual(["a false", "b false"]);
    expect(texts("(a, b) => !(a && b)", true, true)).toEqual(["a true", "b true"]);
    expect(texts("(a, b) => (a ? b : !b)", false, true)).toEqual(["b true"]);
  });
  test("are those of elements, for which it is false", () => {
    expect(texts("(list) => list.every((x) => x < 3)", [1, 5, 7])).toEqual(["x < 3 false, x is 5"]);
    expect(texts("(list) => list.some((x) => x === 3)", [1, 5])).toEqual([
      "x === 3 false, x is 1",
      "x === 3 false, x is 5",
    ]);
    expect(texts("(list) => list.every((x) => { if (x > 9) return true; return x < 3; })", [10, 4])).toEqual([
      "x < 3 false, x is 4",
    ]);
  });
  test("are told as they stand", () => {
    expect(texts("(list) =>\n  list.length   <\n 2", [1, 2, 3])).toEqual([
      "list.length < 2 false, list.length is 3",
    ]);
    expect(texts("function (a) { const b = a + 1; return b === 2; }", 3)).toEqual(["b === 2 false, b is 4"]);
  });
});

test("what is not found, found twice, or no expression takes no notes", () => {
  const predicate = (a: unknown): boolean => a === 1;
  const method = { holds: (a: unknown) => a === 1, asked() {} }.asked;
  const source = Function.prototype.toString.call(predicate);
  expect(notingCode("something else", predicate)).toBeUndefined();
  expect(notingCode(`${source}; ${source}`, predicate)).toBeUndefined();
  expect(notingCode(Function.prototype.toString.call(method), method)).toBeUndefined();
  expect(notingCode("native", Math.max)).toBeUndefined();
});
