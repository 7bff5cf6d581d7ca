import { existsSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "./child.ts";
import { readResult, type Contender } from "./contender.ts";

/** A few lines of JavaScript with a Map, where a system is written down so that these can explore it. */
export function javascript(root: string): Contender {
  const esbuild = join(root, "node_modules/.bin/esbuild");
  return {
    name: "javascript with a Map",
    counts: "transitions",
    timed: true,
    knows: ({ javascript: source }) => source !== undefined,
    missing: async () => (existsSync(esbuild) ? null : "esbuild is not installed: npm ci"),
    prepare: async ({ name, javascript: source = "" }) => {
      const out = `bench/out/javascript/${name}.mjs`;
      const options = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning"];
      await runChild(esbuild, [source, ...options, `--outfile=${out}`], root);
      return { program: process.execPath, arguments: [out], directory: root, read: readResult };
    },
  };
}
