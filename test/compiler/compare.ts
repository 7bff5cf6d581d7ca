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
import { HELPERS } from "./programs.ts";

type Main = (state: object, context: object) => unknown;

/** What a program has done: its steps, in order, and how it ended. */
export type Trace = readonly string[];

/** At most so many steps are run. */
const STEPS_MAX = 60;

/** Code, as text, with what it may call; answers some of what it declares. */
function load(code: string, names: Readonly<Record<string, unknown>>, wanted: readonly string[]): Named {
  // eslint-disable-next-line typescript/no-implied-eval -- the programs are those of the tests
  const make = new Function(...Object.keys(names), `${code}\nreturn { ${wanted.join(", ")} };`);
  return (make as (...values: unknown[]) => Named)(...Object.values(names));
}

type Named = Readonly<Record<string, unknown>>;

/** The names of what all programs may call. */
const CALLED = [...HELPERS.matchAll(/^(?:function\*? |const )(\w+)/gm)].map(([, name = ""]) => name);

/**
 * How a program is made of its text: with `step(x)`, a step with a name, and all that it may call. The last
 * one is kept, for it is run with several answers.
 */
function loader(translated: (source: string) => string, named: () => Named): (source: string) => Main {
  const helpers = load(translated(HELPERS), named(), CALLED);
  let last: { readonly source: string; readonly main: Main } | undefined;
  return (source) => {
    if (last?.source !== source)
      last = { source, main: load(translated(source), { ...named(), ...helpers }, ["main"])["main"] as Main };
    return last.main;
  };
}

/** All functions of process code, by name. */
const SITES = new Map();

const asWritten = loader(
  (source) => transformSync(source, { loader: "ts" }).code,
  () => ({
    *step(what: Plain): Generator<Plain, unknown, unknown> {
      return yield what ?? null;
    },
  }),
);

const asCompiled = loader(
  (source) => {
    const { code = "" } = compile(source, { file: "/program.ts", name: "program.ts" }) ?? {};
    return code.replaceAll(/^import .*?;import .*?;/g, "").replaceAll(/^export /gm, "");
  },
  () => ({
    $call: callOf,
    $cells: cells,
    $items: items,
    $outside: new Map(),
    $sites: SITES,
    step: (what: Plain) =>
      new Awaited({ kind: "operation", object: "it", operation: "step", arguments: [what ?? null] }),
  }),
);

/** What a program notes: anything, for `undefined` is what some expressions are. */
function noting(trace: string[]): { note: (what: unknown) => number } {
  return { note: (what) => trace.push(`notes ${format(canonical(withoutUndefined(what)))}`) };
}

function withoutUndefined(what: unknown): unknown {
  return Array.isArray(what) ? [...what].map(withoutUndefined) : (what ?? null);
}

/**
 * The trace of the language's own generator, of which only this is not its own: a step whose state is not
 * plain fails, and leaves the state that was before. `answers`: what steps are answered, in turn.
 */
export function nativeTrace(source: string, answers: readonly Plain[]): Trace {
  const trace: string[] = [];
  const draft = {};
  let state: Plain = canonical({});
  try {
    const running = asWritten(source)(draft, noting(trace)) as Generator<Plain, unknown, unknown>;
    for (let i = -1; ; i++) {
      let next: IteratorResult<Plain, unknown>;
      try {
        next = running.next(i < 0 ? undefined : mutableCopy(answers[i % answers.length]));
      } finally {
        state = canonicalTree(draft, "state");
      }
      if (next.done === true || i + 1 === STEPS_MAX) break;
      trace.push(`awaits ${format(canonical(next.value))} in ${format(state)}`);
    }
  } catch (error) {
    trace.push(`throws ${(error as Error).message}`);
  }
  return [...trace, `ends in ${format(state)}`];
}

/** The trace of the compiled program, whose whole state goes through its text and back at every step. */
export function compiledTrace(source: string, answers: readonly Plain[]): Trace {
  const main = asCompiled(source);
  const trace: string[] = [];
  let state: Plain = canonical({});
  try {
    let control: Control | undefined;
    for (let i = -1; i < STEPS_MAX; i++) {
      const draft = mutableCopy(state) as object;
      const context = noting(trace);
      const response = i < 0 ? null : (answers[i % answers.length] as Plain);
      try {
        control = goOn(main as never, { control, answer: response }, { state: draft, context });
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
