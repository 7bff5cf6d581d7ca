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
import { lift } from "./lift.ts";
import { CALL, ITEMS, prepare, SITES, type Site } from "./prepare.ts";

export { Refused } from "./refusal.ts";

/** The module of which each bundle has one of its own: it holds the functions of process code, by name. */
export const SITES_MODULE = "lightcone:sites";

/** What that module consists of. */
export const SITES_CODE = "export const sites = new Map();";

/** Compiled code. */
export interface Compiled {
  readonly code: string;
  /** A source map, as JSON, that leads back to the author's file. */
  readonly map: string;
}

/** Whether a file may hold process code; if not, there is nothing to compile. */
export function mayHoldProcessCode(source: string): boolean {
  return /\byield\s*\*|\*\s*run\b/.test(source);
}

/**
 * Compiles the process code of a file; undefined if it has none.
 * @param name the name by which states call the file: its last part
 * @throws Refused for process code without a plain state; SyntaxError, which leave to others
 */
export function compile(
  source: string,
  { file, name }: { file: string; name: string },
): Compiled | undefined {
  if (!mayHoldProcessCode(source)) return undefined;
  const sites: Site[] = [];
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
  const plain = pass(parsed, [[typescript]])?.ast as t.Node;
  const prepared = pass(plain, [prepare(name, sites)])?.ast as t.Node;
  if (sites.length === 0) return undefined;
  const labels: Labels = new Map();
  const scoped = pass(prepared, [parameters, destructuring, blockScoping])?.ast as t.Node;
  const arranged = pass(scoped, [arrange(labels)])?.ast as t.Node;
  const lowered = pass(arranged, [regenerator])?.ast as t.Node;
  const made = pass(lowered, [lift(sites, labels)], true);
  const header =
    `import { callOf as ${CALL}, cells as ${CELLS}, items as ${ITEMS} } from "lightcone/model";` +
    `import { sites as ${SITES} } from "${SITES_MODULE}";`;
  return { code: `${header}${made?.code ?? ""}`, map: JSON.stringify(made?.map ?? null) };
}
