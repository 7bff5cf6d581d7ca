/** A name stands in compiled code for the variable that it stands for in the language, or is refused. */
import { describe, expect, test } from "vitest";
import { compile, Refused } from "../../src/compiler/index.ts";
import { ANSWERS, compiledTrace, nativeTrace } from "./compare.ts";
import { whole } from "./programs.ts";

const SAME: Readonly<Record<string, string>> = {
  "twice in one pattern, and shadowed":
    "let a: any = 1; { let a: any = 2; [a, a] = [yield* step(1), 3]; state.x = a; } state.y = a;",
  "twice in a pattern of names, and shadowed":
    "let a: any = 1; { let a: any = 2; ({ n: a, m: [a] } = { n: 5, m: [6] }); " +
    "state.x = a; yield* step(a); } state.y = a;",
  "twice in a pattern with a rest, and shadowed":
    "let a: any = 1; { let a: any = 2; [a, ...a] = [1, 2, 3]; state.x = a; yield* step(1); } state.y = a;",
  "twice in the pattern of a loop, and shadowed":
    "let a: any = 1; { let a: any = 2; for ([a, a] of [[1, 2], [3, 4]]) yield* step(a); " +
    "state.x = a; } state.y = a;",
  "twice in a pattern with steps in it, and shadowed":
    "let a: any = 1; { let a: any = 2; ({ n: a = a, m: a = yield* step(a) } = { n: 6 } as any); " +
    "state.x = a; } state.y = a;",
  "twice in a pattern inside a function, and shadowed":
    "for (const x of [1, 2]) { let b: any = x; { let b: any = 5; const f = () => ([b, b] = [9, b + 1]); " +
    "state['f' + x] = f(); state['b' + x] = b; } yield* step(b); }",
  "what a function gives to a variable of its own":
    "let a: any = 1; yield* step(a); const f = (x: any) => { const b = a; { let a: any = x; " +
    "[a, a] = [b, x]; const c = a; return [b, c]; } }; state.x = f(3); state.y = a;",
  "functions inside functions":
    "let a: any = 1; yield* step(a); const f = (x: any, y = a) => { const b = a, " +
    "[c = a, { d = a } = {} as any] = [] as any, g = function (z = a) { var w = a; return w + z; }; " +
    "return [b, c, d, y, g()]; }; state.y = f(0);",
  "what all objects have":
    "let toString: any, constructor: any; yield* step(1); state.x = [toString === undefined, " +
    "constructor === undefined]; toString = 5; yield* step(2); state.y = toString;",
  "declared in a `case`, and used in one of another `switch` inside":
    "switch (1) { case 1: let a: any = yield* step(1); switch (a) { case 1: a = 5; default: a += 1; } " +
    "state.a = a; }",
  "a function that calls itself":
    "for (let i = 0; i < 3; i++) { const g = (k: any): any => (k > 0 ? g(k - 1) + i : 0); " +
    "state['g' + i] = g(2); yield* step(i); }",
  "functions that call each other":
    "yield* step(1); const even = (n: number): any => n === 0 || odd(n - 1), " +
    "odd = (n: number): any => n !== 0 && even(n - 1); state.x = [odd(3), even(3)]; yield* step(2);",
  "functions that call each other, of each round of a loop":
    "const kept: any = {}; for (let i = 0; i < 3; i++) { yield* step(i); const list: any[] = []; " +
    "for (const j of [1, 2]) { const f = (n: number): any => (n > 0 ? g(n - 1) : [i, j]); " +
    "const g = function (n: number): any { return [...f(n), ...h()]; }; const h = () => [j, g.length]; " +
    "list.push(f, g); } state['a' + i] = list.map((one) => one(2)); } state.b = kept;",
};

describe("the same variable:", () => {
  test.each(Object.entries(SAME))("%s", (_, body) => {
    for (const answers of ANSWERS)
      expect(compiledTrace(whole(body), answers)).toEqual(nativeTrace(whole(body), answers));
  });
});

/** Lines of process code, and what is said of the second. */
const REFUSED: readonly (readonly [code: string, said: string])[] = [
  ["yield* g();\nstate.x = a;\nlet a = 1;", "`a` is used before it is declared in line 4"],
  ["yield* g();\n[1].map(() => a);\nconst a = 1;", "`a` is used before it is declared in line 4"],
  [
    "yield* g();\nconst f = () => a(); f(); const a = () => 1;",
    "`a` is used before it is declared in line 3",
  ],
  ["yield* g();\nconst f = () => a(), b = f(), a = () => 1;", "`a` is used before it is declared in line 3"],
  ["yield* g();\nconst f = () => a(), a = [1].map(f);", "`a` is used before it is declared in line 3"],
  ["yield* g();\nconst f = a, a = () => 1;", "`a` is used before it is declared in line 3"],
  ["yield* g();\nconst a = [() => 1, (() => a)()];", "`a` is used before it is declared in line 3"],
  ["yield* g();\nconst a = [1].map(() => a);", "`a` is used before it is declared in line 3"],
  ["yield* g();\nlet b, [a = b, c = d, d] = [];", "`d` is used before it is declared in line 3"],
  ["yield* g();\nfor (const a of a) state.x = a;", "`a` is used before it is declared in line 3"],
  [
    "switch (yield* g()) { case 1: let a = 1; break; case 2:\na = 2; }",
    "`a` is declared in another case of the `switch`, which may have been passed over",
  ],
  ["const a = yield* g();\na = 2;", "`a` is a const, and is changed"],
  ["const a = yield* g();\n[1].map(() => a++);", "`a` is a const, and is changed"],
  ["const a = yield* g();\neval('a');", "process code has no `eval`: it could not see variables"],
  [
    "yield* g();\nlet $a = 1;",
    "something is called `$a`, and names that begin with `$` are those of compiled code",
  ],
  [
    "yield* g();\nstate.f = ($) => $ + 1;",
    "something is called `$`, and names that begin with `$` are those of compiled code",
  ],
  [
    "yield* g();\nlet __proto__ = 1;",
    "something is called `__proto__`, and in process code it would stand for another object",
  ],
];

/** Why a file is refused, and its line. */
function refused(code: string): readonly [line: number, said: string] {
  try {
    compile(code, { file: "/a.ts", name: "a.ts" });
  } catch (error) {
    if (error instanceof Refused) return [error.line, error.what];
  }
  return [0, "nothing"];
}

describe("refused, with the line:", () => {
  test.each(REFUSED)("%s", (body, said) => {
    expect(refused(`function* main(state) {\n${body}\n}`)).toEqual([3, said]);
  });

  test("parameters that use later ones", () => {
    expect(refused("function* f(a = b, b = 1) { yield* g(); }")).toEqual([
      1,
      "`b` is used before it is declared in line 1",
    ]);
  });

  test("names of compiled code at the top level of a file", () => {
    expect(refused("const x = 1;\nconst $cells = 2;\nfunction* f() { yield* g(); }")).toEqual([
      2,
      "something is called `$cells`, and names that begin with `$` are those of compiled code",
    ]);
  });
});

test("names that begin with `$` are fine for what is no variable", () => {
  const body = "state.$x = { $y: 1 }; const { $y: y } = state.$x; yield* step(y); state.z = y;";
  expect(compiledTrace(whole(body), [1])).toEqual(nativeTrace(whole(body), [1]));
});
