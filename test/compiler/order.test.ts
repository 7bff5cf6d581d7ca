/** Compiled process code evaluates in the language's order, wherever in an expression a step stands. */
import { expect, test } from "vitest";
import { ANSWERS, compiledTrace, nativeTrace } from "./compare.ts";
import { whole } from "./programs.ts";

const BODIES: readonly string[] = [
  // Targets of assignments.
  "let i = 0; const l = [0, 0]; l[i] = (yield* step(1)) + ++i; state.l = l;",
  "let i = 0; const l = [0, 0, 0]; l[i++] = l[i++] = yield* step(i); state.l = l;",
  "let i = 0; const l = [[0, 0], [0, 0]]; l[i++][i] += (yield* step(i)) + i++; state.l = l;",
  "let o = { n: 1 }; const p = o; o.n = (o = { n: 5 }, yield* step(1)); state.x = [o.n, p.n];",
  "const s: any = { n: 0 }; s.n += yield* step(1); s.n -= (s.n = 100, yield* step(2)); state.s = s;",
  "state.n = 1; state.n += yield* step((state.n = 50));",
  "let x: any, o: any = {}; [x, o.y = yield* step(1)] = [1]; " +
    "({ a: o.z = yield* step(2) } = {} as any); state.o = o;",
  "let a = 1, b = 2; [a, b] = [b, yield* step(a)]; state.x = [a, b];",
  "state[String(yield* step('key'))] = { a: yield* step('a'), b: -(yield* step('c')) };",
  // Logical assignments.
  "let a: any; a ??= yield* step(1); a &&= (yield* step(2)) + 1; a ||= yield* step(3); state.a = a;",
  "const o: any = {}; o.a ??= yield* step(1); o['b'] ||= (yield* step(2)) || 9; " +
    "o.a &&= yield* step(3); state.o = o;",
  "let i = 0; const l: any[] = [0, 5]; l[i++] ||= (yield* step(i)) + i++; " +
    "l[i] ??= yield* step('no'); state.l = l;",
  // Operands, elements, parameters.
  "let x: any = 1; state.x = x + (x = 5, yield* step(1)) + x;",
  "let x: any = 1; state.x = [x, x++, yield* step(x), x++, x];",
  "let x: any = 1; state.x = { a: x, [x++]: yield* step(x), ['z' + x]: x };",
  "let x: any = 0; const inc = () => ++x; state.x = [x, inc(), x]; state.y = [x, ++x, yield* step(1), x];",
  "const l = [3]; state.x = [...l, (l.push(9), yield* step(1)), ...l];",
  "const r: any = { a: 1 }; state.x = { ...r, b: (r.a = 2, yield* step(1)), ...r };",
  "state.x = add(1, ...[yield* step(1), 2], ...((yield* twice(1)), [3]));",
  "let i = 0; state.x = add(i++, yield* step(i), i++, i); state.y = Math.max(i++, yield* step(i));",
  "let i = 0; state.x = ((x: any, y: any) => x + y)(i++, yield* step(i));",
  "state.x = add(1, ((x: any) => x)(2), (yield* step(1))); " +
    "state.y = [1, 2].map((x) => x * 2).concat(yield* step(2));",
  "state.x = new Array(yield* step(1), 2).length; " +
    "const a = [yield* step(1), , yield* step(2)]; state.a = a.length;",
  "let i = 1; state.x = `${i}${i++}${yield* step(i)}${i}`;",
  "state.x = ((yield* step(1)), (yield* step(2))); (yield* step(1)) && (yield* step(2)); " +
    "(yield* step(0)) || add(1);",
  "const l: any = [1]; l.concat(l.push(2), (yield* step(1))).concat(l.push(3)); state.l = l;",
  "const o: any = null; state.o = 1; o.method(yield* step('never'));",
  "const o: any = {}; o.method(yield* step('first'));",
  "const e: any = { ['x' + (yield* step(1))]() { return 1; }, get y() { return 2; } }; " +
    "state.k = Object.keys(e);",
  "let i = 0; const l = [0, 0]; l[i] = add(++i, { m() { return ++i; } }.m(), yield* step(i)); state.l = l;",
  "let i = 0; const l = [0, 0, 0]; l[i] = add(++i, { m() { return 1; } }.m()); state.l = l; yield* step(1);",
  // Optional chains, `??`, `in`, `delete`, `typeof`.
  "const n: any = null; state.a = n?.b[yield* step(1)] ?? 7; " +
    "state.b = ((yield* step(2)) as any)?.toFixed(1);",
  "const n: any = { f(x: any) { return this === n ? x : 0; } }; state.a = n?.f?.(1); yield* step(0);",
  "const l: any = [1]; state.a = l?.concat?.(yield* step(1)).map?.((x: any) => x + 1)?.length;",
  "let u: any; state.x = u?.[yield* step(1)]?.foo(yield* step(2)).bar ?? (yield* step(5));",
  "const l: any = { a: 1, 1: 2, b: { c: 1 } }; delete (yield* step(1), l).a; " +
    "delete l[yield* step(1)]; state.l = l;",
  "const l: any = { b: { 1: 1 } }; let u: any; " +
    "state.x = [delete l?.b[yield* step(1)], delete u?.b[yield* step(2)]];",
  "state.x = (('k' + (yield* step(1))) in (yield* step({ k1: 1 }) as any, { k1: 1 }));",
  "state.a = typeof (yield* step(1)); state.v = (void (yield* step(2))) ?? 3; state.n = !(yield* step(1));",
  "const l: any = [1, 2]; l[(yield* step(0)) ? 1 : 0]++; " +
    "state.x = --l[(yield* step(1)) ? 1 : 0]; state.l = l;",
  // Patterns with values of their own.
  "const { a = yield* step('a'), b: { c = yield* step('c') } = { c: undefined } } = {} as " +
    "any; state.x = [a, c];",
  "const [x = yield* step(1), ...y] = [undefined, 2, 3] as any; state.x = [x, y];",
  "for (const { n = yield* step('n') } of [{}, { n: 2 }] as any) state['n' + n] = 1;",
  "const o: any = {}; for (o.x of [1, 2]) { yield* step(o.x); } state.x = o.x;",
  "const { [String(yield* step(1))]: a = 7, ...r } = { 1: 5, z: 6 } as any; state.x = [a, r];",
  // Functions without a step.
  "const f = function* (x: any) { state.f = 1; return x; }; state.x = [yield* f(2), yield* step(1)];",
  "const f = function* (x: any) { throw new Error(x); }; try { yield* f('a'); } " +
    "catch (e: any) { state.x = e.message; } finally { yield* step(1); }",
  // Statements.
  "switch (yield* step(0)) { case yield* step(1): state.a = 1; " +
    "case yield* step(2): state.b = 1; break; default: state.d = 1; }",
  "switch (1) { default: state.d = 1; case (state.t = 1, yield* step(2)): state.b = 1; " +
    "break; case 1: state.c = 1; }",
  "if ((yield* step(1)) ? yield* step(2) : yield* step(3)) state.x = 1; else state.x = 2;",
  "do { if ((yield* step(1)) === 1) continue; break; } while ((yield* step('w')) === 1);",
  "for (let i: any = yield* step('i'); i < (yield* step('t')); " +
    "i += (yield* step('u')) || 3) { if (i > 9) break; }",
  "throw new Error('x' + (yield* step(1)));",
  "return (yield* step(1)) && (yield* step(2));",
];

test.each(BODIES)("%s", (body) => {
  for (const answers of ANSWERS)
    expect(compiledTrace(whole(body), answers)).toEqual(nativeTrace(whole(body), answers));
});
