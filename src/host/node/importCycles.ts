/**
 * Files that import each other. esbuild puts all files into one scope and makes variables of constants, so
 * that what is read before it has a value is `undefined`. Here it is an error, as it is in Node.
 */
import { resolve } from "node:path";
import type { Metafile, Plugin, PluginBuild } from "esbuild";

/** The files of each cycle of imports, in the order in which they import each other. */
export function cyclesOf({ inputs }: Metafile, first: string): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const begins = path.indexOf(file);
    if (begins !== -1) cycles.push(path.slice(begins));
    if (done.has(file)) return;
    done.add(file);
    path.push(file);
    for (const { path: next, external, kind } of inputs[file]?.imports ?? [])
      if (external !== true && kind === "import-statement") visit(next);
    path.pop();
  };
  visit(first);
  return cycles.map((cycle) => cycle.map((file) => resolve(file)));
}

/**
 * Lets files of cycles be CommonJS, whatever their folders say: `keepOrder` makes them so. A path that a
 * plugin has found has no kind of module yet.
 */
export function cyclicFiles(cyclic: ReadonlySet<string>): Plugin {
  return {
    name: "cyclic-files",
    setup(build) {
      build.onResolve({ filter: /^[./]/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === ASKED) return undefined;
        const { importer, namespace, resolveDir, kind } = from;
        const found = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: ASKED });
        return cyclic.has(found.path) ? { path: found.path } : undefined;
      });
    },
  };
}

const ASKED = { isAsked: true };

/** A file of a cycle, so that its constants cannot be read before they have a value. */
export async function keepOrder(
  esbuild: PluginBuild["esbuild"],
  { contents, loader, path }: { contents: string; loader: "js" | "ts"; path: string },
): Promise<string> {
  const { code } = await esbuild.transform(contents, {
    loader: path.endsWith("x") ? `${loader}x` : loader,
    format: "cjs",
    target: "es2022",
    sourcemap: "inline",
    sourcefile: path,
    // Constants in a function stay constants.
    banner: "(() => {",
    footer: "})();",
  });
  // What is exported by default is no constant to esbuild.
  const [, name] = /\bdefault: \(\) => (\w+)/.exec(code) ?? [];
  return name === undefined ? code : code.replace(`\nvar ${name} = `, `\nlet ${name} = `);
}
