/**
 * The cache folder: bundles of protocol files and what the type-checker said of them. An entry counts as
 * long as every file that it was made from has the same contents; everything can be deleted at any time.
 */
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { buildIdentity } from "./package.ts";

/** The cache folder for a protocol file, made if need be: in the nearest node_modules if it can be. */
export function cacheFolder(file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (!existsSync(join(folder, "node_modules"))) continue;
    const cache = join(folder, "node_modules", ".cache", "lightcone");
    if (canWrite(cache)) return cache;
  }
  return temporaryFolder();
}

/** A folder among the temporary files that belongs to this user alone: what lies in it is run. */
function temporaryFolder(): string {
  const user = process.getuid?.();
  const cache = join(tmpdir(), `lightcone-${user ?? "cache"}`);
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const foreign = user !== undefined && lstatSync(cache).uid !== user;
  return foreign ? mkdtempSync(join(tmpdir(), "lightcone-")) : cache;
}

function canWrite(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
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

/** The longest beginning of a file's name that names in the cache have: systems have limits. */
const NAME_MAX = 40;

/** The name that what is kept of a file begins with. */
export function cacheName(file: string): string {
  return `${basename(file).slice(0, NAME_MAX)}-${contentHash(file)}`;
}

/** Writes a file all at once, so that nobody reads half of it. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

interface Entry<T> {
  /** The build of Lightcone that made it. */
  readonly identity: string;
  /** The hash of each file that it depends on, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly value: T;
}

/** A value that is kept for one protocol file until something that it depends on changes. */
export class Remembered<T> {
  private readonly path: string;

  /** @param what the kind of value: one word */
  constructor(file: string, what: string) {
    this.path = join(cacheFolder(file), `${cacheName(file)}.${what}.json`);
  }

  /** The value, if it is still true. */
  get(): T | undefined {
    try {
      const entry = JSON.parse(readFileSync(this.path, "utf8")) as Entry<T>;
      if (entry.identity !== buildIdentity()) return undefined;
      const same = Object.entries(entry.files).every(
        ([file, hash]) => contentHash(readFileSync(file, "utf8")) === hash,
      );
      return same ? entry.value : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a value that depends on the contents of some files. */
  set(value: T, files: readonly string[]): void {
    const hashes = Object.fromEntries(files.map((file) => [file, contentHash(readFileSync(file, "utf8"))]));
    const entry: Entry<T> = { identity: buildIdentity(), files: hashes, value };
    writeWhole(this.path, JSON.stringify(entry));
  }
}
