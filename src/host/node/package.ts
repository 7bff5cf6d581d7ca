/** Where this very package lies, so that protocol files get the instance of Lightcone that runs them. */
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's root folder; this file lies in dist/host/node/ (or src/host/node/). */
export const packageRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** The version in package.json. */
export function packageVersion(): string {
  const text = readFileSync(join(packageRoot, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Tells builds of Lightcone apart: what one has cached may be wrong for the next. */
export function buildIdentity(): string {
  const { mtimeMs } = statSync(join(packageRoot, "dist", "index.d.ts"));
  return `${packageVersion()} ${mtimeMs}`;
}

/** The built entry points by the names under which protocol files import them. */
export const entryPoints: Readonly<Record<string, string>> = {
  lightcone: join(packageRoot, "dist", "index.js"),
  "lightcone/model": join(packageRoot, "dist", "model", "index.js"),
  "lightcone/explorer": join(packageRoot, "dist", "explorer", "index.js"),
  "lightcone/diagram": join(packageRoot, "dist", "diagram", "index.js"),
};
