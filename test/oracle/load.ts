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

/** The file that was compiled last: several searches are asked about it, one after the other. */
let last = { text: "", code: "" };

/** The text of a file whose process code is compiled. @throws Refused */
export function compiled(text: string): string {
  if (last.text === text) return last.code;
  const code = compile(text, { file: "/generated.ts", name: "generated.ts" })?.code ?? text;
  last = { text, code };
  return code;
}

export { Refused };
