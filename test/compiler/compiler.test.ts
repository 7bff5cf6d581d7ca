/** Compiled process code does what generators do: on hand-written and on generated code. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, Refused } from "../../src/compiler/index.ts";
import { isThorough } from "../effort.ts";
import { ANSWERS, compiledTrace, nativeTrace } from "./compare.ts";
import { programs, whole } from "./programs.ts";

const HAND_WRITTEN: Readonly<Record<string, string>> = {
  "a loop with a condition made of two steps": `
    while ((yield* step("a")) && (yield* step("b")) === 1) { context.note("round"); }
    state.done = true;`,
  "nested loops over lists, with break, continue and labels": `
    outer: for (const x of [1, 2, 3]) {
      for (const [k, v] of new Map([["a", 1], ["b", 2]])) {
        const y = yield* step([x, k, v]);
        if (y === 1) continue outer;
        if (y === 2) break outer;
        state[k + x] = y;
      }
    }`,
  "try, catch and finally, left in every way": `
    for (let i = 0; i < 4; i++) {
      try {
        const x = yield* step(i);
        if (x === 0) throw new Error("zero " + i);
        if (x === 1) continue;
        if (x === 2) return;
        context.note(x);
      } catch (e) {
        context.note((e as Error).message);
        yield* step("caught");
      } finally {
        state.count = (state.count ?? 0) + (yield* step("finally"));
      }
    }`,
  "a finally that is left by a jump, and entered again": `
    for (const round of [0, 1]) {
      for (const x of [0, 1, 2]) {
        try {
          if (((yield* step([round, x])) as number) + x > 0) break;
        } finally {
          if (x > 0) continue;
        }
        context.note(x);
      }
    }`,
  "a finally that is left by an error, and entered again": `
    for (const x of [1, 0, 0]) {
      try {
        try {
          if (((yield* step(x)) as number) + x > 1) return;
        } finally {
          if (x === 1) throw new Error("from finally");
        }
      } catch (e) {
        context.note((e as Error).message);
      }
    }
    state.end = true;`,
  "errors that cross calls": `
    try { yield* fails(1); } catch (e) { context.note((e as Error).message); }
    yield* step("after");
    yield* fails(2);`,
  "functions that call functions, and recursion": `
    state.sum = (yield* sum([1, 2, 3])) + (yield* sum([4]));`,
  "parameters with patterns and defaults": `
    state.given = yield* pattern({ a: 1, list: [2, 3] });
    state.again = yield* pattern({ a: 1, list: [] }, 7);`,
  "closures that see each round of a loop": `
    const seen: number[] = [];
    for (const x of [1, 2, 3]) {
      const y = yield* step(x);
      seen.push(...[10, 20].map((z) => z + x + (y as number)));
    }
    state.seen = seen;`,
  "a state that is not plain where a call awaits something": `
    let b: any;
    try {
      for (const x of [1, 2]) yield* fails(add((state.k ??= b), x));
    } finally {
      if (b) throw new Error("thrown");
    }`,
  "a list that two variables share": `
    const list: number[] = [];
    const same = list;
    yield* step("a");
    same.push(1);
    yield* step("b");
    list.push(2);
    state.list = [...same];`,
  "a part of the state, held across a step": `
    state.box = { n: 0 };
    const box = state.box;
    yield* step("a");
    box.n++;
    yield* step("b");
    box.n++;`,
  "a part of the state that is replaced while it is held": `
    state.list = [1];
    for (const x of state.list) {
      state.x = x;
      yield* step(x);
      if (state.list.length < 4) state.list.push(x + 1);
    }`,
  "destructuring of what a step answers": `
    const given = yield* step("object");
    const { a = 5, ...rest } = { ...(given as object), b: 2 };
    const [p, q = 9] = [yield* step("p")];
    state.all = [a, rest, p, q];`,
  "switch, do and comma": `
    let i = 0, x: unknown;
    do {
      switch (yield* step(i)) {
        case 0: state.zero = true;
        case 1: x = yield* step("one"); break;
        default: x = (context.note("default"), yield* step("two"));
      }
    } while (i++ < 5 && x !== 2);
    state.x = x ?? null;`,
  "shadowed names": `
    const x = 1;
    for (const x of [5, 6]) { { const x = 7; yield* step(x); } yield* step(x); }
    yield* step(x);`,
  "steps as parameters, keys, elements, operands and targets": `
    state.list = [yield* step("t"), yield* step("u")].concat([yield* step("v")]);
    state[String(yield* step("key"))] = { a: yield* step("a"), b: -(yield* step("c")) };
    state.n = 1;
    state.n += yield* step("n");
    state.o = new Map([[1, yield* step("m")]]).get(yield* step("get")) || null;`,
};

describe("compiled code does what generators do:", () => {
  test.each(Object.entries(HAND_WRITTEN))("%s", (_, body) => {
    for (const answers of ANSWERS)
      expect(compiledTrace(whole(body), answers)).toEqual(nativeTrace(whole(body), answers));
  });

  test("generated programs", () => {
    const runs = { numRuns: isThorough ? 150 : 2, verbose: 1 };
    fc.assert(
      fc.property(
        programs,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 7 }),
        (body, answers) => {
          const compiled = compiledTrace(whole(body), answers);
          // What is not plain is refused: errors that wait for a `finally`, functions.
          fc.pre(!compiled.some((line) => line.includes("across the step")));
          expect(compiled).toEqual(nativeTrace(whole(body), answers));
        },
      ),
      runs,
    );
  });
});

/** What is refused, the line of it, and a part of what is said. */
const REFUSED: readonly (readonly [code: string, line: number, said: RegExp])[] = [
  ["function* f() {\n  yield* g();\n  console.log(this);\n}", 3, /no `this`/],
  ["function* f() {\n  yield* g();\n  return arguments;\n}", 3, /no `arguments`/],
  ["function* f() {\n  yield* g();\n  function h() {}\n}", 3, /declared inside/],
  ["function* f(...all) {\n  yield* g(all);\n}", 1, /rest parameters/],
  ["function* f(o) {\n  for (const k in o)\n    yield* g(k);\n}", 2, /for … in/],
  ["function* f() {\n  yield* g();\n  using x = h();\n}", 3, /no `using`/],
  ["function* f() {\n  yield* g();\n  class A {}\n}", 3, /a class is declared inside/],
  [
    "function* f() {\n  const inner = function* () { yield* g(); };\n  yield* inner();\n}",
    2,
    /inside another/,
  ],
  [
    "function* f() {\n  const { x = yield* g(1),\n    [yield* g(2)]: y, ...z } = h();\n}",
    3,
    /a key in brackets, a rest/,
  ],
  ["class A {\n  *f() { yield* g(); }\n}", 2, /method of a class/],
  ["function* f() {\n  g(class { [yield* g()]() {} });\n}", 2, /inside a class or a tag/],
  ["function* f() {\n  (g?.h)(yield* g());\n}", 2, /a call of an expression in brackets that has `\?\.`/],
  [
    "function* f() {\n  for (let i = 0; i < 3; i++)\n    g({ get x() { return i; } });\n  yield* g();\n}",
    3,
    /a getter or setter, uses `i`, a variable of a loop/,
  ],
];

