/** The TypeScript files that the package consists of. */
import { readdirSync } from "node:fs";
import { readSource, type SourceFile } from "./source.ts";

/** The root of the package. */
export const root = new URL("../../", import.meta.url);

/** What is built, fetched, or wrong on purpose. */
const LEFT_OUT = new Set(["bench/out", "bench/peers", "test/cli/fixtures"]);

/** The paths of all files below a folder whose names end with one of these. */
export function pathsBelow(folder: string, ...endings: string[]): string[] {
  return readdirSync(new URL(folder, root), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return LEFT_OUT.has(path) ? [] : pathsBelow(path, ...endings);
    return endings.some((ending) => path.endsWith(ending)) ? [path] : [];
  });
}

/** All TypeScript files, parsed. */
export function allSources(): SourceFile[] {
  const paths = ["src", "zoo", "test", "bench"].flatMap((folder) => pathsBelow(folder, ".ts", ".tsx"));
  return paths.map((path) => readSource(root, path));
}
