/** What is kept across a step is what may still be read; everything else would make states differ in vain. */
import { expect, test } from "vitest";
import { ANSWERS, compiledTrace, nativeTrace } from "./compare.ts";
import { compile } from "../../src/compiler/index.ts";
import { whole } from "./programs.ts";

/** What is kept at each step of a program, in the order of the steps. */
function kept(body: string): string[] {
  const { code = "" } =
    compile(`function* main(state, context) {\n${body}\n}`, { file: "/a.ts", name: "a.ts" }) ?? {};
  return [...code.matchAll(/live: \[(.*?)\]/g)].map(([, names = ""]) => names.replaceAll('"', ""));
}

const KEPT: readonly (readonly [what: string, body: string, kept: readonly string[]])[] = [
  [
    "what is written before it is read again",
    "let x = yield* step(1); context.note(x); yield* step(2); x = 1; yield* step(3); state.x = x;",
    ["context, state", "state", "state, x"],
  ],
  [
    "variables of a block in a loop",
    "while (true) { const m = yield* step(1); if (m.ok) { const n = m.n; if (n > 0) state.n = n; } }",
    ["state"],
  ],
  [
    "a variable that each round has anew",
    "while (true) { let x; if (state.a) x = 1; yield* step(x); if (x) state.x = x; }",
    ["state, x"],
  ],
  [
    "functions that are made and used between two steps",
    "while (state.n) { yield* step(1); const f = (n) => n + 1; state.n = f(state.n); " +
      "let s = 0; [1].map((x) => (s += x)); }",
    ["state"],
  ],
  [
    "loops, branches and `switch` without steps",
    `while (true) {
       let a, b, c, d, e;
       const m = yield* step(1);
       for (a = 0; a < m; a++) b = a;
       for (c of [1, 2]) state[c] = 1;
       if (m) d = 1; else d = 2;
       switch (m) { case 1: e = d; default: e = 3; }
       try { c = d; } catch { c = 1; }
       do { b = c; } while (b < 1);
       state.x = [b, d, e];
     }`,
    ["state"],
  ],
  [
    "what may be read after a round that does not write it",
    "let x = 0; while (true) { if (yield* step(1)) x = 1; if (yield* step(2)) state.x = x; }",
    ["state, x", "state, x"],
  ],
  [
    "what `&&=`, `??=` and `?:` may leave as it is",
    "let a, b, c; yield* step(1); a &&= 1; b ??= 2; state.c ? (c = 1) : 0; yield* step(2); " +
      "state.x = [a ?? 0, b, c ?? 0];",
    ["a, b, c, state", "a, b, c, state"],
  ],
  [
    "what is written right before a `try`",
    "while (true) { const m = yield* step(1); const y = m; try { yield* step(2); " +
      "} finally { state.y = y; } }",
    ["state", "state, y"],
  ],
  [
    "what only a `catch` reads: a step does not fail",
    "const y = state.y; try { yield* step(1); } catch { state.y = y; } yield* step(2);",
    ["", ""],
  ],
  [
    "what is read where a jump leads to, after its `finally`",
    "let x = 1, y = 2; for (;;) { try { if (yield* step(1)) break; x = 3; " +
      "} finally { yield* step(2); } y = x; } state.y = y;",
    ["state, x, y", "state, x, y"],
  ],
  [
    "numbers that are no places",
    "const x = state.x; switch (yield* step(1)) { case 1: return; case 2: state.y = 1; } yield* step(2);",
    ["state", ""],
  ],
];

test.each(KEPT)("%s", (_, body, names) => {
  expect(kept(body)).toEqual(names);
  for (const answers of ANSWERS)
    expect(compiledTrace(whole(body), answers)).toEqual(nativeTrace(whole(body), answers));
});

test("a call that may fail keeps what its `catch` reads, and runs its `finally`", () => {
  const body = `
    for (const x of [1, 2]) {
      const y = [x];
      try { try { yield* fails(1); } finally { state.f = (state.f ?? 0) + 1; } } catch { state["y" + x] = y; }
    }`;
  expect(compiledTrace(whole(body), [0])).toEqual(nativeTrace(whole(body), [0]));
  expect(compiledTrace(whole(body), [0]).at(-1)).toBe("ends in {f: 2, y1: [1], y2: [2]}");
});

/** Functions that use variables of loops, which each round has anew. */
const CLOSURES: readonly string[] = [
  "const fs = []; for (let i = 0, f = () => i; i < 2; i++, fs.push(f, () => i)) { i += 0; " +
    "} state.x = fs.map((f) => f()); yield* step(1);",
  "let n: any = 0; while (n < 3) { yield* step(n); let s = 0; [1, 2].forEach((x) => { s += x; }); n += s; }",
  "let n: any = 0; while (n++ < 3) { yield* step(n); " +
    "const r = (k: any): any => (k ? r(k - 1) : n); state.r = r(2); }",
  "let n: any = 0; while (n++ < 3) { yield* step(n); const k = n, o = { m() { return k; } }; " +
    "state.r = o.m(); }",
  "for (let i = 0; i < 3; i++) { if (yield* step(i)) { const up = () => i++; up(); } state.i = i; }",
  "const fs: any[] = []; for (const x of [1, 2]) { let y = x; fs.push(() => y++); y += 10; " +
    "} state.x = fs.map((f) => f() + f()); yield* step(1);",
  "for (const x of [1, 2]) { yield* step(x); const { a, ...rest } = { a: x, b: 2 }; " +
    "state[x] = [1].map((z) => [a, rest.b, z]); }",
  "for (let i = 0; i < 2; " +
    "i++) state['f' + i] = add(((x: any) => x + i)(1), yield* step(i), [1].map((x) => x + " +
    "i).length);",
  "for (let i = 0, j = i; i < 3; i++, j += i) { const g = () => i + j; state['g' + i] = g(); " +
    "yield* step(i); const h = () => (i += 1, j += 1); if (j < 2) h(); }",
  "let n: any = 0; while (n++ < 3) { yield* step(n); var v: any; state['v' + n] = v ?? 'none'; v = n; }",
];

test.each(CLOSURES)("each round of a loop has its own variables: %s", (body) => {
  for (const answers of ANSWERS)
    expect(compiledTrace(whole(body), answers)).toEqual(nativeTrace(whole(body), answers));
});
