/**
 * The modules that a protocol file and its packages may import besides files: Lightcone, and of Node what is
 * harmless. A bundle asks for both by name; whatever else is Node's is refused with the line that imports it.
 */
import { builtinModules } from "node:module";
import type { OnResolveResult, Plugin, PluginBuild } from "esbuild";
import type { Told } from "./mistakeReport.ts";
import { GIVEN, HARMLESS_MODULES } from "./givenNames.ts";
import { entryPoints } from "./package.ts";

/** The namespace in which esbuild looks for the modules that a bundle is given. */
export const GIVEN_NAMESPACE = "lightcone-given";

/**
 * Refuses imports other than files in packages, Lightcone and Node's harmless modules.
 * @param given gets the names of the modules that are asked for
 */
export const onlyGiven = (given: Set<string>): Plugin => ({
  name: "only-given",
  setup(build) {
    const namespace = GIVEN_NAMESPACE;
    build.onResolve({ filter: /^lightcone(\/|$)/ }, ({ path }) => {
      return AUTHORS.includes(path) ? { path, namespace } : unknownEntry(path);
    });
    build.onResolve({ filter: /^[a-z]/ }, ({ path }) => {
      if (!path.startsWith("node:") && !builtinModules.includes(path)) return undefined;
      const name = path.startsWith("node:") ? path : `node:${path}`;
      return HARMLESS_MODULES.includes(name) ? { path: name, namespace } : refusedModule(name);
    });
    build.onLoad({ filter: /./, namespace }, async ({ path }) => {
      given.add(path);
      const asked = `${GIVEN}(${JSON.stringify(path)})`;
      const entry = entryPoints()[path];
      if (entry === undefined) return { contents: `module.exports = ${asked};` };
      return { contents: `export const { ${(await namesOf(build, entry)).join(", ")} } = ${asked};` };
    });
  },
});

/** The entry points for those who write protocols. */
const AUTHORS = Object.keys(entryPoints()).filter((name) => name !== "lightcone/vite");

function unknownEntry(path: string): OnResolveResult {
  const notes = [{ text: `There are: ${AUTHORS.join(", ")}.` }];
  const told: Told = {
    name: "import-failed",
    what: "imports what is not there",
    advice: "Correct the name.",
  };
  return { errors: [{ text: `There is no ${path}`, notes, detail: told }] };
}

function refusedModule(name: string): OnResolveResult {
  const told: Told = {
    name: "ambient-state",
    what: `imports ${name}, which reaches outside of the protocol`,
    advice:
      "A protocol acts on states and messages alone. Take time as timers, randomness as `choose` or " +
      `inputs, and all else as messages. Of Node there are: ${HARMLESS_MODULES.join(", ")}.`,
  };
  return { errors: [{ text: `${name} is not there for author code`, detail: told }] };
}

/** The names that each entry point exports, by path. */
const exported = new Map<string, readonly string[]>();

async function namesOf({ esbuild }: PluginBuild, entry: string): Promise<readonly string[]> {
  const known = exported.get(entry);
  if (known !== undefined) return known;
  const { metafile } = await esbuild.build({
    entryPoints: [entry],
    outfile: entry,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  exported.set(entry, names);
  return names;
}

/** The names that the entry points that have been asked for export. */
export function givenNames(): string[] {
  return [...exported.values()].flat();
}
