/** The cache folder: bundles of protocol files, by content. Everything in it can be deleted at any time. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";

/** The cache folder for a protocol file: in the nearest node_modules, else among the temporary files. Exists. */
export function cacheFolder(file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (!existsSync(join(folder, "node_modules"))) continue;
    const cache = join(folder, "node_modules", ".cache", "lightcone");
    if (canMake(cache)) return cache;
  }
  const cache = join(tmpdir(), `lightcone-${userInfo().uid}`);
  mkdirSync(cache, { recursive: true });
  return cache;
}

function canMake(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** A short name for some contents. */
export function contentHash(...contents: readonly string[]): string {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content).update("\0");
  return hash.digest("hex").slice(0, 16);
}
