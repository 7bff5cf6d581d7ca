/** What has two names before a step has two names after it: compiled code and generators do the same. */
import { describe, expect, test } from "vitest";
import { ANSWERS, compiledTrace, nativeTrace } from "./compare.ts";
import { whole } from "./programs.ts";

const SHARED: Readonly<Record<string, string>> = {
  "a container that comes later by name":
    "const row = [1]; const table = { row }; yield* step(1); row.push(2); state.x = table.row.length;",
  "a container that comes earlier by name":
    "const row = [1]; const all = { row }; yield* step(1); all.row.push(2); yield* step(2); " +
    "state.x = row.length;",
  "the value of a Map":
    "const r = [1]; const m = new Map([['k', r]]); yield* step(1); r.push(2); state.x = m.get('k')?.length;",
  "the key of a Map":
    "const r = [1], m = new Map([[[0], 0], [r, 1]]); yield* step(1); state.has = m.has(r); " +
    "r.push(2); state.n = m.get(r);",
  "an element of a Set":
    "const r = [1], s = new Set([[5], r, [0]]); yield* step(1); state.has = s.has(r); " +
    "r.push(2); state.n = s.size;",
  "an element of an array, and deeper":
    "const r = [1]; const l: any = [[r], { a: { b: r } }]; yield* step(1); r.push(2); " +
    "state.x = [l[0][0].length, l[1].a.b.length];",
  "twice in one array":
    "const a: any = []; const b = [a, a]; yield* step(1); b[0].push(1); state.x = b[1].length;",
  "a record around a part of the state":
    "state.rows = [[1], [2]]; const w = { row: state.rows[1] }; yield* step(1); " +
    "w.row.push(3); yield* step(2); state.ok = w.row === state.rows[1];",
  "a part of the state, by way of Maps and Sets":
    "state.m = new Map([['a', new Set([[1]])]]); const w = [[...state.m.get('a')][0]]; " +
    "yield* step(1); w[0].push(2); yield* step(2); state.ok = state.m.get('a').has(w[0]);",
  "the state itself":
    "const w = { s: state }; yield* step(1); w.s.n = 1; yield* step(2); state.eq = w.s === state;",
  "a part of the state that is no part any more":
    "state.a = [[1], [2]]; const [f] = state.a; yield* step(1); state.a = []; f.push(1); " +
    "yield* step(2); state.f = [...f];",
  "several calls under way": "const l: any = [1]; state.o = (yield* both(l, l)) === l; state.l = [...l];",
  "several calls, by way of a record":
    "const l: any = [1]; const o = yield* both({ l }, [l]); touch(l, 4); state.o = o;",
  "what a call goes on with after its `finally`":
    "state.l = [1]; const f = yield* held(state); touch(f, 2); state.ok = f === state.l;",
  "a value that is kept while an expression is evaluated":
    "const l = [1]; const t: any = [l, l.push(2), yield* step(1)]; l.push(3); " +
    "state.x = t[0].length; state.ok = t[0] === l;",
  "what a loop goes through":
    "state.l = [[1], [2]]; for (const x of state.l) { yield* step(x.length); x.push(0); yield* step(1); }",
  "what a pattern takes out":
    "const o = { a: [1], b: { c: 1 } }; const { a, ...rest } = o; yield* step(1); a.push(2); " +
    "rest.b.c = 2; state.o = o;",
  "what is one by `===` only":
    "const m = yield* step(1), a = [m], b = a; yield* step(2); " +
    "state.x = [a === b, a === [m], [a].includes(b)];",
};

const OUTSIDE = `
const NOBODY = { name: "nobody" }, TABLE = [[1], { f: () => 3 }];
function* main(state: any, context: any): any {
  let who = NOBODY;
  const row = TABLE[0], f = (TABLE[1] as any).f, list = [NOBODY, [row]] as any, add = plus;
  yield* step(1);
  state.x = [who === NOBODY, row === TABLE[0], list[0] === NOBODY, list[1][0] === row, f(), add(1)];
  yield* step(2);
  who = { name: "nobody" };
  yield* step(who === NOBODY);
}
function plus(x: number) { return x + 1; }`;

