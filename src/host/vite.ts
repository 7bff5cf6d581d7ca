/**
 * The plugin for Vite and Vitest: compiles the process code (function*) of protocol files, so that they can
 * be imported by tests and web applications. `export default defineConfig({ plugins: [lightcone()] })`.
 */
import { compile, mayHoldProcessCode, Refused } from "../compiler/index.ts";

/** What Vite is given: a plugin, in Vite's own terms. */
export interface VitePlugin {
  readonly name: string;
  readonly enforce: "pre";
  transform(source: string, id: string): { code: string; map: string } | undefined;
}

/** The plugin. Only files that import from "lightcone" are looked at, and only their process code changes. */
export default function lightcone(): VitePlugin {
  return {
    name: "lightcone",
    enforce: "pre",
    transform(source, id) {
      const [file = id] = id.split("?");
      if (!/\.[cm]?[jt]s$/.test(file) || !mayHoldProcessCode(source) || !/["']lightcone/.test(source))
        return undefined;
      const name = file.split(/[\\/]/).at(-1) ?? file;
      try {
        return compile(source, { file, name });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const place = `${file}:${error.line}:${error.column}`;
        throw new Error(`In process code, ${error.what} (${place}). ${error.advice}`, { cause: error });
      }
    },
  };
}
