/**
 * Generated process code: every kind of statement and expression, nested, over three variables that hold
 * numbers and the like, three that hold objects, and a list. It is random, and so are the places of steps.
 */
import fc from "fast-check";

const variable = fc.constantFrom("a", "b", "c");
const object = fc.constantFrom("o", "p", "q");
const constant = fc.integer({ min: 0, max: 3 }).map(String);
const few = { depthSize: "small", withCrossShrink: true } as const;

/** Puts generated parts into a text, in the order in which they stand there. */
function text(strings: TemplateStringsArray, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((made) => String.raw({ raw: strings }, ...made));
}

const arithmetic = fc.constantFrom("+", "-", "===", "<", "&&", "||", "??");
const logical = fc.constantFrom("??=", "||=", "&&=");

const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const e = tie("expression");
  const target = fc.oneof(variable, text`list[at(${e})]`, text`state["k" + at(${e})]`, text`of(${object}).n`);
  return {
    expression: fc.oneof(
      { maxDepth: 3, ...few },
      variable,
      constant,
      text`(${e} ${arithmetic} ${e})`,
      text`(yield* step(${e}))`,
      text`(yield* step(${e}))`,
      text`(yield* twice(${e}))`,
      text`(yield* fails(${e}))`,
      text`(${e} ? ${e} : ${e})`,
      text`(${target} = ${e})`,
      text`(${target} ${fc.constantFrom("+=", "-=")} ${e})`,
      text`(${target} ${logical} ${e})`,
      text`${target}${fc.constantFrom("++", "--")}`,
      text`(${e}, ${e})`,
      text`add(${e}, ${e}, ${e})`,
      text`add(...[${e}, ${e}], ${e})`,
      text`list.concat(${e}, [${e}]).length`,
      text`context.note([${e}, ...list, ${e}])`,
      text`size({ x: ${e}, ["y" + ${e}]: ${e}, ...{ z: ${e} }, m() { return ${variable}; } })`,
      text`short(\`\${${e}}-\${${e}}\`)`,
      text`(maybe(${e})?.list[at(${e})] ?? ${e})`,
      text`(maybe(${e})?.add?.(${e}) ?? 0)`,
      text`(delete maybe(${e})?.list[at(${e})])`,
      text`(("k" + at(${e})) in ((${e}), state))`,
      text`typeof ${e}`,
      text`((x: any) => add(x, ${variable}))(${e})`,
      text`add(${e}, ((x: any) => x)(${e}), [1, 2].map((x) => x + ${variable}).length)`,
      text`(${object} === ${object})`,
      text`(inner(${object}) === ${object})`,
      text`looks(${object})`,
    ),
  };
});

const e = expression;
const made = fc.oneof(
  fc.constantFrom("{ n: 1 }", "[1]", "new Map()", "new Set()", "state.box ?? {}", "state.map ?? {}"),
  object,
  text`{ r: ${object}, n: ${e} }`,
  text`[${object}, ${e}]`,
  text`[${object}, ${object}]`,
  text`{ deep: { r: ${object} }, r: ${object} }`,
  text`new Map<any, any>([["k", ${object}]])`,
  text`new Map<any, any>([["m", new Map([["k", ${object}]])], ["k", ${object}]])`,
  text`new Set<any>([${object}])`,
  text`inner(${object})`,
  text`{ ...of(${object}), x: [${object}] }`,
  text`yield* change(${object}, ${e})`,
  text`yield* both(${object}, ${object})`,
  text`yield* given({ x: ${object}, y: [${object}] })`,
);

const simple = fc.oneof(
  text`${variable} = ${e} as any;`,
  text`state.x = Number(${e}) % 5;`,
  text`context.note([${variable} ?? null]);`,
  text`if (${e}) throw new Error("thrown");`,
  text`if (${e}) return;`,
  text`if (${e}) break;`,
  text`if (${e}) continue;`,
  text`if (${e}) break outer;`,
  text`if (${e}) continue outer;`,
  text`[${variable}, ${variable}] = [${e}, ${e}];`,
  text`[list[at(${e})], ${variable} = ${e}] = [${e}];`,
  text`({ n: ${variable} = ${e}, ...o } = { n: 1, m: ${e} } as any);`,
  text`${object} = small(${made});`,
  text`${object} = small(${made});`,
  text`touch(${object}, ${e});`,
  text`touch(inner(${object}), ${e});`,
  text`state.box = ${object};`,
  text`state.map = new Map([["k", ${object}]]);`,
  text`delete state.${fc.constantFrom("box", "map", "x")};`,
  text`context.note([looks(o), looks(p), looks(q), o === p, inner(p) === o, inner(p) === inner(q)]);`,
);