test("what stands at the top level of the file is what it was, functions, too", () => {
  expect(compiledTrace(OUTSIDE, [1])).toEqual(nativeTrace(OUTSIDE, [1]));
});

test("functions of one name in one line are two", () => {
  const program = `
    const one = { *f(): any { return yield* step(1); } }, two = { *f(): any { return -(yield* step(2)); } };
    function* main(state: any): any { state.x = [yield* one.f(), yield* two.f()]; }`;
  expect(compiledTrace(program, [1])).toEqual(nativeTrace(program, [1]));
});

test("so is what a function around process code has", () => {
  const program = `
    function made(row: any) {
      const one = { row };
      return function* (state: any): any {
        const mine = one;
        yield* step(1);
        state.x = [mine === one, mine.row === row];
      };
    }
    const main = made([1]);`;
  expect(compiledTrace(program, [1])).toEqual(nativeTrace(program, [1]));
  expect(compiledTrace(program, [1]).at(-1)).toBe("ends in {x: [true, true]}");
});

describe("shared, before a step and after it:", () => {
  test.each(Object.entries(SHARED))("%s", (_, body) => {
    const held = 'function* held(s: any): any { try { return s.l; } finally { yield* step("held"); } }';
    const program = `${held}\n${whole(body)}`;
    for (const answers of ANSWERS)
      expect(compiledTrace(program, answers)).toEqual(nativeTrace(program, answers));
  });
});

/** A loop over a Map or Set, to which something is done meanwhile. */
const LOOPS: readonly string[] = [
  "const s = new Set([1, 2]); for (const x of s) { yield* step(x); if (x < 5) { s.delete(x); " +
    "s.add(x + 2); } }",
  "const m = new Map([['a', 1], ['b', 2]]); for (const [k, v] of m) { m.set('b', 9); " +
    "yield* step([k, v]); if (k === 'a') m.set('c', 3); }",
  "state.s = new Set([1, 2, 3]); for (const x of state.s) { yield* step(x); state.s.delete(3); }",
  "const s = new Set([[1], [2]]); " +
    "for (const x of s) { if ((yield* step([...x])) === 1) break; x.push(3); } state.n = s.size;",
  "for (const c of 'abc') yield* step(c); for (const [i, x] of [5, 6].entries()) yield* step([i, x]);",
  "const l = [1, 2, 3]; for (const x of l) { if (x === 1) { l.pop(); l.push(7, 8); } yield* step(x); }",
];

test.each(LOOPS)("loops go through what is there: %s", (body) => {
  for (const answers of ANSWERS)
    expect(compiledTrace(whole(body), answers)).toEqual(nativeTrace(whole(body), answers));
});

test.each([
  ["state.a = []; state.b = state.a;", ".b is the same array as state.a, and"],
  ["state.a = { n: 1 }; state.b = [{ c: state.a }];", ".b[0].c is the same object as state.a, and"],
  [
    "const s = new Set(); state.m = new Map([['k', s], ['l', s]]);",
    '.m.get("l") is the same Set as state.m.get("k"), and',
  ],
  [
    "const l = Object.freeze({ l: [] }); state.a = l; state.b = l;",
    ".b.l is the same array as state.a.l, and",
  ],
])("a state is one tree: %s", (body, said) => {
  expect(compiledTrace(whole(`${body} yield* step(1);`), [0]).join("\n")).toContain(said);
});

test("what is frozen may be in two places of a state: it is a value", () => {
  const body = "const v = Object.freeze([1]); state.a = v; state.b = v; yield* step(1); state.b = 2;";
  expect(compiledTrace(whole(body), [0])).toEqual(nativeTrace(whole(body), [0]));
});
