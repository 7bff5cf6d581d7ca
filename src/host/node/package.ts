/** The folder of this very package, so that protocol files get the instance of Lightcone that runs them. */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's root folder; what this file is built into lies in dist/host/node/, all chunks do. */
export const packageRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

let known: Manifest | undefined;

function manifest(): Manifest {
  known ??= JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as Manifest;
  return known;
}

/** The version in package.json. */
export function packageVersion(): string {
  return manifest().version;
}

/** Tells builds of Lightcone apart: what one has cached may be wrong for the next. */
export function buildIdentity(): string {
  const { mtimeMs } = statSync(join(packageRoot, "dist", "index.d.ts"));
  return `${packageVersion()} ${mtimeMs}`;
}

/** The built entry points by the names under which protocol files import them, such as `lightcone/model`. */
export function entryPoints(): Readonly<Record<string, string>> {
  const entries = Object.entries(manifest().exports).flatMap(([path, target]) =>
    typeof target === "string"
      ? []
      : [[posix.join("lightcone", path), join(packageRoot, target.default)] as const],
  );
  return Object.fromEntries(entries);
}
