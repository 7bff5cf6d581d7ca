/** Files of generated protocols, run from their text. */

/** Modules by name, as far as generated files import them. */
export type Modules = Readonly<Record<string, object>>;

/** A file as a function of its modules and of what is there besides. */
type Run = (...given: readonly unknown[]) => Readonly<Record<string, unknown>>;

/** The files that were read last, by their text and the names that are there besides. */
const known = new Map<string, Run>();

/** The number of these. */
const KNOWN_MAX = 16;

/**
 * What a file exports by `export const` and `export default`. Its imports are taken from `modules`; `names`
 * are there besides. It is run anew each time.
 */
export function evaluateModule(
  code: string,
  modules: Modules,
  names: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const key = [...Object.keys(names), code].join("\n");
  const run = known.get(key) ?? read(code, Object.keys(names));
  for (const [first] of known) if (known.size >= KNOWN_MAX) known.delete(first);
  known.set(key, run);
  return run(modules, ...Object.values(names));
}

function read(code: string, names: readonly string[]): Run {
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
  return new Function("modules", ...names, `${body}\nreturn ${result};`) as Run;
}
