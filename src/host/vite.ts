/**
 * The plugin for Vite and Vitest: compiles the process code (function*) of protocol files, so that they can
 * be imported by tests and web applications. `export default defineConfig({ plugins: [lightcone()] })`.
 */
import { relative } from "node:path";
import { compile, LostState, Refused, SITES_CODE, SITES_MODULE } from "../compiler/index.ts";

/** A plugin for Vite, in Vite's own terms. */
interface VitePlugin {
  readonly name: string;
  readonly enforce: "pre";
  resolveId(id: string): string | undefined;
  load(id: string): string | undefined;
  transform(source: string, id: string): { code: string; map: string } | undefined;
}

/** The name under which Vite knows the module; by convention it begins with a zero character. */
const RESOLVED = `\0${SITES_MODULE}`;

/** The plugin. Only files that import from "lightcone" are looked at, and only their process code changes. */
export default function lightcone(): VitePlugin {
  return {
    name: "lightcone",
    enforce: "pre",
    resolveId: (id) => (id === SITES_MODULE ? RESOLVED : undefined),
    load: (id) => (id === RESOLVED ? SITES_CODE : undefined),
    transform(source, id) {
      const [file = id] = id.split("?");
      if (!/\.[cm]?[jt]s$/.test(file) || !/["']lightcone/.test(source)) return undefined;
      const name = relative(process.cwd(), file);
      try {
        return compile(source, { file, name });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const place = `${file}:${error.line}:${error.column}`;
        const where = error instanceof LostState ? "" : "In process code, ";
        throw new Error(`${where}${error.what} (${place}). ${error.advice}`, { cause: error });
      }
    },
  };
}
