/**
 * The cache: bundles of protocol files and what the type-checker said of them. An entry counts as long as
 * it is whole and every file that it was made from is the same; what is not to be trusted is made again.
 * Everything can be deleted at any time, and where nothing can be written, it is done without.
 *
 * An entry is a file of two lines: the SHA-256 of the second, and JSON.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { buildIdentity } from "./package.ts";

/** The folder for a project, below the node_modules that is nearest to a protocol file. */
export const PROJECT_FOLDER = join("node_modules", ".cache", "lightcone");

/** The folder for what belongs to no project: among the temporary files, and of this user alone. */
export const OWN_FOLDER = join(tmpdir(), `lightcone-${process.getuid?.() ?? "cache"}`);

/** Entries that were written longer ago than this are deleted. */
const ENTRY_AGE_MS = 7 * 24 * 60 * 60 * 1_000;
/** Drafts that are older than this were left behind by somebody who was ended. */
const DRAFT_AGE_MS = 10 * 60 * 1_000;
/** Clocks of file systems may be late by so much. */
const CLOCK_MS = 20;

/** The longest beginning of a file's name that names in the cache have: systems have limits. */
const NAME_MAX = 40;

interface Entry {
  /** The build of Lightcone that made it. */
  readonly identity: string;
  /** Of each path that it depends on, what tells whether it is as it was. */
  readonly files: Readonly<Record<string, string>>;
  readonly value: unknown;
}

/** The cache, for one protocol file. */
export class Cache {
  /** Absolute; undefined where nothing can be written. */
  readonly folder: string | undefined;
  /** The reason why nothing could be kept, if so. */
  problem: string | undefined;
  private readonly file: string;
  private readonly began = Date.now();

  /** @param file absolute */
  constructor(file: string) {
    this.file = file;
    const folders = [...projectFolders(file), OWN_FOLDER];
    const problems = new Map(folders.map((folder) => [folder, problemOf(folder)]));
    this.folder = folders.find((folder) => problems.get(folder) === undefined);
    if (this.folder === undefined) this.problem = problems.get(OWN_FOLDER);
  }

  /** The value of a kind (a word), if it is whole and still true. */
  get(kind: string): unknown {
    if (this.folder === undefined) return undefined;
    try {
      const [checksum, text = ""] = readFileSync(this.pathOf(this.folder, kind), "utf8").split("\n");
      if (checksum !== hashOf(text)) return undefined;
      const { identity, files, value } = JSON.parse(text) as Entry;
      const isTrue =
        identity === buildIdentity() && Object.entries(files).every(([file, mark]) => markOf(file) === mark);
      return isTrue ? value : undefined;
    } catch {
      // It is not there.
      return undefined;
    }
  }

  /** Keeps a value of a kind that depends on some paths; if that fails, `problem` says why. */
  set(kind: string, value: unknown, files: readonly string[]): void {
    if (this.folder === undefined) return;
    try {
      // What was saved meanwhile may not be what the value was made from.
      if (files.some((file) => savedAt(file) > this.began - CLOCK_MS)) return;
      const marks = Object.fromEntries(files.map((file) => [file, markOf(file)]));
      const entry: Entry = { identity: buildIdentity(), files: marks, value };
      const text = JSON.stringify(entry);
      sweep(this.folder);
      writeWhole(this.pathOf(this.folder, kind), `${hashOf(text)}\n${text}`);
    } catch (error) {
      this.problem = `${this.folder}: ${(error as Error).message}`;
    }
  }

  private pathOf(folder: string, kind: string): string {
    return join(
      folder,
      `${basename(this.file).slice(0, NAME_MAX)}-${hashOf(this.file).slice(0, 16)}.${kind}`,
    );
  }
}

/** The folders of projects that a file lies in, nearest first. */
function projectFolders(file: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, "node_modules"))) folders.push(join(folder, PROJECT_FOLDER));
  return folders;
}

/** The reason why a folder, which is made if need be, cannot be used; undefined if it can. */
function problemOf(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, ...(folder === OWN_FOLDER ? { mode: 0o700 } : {}) });
    accessSync(folder, constants.W_OK);
    const user = process.getuid?.();
    // What lies in it is run.
    const isForeign = folder === OWN_FOLDER && user !== undefined && lstatSync(folder).uid !== user;
    return isForeign ? `${folder} belongs to another user` : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The SHA-256 hash of a text, in hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The mark of a path: what tells whether it leads to the same file with the same contents, or nowhere. */
function markOf(path: string): string {
  try {
    return hashOf(`${realpathSync(path)}\n${readFileSync(path, "utf8")}`);
  } catch {
    return "";
  }
}

/** The time at which a file, or a link to it, was saved, in milliseconds; 0 where there is none. */
function savedAt(path: string): number {
  const found = [statSync, lstatSync].map((stat) => stat(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(...found);
}

/** Writes a file all at once, so that nobody reads half of it, even after the power has failed. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    const file = openSync(draft, "wx");
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Deletes what is old: entries that nobody has made anew, and what was left behind. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const written = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    const isDraft = name.endsWith(".draft") || name.startsWith(DRAFT_FOLDER);
    if (Date.now() - written > (isDraft ? DRAFT_AGE_MS : ENTRY_AGE_MS))
      rmSync(path, { recursive: true, force: true });
  }
}

/** The beginning of the names of folders that last as long as one run. */
export const DRAFT_FOLDER = "draft-";
