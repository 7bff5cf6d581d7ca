/** Generated protocols as Lightcone loads them, with its compiler. */
import * as lightcone from "lightcone";
import * as model from "lightcone/model";
import { compile, Refused, SITES_CODE, SITES_MODULE } from "../../src/compiler/index.ts";
import { evaluateModule } from "./evaluate.ts";

/** What a file that imports Lightcone exports by default; `names` are there besides. */
export function evaluate(code: string, names: Readonly<Record<string, unknown>>): lightcone.Protocol {
  const sites = evaluateModule(SITES_CODE, {}, {});
  const modules = { lightcone, "lightcone/model": model, [SITES_MODULE]: sites };
  return evaluateModule(code, modules, names)["default"] as lightcone.Protocol;
}

/** Files that were compiled: several searches are asked about each, and many systems have its code. */
const known = new Map<string, string>();

/** The number of these. */
const KNOWN_MAX = 16;

/** The text of a file whose process code is compiled. @throws Refused */
export function compiled(text: string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  const code = compile(text, { file: "/generated.ts", name: "generated.ts" })?.code ?? text;
  for (const [first] of known) if (known.size >= KNOWN_MAX) known.delete(first);
  known.set(text, code);
  return code;
}

export { Refused };