describe("refused, with the line:", () => {
  test.each(REFUSED)("%s", (code, line, said) => {
    let error: unknown;
    try {
      compile(code, { file: "/a.ts", name: "a.ts" });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(Refused);
    expect((error as Refused).message).toMatch(said);
    expect((error as Refused).line).toBe(line);
  });
});

/** What is not plain across a step: what is said of it has the author's words, whoever has named it. */
const HELD: readonly (readonly [body: string, said: RegExp])[] = [
  [
    "const f = () => 1; yield* step('a'); state.x = f();",
    /holds a function \(.*\) in f across the step in line/,
  ],
  [
    "const i = new Map().keys(); yield* step('a'); state.x = i.next().done;",
    /holds an instance of .* in i across/,
  ],
  [
    "const e = new Error('x'); yield* step('a'); state.x = e.message;",
    /holds an instance of Error in e across/,
  ],
  ["let i = 0; const f = (x: any, y: any) => x + y; state.x = f(i++, yield* step(1));", /in f across/],
  ["let f = add; state.x = f(1, (f = short, yield* step(1)));", /holds a function \(add\) in f \(line/],
  [
    "state.x = [() => 1, [new Error('x')], yield* step(1)].length;",
    /Error in `\[new Error\('x'\)\]`\[0\] across/,
  ],
  ["let g: any; g ??= [add, yield* step(1)]; g = (yield* step(2)) && g;", /\(add\) in g\[0\] across/],
  [
    "const { f } = { f: add }; { const { f } = { f: short }; yield* step(1); f(1); } f(1);",
    /\(add\) in f across/,
  ],
  ["for (const f of [add]) { yield* step(1); state.x = f(1, 2); }", /\(add\) in `\[add\]`\[0\] across/],
  ["try { throw [add]; } catch (e) { yield* step(1); throw e; }", /\(add\) in e\[0\] across/],
  ["try { return add; } finally { yield* step(1); }", /\(add\) in what `finally` goes on with across/],
  ["const a: any = {}; a.self = a; yield* step(1); state.x = a.self === a;", /\(a cycle\) in a\.self across/],
  [
    "const x = 1; { const x = [add]; yield* step(1); state.x = x.length; } state.y = x;",
    /\(add\) in x \(line \d+\)\[0\] across/,
  ],
];

test.each(HELD)("what is held across a step is plain: %s", (body, said) => {
  const told = compiledTrace(whole(body), [0]).join("\n");
  expect(told).toMatch(said);
  expect(told).not.toMatch(/\b_/);
});

test("generators that are no process code stay generators", () => {
  const code =
    "export function* both() { yield 1; yield* [2, 3]; }\nexport function* f() { yield* step('a'); }";
  const compiled = compile(code, { file: "/a.ts", name: "a.ts" });
  expect(compiled?.code).not.toContain("$call($site1");
  expect(compile("const f = function* () { yield 1; };", { file: "/a.ts", name: "a.ts" })).toBeUndefined();
});
