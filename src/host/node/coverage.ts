/**
 * Branches that no schedule takes: after a search that has visited everything, each distinct call of a
 * handler is made once more, on a fresh copy of the file, while V8 counts blocks. The search itself runs
 * at full speed.
 */
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Handler } from "../../model/system/role.ts";
import type { Profiler, Session } from "node:inspector";
import { AuthorCode, OFFSET } from "./authorCode.ts";
import type { Bundle } from "./bundle.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { callQuietly, type RecordedCall } from "./recording.ts";
import { sourceMapOf } from "./stackTrace.ts";

/** A place in the author's code that no schedule reaches. */
export interface Untaken {
  /** Relative to the current folder. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column: number;
  /** The rest of the line from there. */
  readonly text: string;
}

/** Code that was compiled before V8 counts blocks has none. */
const SUFFIX = ".blocks";

/** The maximum number of places that are told. */
const PLACES_MAX = 10;

/** The places in called functions that none of the calls reaches. Empty if V8 cannot be asked. */
export async function untakenBranches(
  bundle: Bundle,
  calls: readonly RecordedCall[],
  heartbeat: Heartbeat,
): Promise<Untaken[]> {
  try {
    const blocks = await countBlocks(bundle, calls, heartbeat);
    return placesOf(bundle.code, dirname(bundle.path), blocks);
  } catch {
    // It is a courtesy; without it the verdict is the same.
    return [];
  }
}

/** Makes the calls on a fresh copy of the code. @returns its blocks that were never run */
async function countBlocks(
  bundle: Bundle,
  calls: readonly RecordedCall[],
  heartbeat: Heartbeat,
): Promise<Profiler.CoverageRange[]> {
  const inspector = await import("node:inspector");
  const session = new inspector.Session();
  session.connect();
  try {
    await post(session, "Profiler.enable");
    await post(session, "Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    const code = await AuthorCode.read(bundle, SUFFIX);
    const module = code.copy() as { default: { roles: Record<string, unknown> } };
    const atLoad = await takeFunctions(session, `${bundle.path}${SUFFIX}`);
    for (const call of calls) {
      const handler = call.path.reduce<unknown>(
        (at, name) => (at as Record<string, unknown>)[name],
        module.default.roles,
      );
      heartbeat.enter({ kind: "function", name: call.path.join(".") });
      callQuietly(handler as Handler, call);
      heartbeat.leave();
    }
    const called = (await takeFunctions(session, `${bundle.path}${SUFFIX}`)).filter(isCalled);
    const unrun = called.flatMap(({ ranges }) => ranges.filter(({ count }) => count === 0));
    return unrun.filter((range) => !hasRun(atLoad, range));
  } finally {
    session.disconnect();
  }
}

/** The functions of a script, with what has been run of them since they were taken last. */
async function takeFunctions(session: Session, path: string): Promise<Profiler.FunctionCoverage[]> {
  const taken = (await post(
    session,
    "Profiler.takePreciseCoverage",
  )) as Profiler.TakePreciseCoverageReturnType;
  const { href } = pathToFileURL(path);
  return taken.result.filter(({ url }) => url === href).flatMap((script) => script.functions);
}

/** Whether a block has been run: of the blocks around its beginning, the innermost counts. */
function hasRun(
  functions: readonly Profiler.FunctionCoverage[],
  { startOffset }: Profiler.CoverageRange,
): boolean {
  const around = functions
    .flatMap(({ ranges }) => ranges)
    .filter((range) => range.startOffset <= startOffset && startOffset < range.endOffset)
    .sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
  return (around[0]?.count ?? 0) > 0;
}

/** Whether a function was called; what surrounds the bundle does not count. */
function isCalled({ ranges: [whole] }: Profiler.FunctionCoverage): boolean {
  return whole !== undefined && whole.count > 0 && whole.startOffset >= OFFSET;
}

function post(session: Session, method: string, parameters: object = {}): Promise<unknown> {
  return new Promise((done, refuse) =>
    session.post(method, parameters, (error, result) => (error === null ? done(result) : refuse(error))),
  );
}

/** The places in lines of the author's files, from blocks of the bundle. */
function placesOf(code: string, folder: string, blocks: readonly Profiler.CoverageRange[]): Untaken[] {
  const map = sourceMapOf(code);
  const places = new Map<string, Untaken>();
  for (const { startOffset, endOffset } of blocks) {
    const start = startOffset - OFFSET;
    const block = code.slice(start, endOffset - OFFSET);
    // Defaults (a ?? b) are there for cases that need not happen; closing brackets are no code.
    if (/^\s*(\?\?|\|\||&&|[})\];\s]*$)/.test(block)) continue;
    const begin = start + (/^[\s?:{]*/.exec(block)?.[0].length ?? 0);
    const before = code.slice(0, begin).split("\n");
    const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
    if (!("originalSource" in entry) || /node_modules/.test(entry.originalSource)) continue;
    const file = resolve(folder, entry.originalSource);
    const line = entry.originalLine + 1;
    const column = entry.originalColumn + 1;
    const text = (readFileSync(file, "utf8").split(/\r?\n/)[line - 1] ?? "").slice(column - 1).trim();
    places.set(`${file}:${line}`, { file: relative(process.cwd(), file), line, column, text });
  }
  return [...places.values()].slice(0, PLACES_MAX);
}
