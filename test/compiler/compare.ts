/** Runs process code twice, as the language's own generator and compiled, and tells where they differ. */
import { transformSync } from "esbuild";
import { canonicalTree } from "../../src/base/parts.ts";
import { canonical, mutableCopy, type Plain } from "../../src/base/value.ts";
import { format } from "../../src/base/text.ts";
import { compile } from "../../src/compiler/index.ts";
import type { Control } from "../../src/model/sequential/control.ts";
import { cells } from "../../src/model/sequential/cells.ts";
import { items } from "../../src/model/sequential/items.ts";
import { callOf } from "../../src/model/sequential/machine.ts";
import { goOn } from "../../src/model/sequential/processCode.ts";
import { Awaited } from "../../src/model/sequential/request.ts";

type Main = (state: object, context: object) => unknown;

/** What a program has done: its steps, in order, and how it ended. */
export type Trace = readonly string[];

/** At most so many steps are run. */
const STEPS_MAX = 60;

/** A program, as text that declares `function* main(state, context)`; `step(x)` is a step with a name. */
function load(code: string, names: Readonly<Record<string, unknown>>): Main {
  // eslint-disable-next-line typescript/no-implied-eval -- the programs are those of the tests
  const make = new Function(...Object.keys(names), `${code}\nreturn main;`) as (...values: unknown[]) => Main;
  return make(...Object.values(names));
}

/** What a program notes: anything, for `undefined` is what some expressions are. */
function noting(trace: string[]): { note: (what: unknown) => number } {
  return { note: (what) => trace.push(`notes ${format(canonical(withoutUndefined(what)))}`) };
}

function withoutUndefined(what: unknown): unknown {
  return Array.isArray(what) ? [...what].map(withoutUndefined) : (what ?? null);
}

/** The trace of the language's own generator. `answers`: what steps are answered, in turn. */
export function nativeTrace(source: string, answers: readonly Plain[]): Trace {
  const { code } = transformSync(source, { loader: "ts" });
  function* step(what: Plain): Generator<Plain, unknown, unknown> {
    return yield what ?? null;
  }
  const trace: string[] = [];
  const state = {};
  try {
    const running = load(code, { step })(state, noting(trace)) as Generator<Plain, unknown, unknown>;
    for (let i = 0, next = running.next(); ; i++) {
      if (next.done === true || i === STEPS_MAX) break;
      trace.push(`awaits ${format(canonical(next.value))} in ${format(canonical(state))}`);
      next = running.next(mutableCopy(answers[i % answers.length]));
    }
  } catch (error) {
    trace.push(`throws ${(error as Error).message}`);
  }
  return [...trace, `ends in ${format(canonical(state))}`];
}

/** The code of the last program, which is run with several answers. */
let last = { source: "", code: "" };

function compiled(source: string): string {
  if (last.source === source) return last.code;
  const { code = "" } = compile(source, { file: "/program.ts", name: "program.ts" }) ?? {};
  const local = code.replaceAll(/^import .*?;import .*?;/g, "").replaceAll(/^export /gm, "");
  last = { source, code: local };
  return local;
}

/** The trace of the compiled program, whose whole state goes through its text and back at every step. */
export function compiledTrace(source: string, answers: readonly Plain[]): Trace {
  const code = compiled(source);
  const step = (what: Plain) =>
    new Awaited({ kind: "operation", object: "it", operation: "step", arguments: [what ?? null] });
  const main = load(code, { $call: callOf, $cells: cells, $items: items, $sites: new Map(), step });
  const trace: string[] = [];
  let state: Plain = canonical({});
  try {
    let control: Control | undefined;
    for (let i = -1; i < STEPS_MAX; i++) {
      const draft = mutableCopy(state) as object;
      const context = noting(trace);
      const response = i < 0 ? null : (answers[i % answers.length] as Plain);
      const cause = { kind: "operation", object: "it", operation: "step", arguments: [], response } as const;
      try {
        control = goOn(main as never, { control, cause }, { state: draft, context });
      } finally {
        state = canonicalTree(draft, "state");
      }
      if (control?.awaits.kind !== "operation" || i + 1 === STEPS_MAX) break;
      trace.push(`awaits ${format(control.awaits.arguments[0] as Plain)} in ${format(state)}`);
      control = canonical(control) as unknown as Control;
    }
  } catch (error) {
    trace.push(`throws ${(error as Error).message}`);
  }
  return [...trace, `ends in ${format(state)}`];
}

/** What steps are answered, in several runs of a program. */
export const ANSWERS: readonly (readonly Plain[])[] = [
  [1, 1, 0],
  [0, 3, 1, 2],
  [2],
  [1],
  [3, 0, 0, 1, 1, 2],
  [0],
];
