/**
 * The compiler of process code: a generator function becomes an explicit state machine, whose whole state
 * between two steps is a place in the code and a record of variables. What it lowers is lowered by Babel;
 * what the record is made of, and what is refused, is said here.
 */
import {
  parseSync,
  transformFromAstSync,
  types as t,
  type PluginItem,
  type TransformOptions,
} from "@babel/core";
// @ts-expect-error -- the plugins have no types
import blockScoping from "@babel/plugin-transform-block-scoping";
// @ts-expect-error -- as above
import destructuring from "@babel/plugin-transform-destructuring";
// @ts-expect-error -- as above
import parameters from "@babel/plugin-transform-parameters";
// @ts-expect-error -- as above
import regenerator from "@babel/plugin-transform-regenerator";
// @ts-expect-error -- as above
import typescript from "@babel/plugin-transform-typescript";
import { arrange, type Labels } from "./arrange.ts";
import { CELLS } from "./closures.ts";
import { lift, type Lifted } from "./lift.ts";
import { helpersOf, link } from "./link.ts";
import { lostStates } from "./lostState.ts";
import { CALL } from "./codeCalls.ts";
import { ITEMS, OUTSIDE, prepare, SITES, type FunctionSite } from "./prepare.ts";
import { mayHoldProcessCode, mayLoseState } from "./suspicion.ts";

export { LostState } from "./lostState.ts";
export { Refused } from "./refusal.ts";

/**
 * The module of which each bundle has one of its own: it holds the functions of process code, by name, and by
 * file what stands outside of them.
 */
export const SITES_MODULE = "lightcone:sites";

/** The code of that module. */
export const SITES_CODE = "export const sites = new Map(); export const outside = new Map();";

/** Compiled code. */
export interface CompiledCode {
  readonly code: string;
  /** A source map, as JSON, that leads back to the author's file. */
  readonly map: string;
}

/**
 * Compiles the process code of a file; undefined if it has none.
 * @param name the name by which states call the file: its last part
 * @throws Refused for process code without a plain state, and for handlers that lose theirs; SyntaxError,
 * which leave to others
 */
export function compile(
  source: string,
  { file, name }: { file: string; name: string },
): CompiledCode | undefined {
  const isSuspect = mayLoseState(source);
  if (!isSuspect && !mayHoldProcessCode(source)) return undefined;
  const sites: FunctionSite[] = [];
  const options: TransformOptions = {
    configFile: false,
    babelrc: false,
    filename: file,
    sourceType: "module",
  };
  const pass = (ast: t.Node, plugins: PluginItem[], last = false) =>
    transformFromAstSync(ast, source, {
      ...options,
      plugins,
      ast: true,
      code: last,
      sourceMaps: last,
      cloneInputAst: false,
    });
  const parsed = parseSync(source, { ...options, plugins: [[typescript]] });
  if (parsed === null) return undefined;
  if (isSuspect) pass(parsed, [lostStates]);
  if (!mayHoldProcessCode(source)) return undefined;
  const plain = pass(parsed, [[typescript]])?.ast as t.Node;
  const prepared = pass(plain, [prepare(name, sites)])?.ast as t.Node;
  if (sites.length === 0) return undefined;
  const own = t.file(t.program(sites.map(({ code }, i) => called(i, code))));
  const labels: Labels = new Map();
  const lifted = new Map<number, Lifted>();
  const helpers: t.Statement[] = [];
  pass(own, [parameters, destructuring]);
  // Afterwards, for it renames in each pattern only one variable of a name.
  pass(own, [blockScoping]);
  pass(own, [arrange(labels)]);
  pass(own, [regenerator]);
  pass(own, [lift(sites, labels, lifted)]);
  pass(own, [helpersOf(helpers)]);
  const made = pass(prepared, [link({ name, sites, lifted, helpers })], true);
  const header =
    `import { callOf as ${CALL}, cells as ${CELLS}, items as ${ITEMS} } from "lightcone/model";` +
    `import { sites as ${SITES}, outside as ${OUTSIDE} } from "${SITES_MODULE}";`;
  return { code: `${header}${made?.code ?? ""}`, map: JSON.stringify(made?.map ?? null) };
}

/** The statement `$call(0, function* …)`, with the code of a function, as it is lowered. */
function called(site: number, code: t.FunctionExpression): t.Statement {
  return t.expressionStatement(t.callExpression(t.identifier(CALL), [t.numericLiteral(site), code]));
}
