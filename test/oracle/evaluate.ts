/** Files of generated protocols, run from their text. */

/** Modules by name, as far as generated files import them. */
export type Modules = Readonly<Record<string, object>>;

/** What a file exports by default, whose imports are taken from `modules`; `names` are there besides. */
export function evaluateWith(
  code: string,
  modules: Modules,
  names: Readonly<Record<string, unknown>>,
): unknown {
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
