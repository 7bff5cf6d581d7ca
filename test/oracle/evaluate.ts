/** Files of generated protocols, run from their text. */

/** Modules by name, as far as generated files import them. */
export type Modules = Readonly<Record<string, object>>;

/**
 * What a file exports by `export const` and `export default`. Its imports are taken from `modules`; `names`
 * are there besides.
 */
export function evaluateModule(
  code: string,
  modules: Modules,
  names: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const exported = [...code.matchAll(/export const (\w+)/g)].map(([, name]) => name);
  const body = code
    .replaceAll(/^\/\/# sourceMappingURL.*$/gm, "")
    .replaceAll(/import \{([^}]*)\} from "([^"]+)";/g, (_all, list: string, name: string) => {
      return `const {${list.replaceAll(/ as /g, ": ")}} = modules["${name}"];`;
    })
    .replaceAll("export const", "const")
    .replace("export default", "const exportedByDefault =");
  const whole = code.includes("export default") ? ["default: exportedByDefault"] : [];
  const result = `{ ${[...exported, ...whole].join(", ")} }`;
  // eslint-disable-next-line typescript/no-implied-eval -- the file that is printed is the one that is run
  const run = new Function("modules", ...Object.keys(names), `${body}\nreturn ${result};`) as (
    ...values: unknown[]
  ) => Readonly<Record<string, unknown>>;
  return run(modules, ...Object.values(names));
}
