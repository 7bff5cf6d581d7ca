/** Generated protocols as Lightcone loads them, with its compiler. */
import * as lightcone from "lightcone";
import * as model from "lightcone/model";
import { compile, Refused } from "../../src/compiler/index.ts";
import { evaluateWith } from "./evaluate.ts";

/** What a file that imports Lightcone exports by default. */
export function evaluate(code: string, names: Readonly<Record<string, unknown>>): lightcone.Protocol {
  const sites = { sites: new Map() };
  const modules = { lightcone, "lightcone/model": model, "lightcone:sites": sites };
  return evaluateWith(code, modules, names) as lightcone.Protocol;
}

/** The text of a file whose process code is compiled. @throws Refused */
export function compiled(text: string): string {
  return compile(text, { file: "/generated.ts", name: "generated.ts" })?.code ?? text;
}

export { Refused };