const { block } = fc.letrec<{ block: string }>((tie) => {
  const b = tie("block");
  return {
    block: fc
      .array(
        fc.oneof(
          { maxDepth: 3, ...few },
          simple,
          simple,
          text`if (${e}) {${b}} else {${b}}`,
          text`while (count++ < 20 && (${e})) {${b}}`,
          text`for (const x of [0, 1, ${e}]) { ${variable} = x; ${b} }`,
          text`for (const x of new Set<any>([${e}, 7])) { ${variable} = x; ${b} }`,
          text`for (const [, x] of new Map<any, any>([[1, ${object}], [2, ${object}]])) {
            ${b} ${object} = x; }`,
          text`for (const i of own) { ${b} if (count < 30) own.add(60 + count++); if (${e}) own.delete(i); }`,
          text`for (let i = 0, d; i < 2; i++) { if (${e}) d = ${e}; context.note([d ?? null, i]); ${b} }`,
          text`for (let i = 0; i < 2; i++) { let d: any = ${e}, g = ${e}; const f = (x: any) => (d = x);
            f(g); if (${e}) { ${b} } context.note([d]); }`,
          text`{ const fs: any[] = []; for (let i = 0; i < 3; i++) { let d: any; if (i > 0) d = ${variable};
            fs.push(() => [i, d ?? null]); } context.note(fs.map((f) => f())); }`,
          text`{ const fs: any[] = []; for (let i = 0; i < 3; i++) { let d = i; fs.push(() => d++ + i);
            if (i > 1) {${b}} d += ${variable}; fs.length = fs.length % 2; } }`,
          text`{ let d: any, g = ${e}; if (${e}) d = ${e};
            const f = (x: any) => add(x, d); context.note([f(g)]); }`,
          text`for (let i = 0, d = ${e}; i < 2; i++) { const g = (k: any): any => (k > 0 ? g(k - 1) : [i, d]);
            context.note(g(2)); if (${e}) d = i; ${b} }`,
          text`{ const f = (x: any) => { const d = ${variable}; let g = d; { let a: any = x;
            [a, g, a] = [d, x, d]; for (const y of [x, a]) if (y) return [y, g]; } return g; };
            context.note([1, 0].map(f)); ${b} }`,
          text`{ const d: any = ${e}; { let ${variable}: any = d; [a, a, b, c] = [${e}, ${e}, a, b];
            context.note([a, b, c]); ${b} ({ n: c, m: c = a } = of(${e})); ${b} } context.note([a, b, c]); }`,
          text`for (const [x, y = ${variable}] of [[1], [2, ${e}]] as any) { let a: any = x;
            [a, a = y] = [y]; ${b} context.note([x, y, a]); }`,
          text`try {${b}} catch (a: any) { const { message: m, ...more } = a; a = m;
            context.note([m, more]); ${b} }`,
          text`in${fc.nat(99999).map(String)}: { ${b} if (${e}) break LABEL; ${b} }`.map(labelled),
          text`{ const d: any = ${e}; ${b} { const d = ${e}; context.note([d]); } context.note([d]); }`,
          text`{ const { n: d = ${e}, ...rest } = of(${object}); ${b} context.note([d, size(rest)]); }`,
          text`try {${b}} catch (e) { context.note((e as any).message); ${b} }`,
          text`try {${b}} finally {${b}}`,
          text`try {${b}} catch {${b}} finally {${b}}`,
          text`switch (${e}) { case 0: ${b} case 1: ${b} break; default: ${b} }`,
          text`switch (${e}) { default: ${b} case ${e}: ${b} break; case ${e}: ${b} }`,
          text`do {${b}} while (count++ < 3 || (count < 20 && (${e})));`,
          text`in${fc.nat(99999).map(String)}: for (const x of list) { ${b}
            if (${e}) continue LABEL; if (x === a) break LABEL; }`.map(labelled),
          text`try {${b} return ${e} as any; } finally { if (${e}) break; ${b} }`,
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((statements) => statements.join("\n")),
  };
});

/** A labelled statement, with its label where it jumps to it. */
function labelled(statement: string): string {
  return statement.replaceAll("LABEL", statement.slice(0, statement.indexOf(":")));
}

/** What all programs may call. */
export const HELPERS = `
function* fails(n: any): any { yield* step("fails"); if (n === 1) throw new Error("failed " + n); return n; }
function* sum(list: readonly number[]): any {
  if (list.length === 0) return 0;
  const [first, ...rest] = list;
  yield* step(first);
  return first + (yield* sum(rest));
}
function* pattern({ a, list: [b = 0, ...more] }: any, c = yes) {
  yield* step([a, b, c]);
  return [a, b, c, more];
}
const yes = 3;
function* twice(x: any): any { return (yield* step(x)) + (yield* step("again")); }
function* change(x: any, n: any): any { touch(x, n); yield* step("change"); touch(x, n); return x; }
function* both(x: any, y: any): any {
  try { yield* step("both"); touch(x, 1); return yield* change(y, 2); }
  finally { yield* step(x === y); touch(inner(x), 3); }
}
function* given({ x, y: [y = x] = [] }: any): any { yield* step("given"); touch(x, 5); return [x, y]; }
const add = (...all: any[]) => all.reduce((sum, x) => Number(sum) * 2 + (Number(x) || 0), 0) % 11;
const at = (x: any) => Math.abs(Number(x) || 0) % 3;
const short = (x: any) => String(x).slice(0, 8);
const size = (x: any) => Object.keys(x).length;
const small = (x: any) => (looks(x).length < 300 ? x : { n: 1 });
const maybe = (x: any): any => (x ? { list: [1, 2, 3], ...(x === 1 ? { add } : {}) } : undefined);
const of = (x: any): any => (Object.prototype.toString.call(x) === "[object Object]" ? x : { n: x });
function touch(x: any, n: any): void {
  const what = Math.abs(Number(n) || 0) % 5;
  if (Array.isArray(x)) { if (x.length < 6) x.push(what); }
  else if (x instanceof Map) x.set("n" + what, what);
  else if (x instanceof Set) x.add(what);
  else if (typeof x === "object" && x !== null) x.n = what;
}
function inner(x: any): any {
  const parts =
    x instanceof Map ? [x.get("k"), x.get("m")]
    : x instanceof Set || Array.isArray(x) ? [...x] : Object.values(of(x));
  return parts.find((one) => typeof one === "object" && one !== null) ?? x;
}
function looks(x: any): any {
  if (Array.isArray(x)) return "[" + x.map(looks).join() + "]";
  const entries = x instanceof Map ? [...x] : x instanceof Set ? [...x].map((one) => [one, 0]) : undefined;
  const texts = entries?.map(([k, v]) => looks(k) + ":" + looks(v));
  if (texts !== undefined) return "(" + texts.sort().join() + ")";
  if (typeof x !== "object" || x === null) return String(x);
  return "{" + Object.keys(x).sort().map((key) => key + looks(x[key])).join() + "}";
}
`;

/** A whole program, whose main function has this body. */
export function whole(body: string): string {
  return `function* main(state: any, context: any): any {\n${body}\n}`;
}

/** The bodies of programs. Everything stands in a loop, so that `break` and `continue` have a meaning. */
export const programs = block.map(
  (body) =>
    `let a: any = 0, b: any = 1, c: any = 2, count = 0, o: any = { n: 1 }, p: any = [o], q: any = p;
     const list: any[] = [3, 1, 2], own = new Set<any>([51, 52]);
     yield* step("begin");
     outer: for (const round of [1, 2]) {\n${body}\n}
     state.end = [a, b, c, looks(o), looks(p), looks(q), o === p, inner(q) === o].map((x) => x ?? null);`,
);
