/** Generated process code: every kind of statement, nested, over three variables. */
import fc from "fast-check";

const VARIABLES = ["a", "b", "c"];
const variable = fc.constantFrom(...VARIABLES);
const constant = fc.integer({ min: 0, max: 3 }).map(String);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, depthSize: "small", withCrossShrink: true },
    variable,
    constant,
    fc
      .tuple(tie("expression"), fc.constantFrom("+", "===", "<", "&&", "||"), tie("expression"))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie("expression").map((inner) => `(yield* step(${inner} as any))`),
    tie("expression").map((inner) => `(yield* twice(${inner}))`),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    fc.tuple(variable, tie("expression")).map(([name, value]) => `(${name} = ${value} as any)`),
  ),
}));

const simple = fc.oneof(
  fc.tuple(variable, expression).map(([name, value]) => `${name} = ${value} as any;`),
  expression.map((value) => `state.x = Number(${value}) % 5;`),
  variable.map((name) => `context.note([${name} ?? null]);`),
  expression.map((value) => `if (${value}) throw new Error("thrown");`),
  expression.map((value) => `if (${value}) return;`),
  expression.map((value) => `if (${value}) break;`),
  expression.map((value) => `if (${value}) continue;`),
  fc.tuple(variable, variable).map(([x, y]) => `[${x}, ${y}] = [${y}, ${x}];`),
);

const { block } = fc.letrec<{ block: string }>((tie) => {
  const inner = tie("block");
  return {
    block: fc
      .array(
        fc.oneof(
          { maxDepth: 3, depthSize: "small", withCrossShrink: true },
          simple,
          fc.tuple(expression, inner, inner).map(([test, yes, no]) => `if (${test}) {${yes}} else {${no}}`),
          fc.tuple(expression, inner).map(([test, body]) => `while (count++ < 20 && (${test})) {${body}}`),
          fc
            .tuple(variable, inner)
            .map(([name, body]) => `for (const x of [0, 1, 2]) { ${name} = x; ${body} }`),
          fc
            .tuple(inner, inner)
            .map(([body, rest]) => `try {${body}} catch (e) { context.note((e as any).message); ${rest} }`),
          fc.tuple(inner, inner).map(([body, rest]) => `try {${body}} finally {${rest}}`),
          fc
            .tuple(inner, inner, inner)
            .map(([body, caught, rest]) => `try {${body}} catch {${caught}} finally {${rest}}`),
          fc
            .tuple(expression, inner, inner)
            .map(
              ([value, one, two]) =>
                `switch (${value}) { case 0: ${one} case 1: ${two} break; default: ${one} }`,
            ),
          inner.map((body) => `do {${body}} while (count++ < 3);`),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((statements) => statements.join("\n")),
  };
});

/** The bodies of programs. Everything stands in a loop, so that `break` and `continue` have a meaning. */
export const programs = block.map(
  (body) =>
    `let a: any = 0, b: any = 1, c: any = 2, count = 0;
     yield* step("begin");
     for (const round of [1, 2]) {\n${body}\n}
     state.end = [a, b, c].map((x) => x ?? null);`,
);
