/** Files of generated protocols, loaded from their text: by Lightcone, with its compiler. */
import * as lightcone from "lightcone";
import * as model from "lightcone/model";
import { compile, Refused } from "../../src/compiler/index.ts";

/** Modules by name, as far as generated files import them. */
export type Modules = Readonly<Record<string, object>>;

/** What a file exports by default, whose imports are taken from `modules`; `names` are there besides. */
export function evaluateWith(code: string, modules: Modules, names: Readonly<Record<string, unknown>>): unknown {
  const body = code
    .replaceAll(/^\/\/# sourceMappingURL.*$/gm, "")
    .replaceAll(/import \{([^}]*)\} from "([^"]+)";/g, (_all, list: string, name: string) => {
      return `const {${list.replaceAll(/ as /g, ": ")}} = modules["${name}"];`;
    })
    .replace("export default", "return");
  // eslint-disable-next-line typescript/no-implied-eval -- the file that is printed is the one that is run
  const run = new Function("modules", ...Object.keys(names), body) as (...values: unknown[]) => unknown;
  return run(modules, ...Object.values(names));
}

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
