/**
 * Type-checking a protocol file, in a process of its own while the check already runs. The answer is
 * remembered as long as the configuration and every file that the compiler read are the same.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from "node:path";
import { ALWAYS, AMBIENT, STRICT } from "./authorTypes.ts";
import { DRAFT_FOLDER, type Cache } from "./cache.ts";
import { codeFrame } from "./codeFrame.ts";
import { configChain } from "./configChain.ts";
import type { EndReason } from "./curfew.ts";
import { loadFailure, type MistakeReport } from "./mistakeReport.ts";
import { causeOf, withoutConsequences, type Diagnostic } from "./typeCause.ts";
import { entryPoints, packageRoot } from "./package.ts";

/** The answer of the type-checker for a file. */
export type TypeReport =
  | { readonly kind: "good" }
  | { readonly kind: "bad"; readonly failure: MistakeReport }
  /** The compiler could not be asked; the reason is worth a warning. */
  | { readonly kind: "skipped"; readonly reason: string };

/** The maximum number of errors that are shown. */
const ERRORS_MAX = 10;

/**
 * Checks the types of a protocol file and of what it imports. JavaScript has none to check.
 * @param signal ends the compiler; its reason is an `EndReason`
 */
export async function checkTypes(file: string, cache: Cache, signal: AbortSignal): Promise<TypeReport> {
  if (!/\.[cm]?tsx?$/.test(file)) return { kind: "good" };
  const known = cache.get("types") as TypeReport | undefined;
  if (known !== undefined) return known;
  const own = nearestConfig(file);
  const folder = draftFolder(cache);
  if (folder === undefined) return { kind: "skipped", reason: "no folder can be written for the compiler" };
  try {
    const config = join(folder, "tsconfig.json");
    const ambient = join(folder, AMBIENT_NAME);
    writeFileSync(config, JSON.stringify(await configFor({ file, ambient, own }, signal)));
    const compiled = await compile(["-p", config, "--pretty", "false", "--listFiles"], signal);
    const report = reportOf(compiled, file);
    const configs = own === undefined ? [] : configChain(own);
    if (report.kind !== "skipped" && configs !== undefined)
      cache.set("types", report, [...configs, ...filesRead(compiled.output, folder)]);
    return report;
  } catch (error) {
    return { kind: "skipped", reason: `the compiler cannot be asked (${String(error)})` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder for one run of the compiler, with the ambient declarations in it; undefined if none can be. */
function draftFolder(cache: Cache): string | undefined {
  const parents = [...(cache.folder === undefined ? [] : [cache.folder]), tmpdir()];
  for (const parent of parents) {
    let folder: string | undefined;
    try {
      folder = mkdtempSync(join(parent, DRAFT_FOLDER));
      writeFileSync(join(folder, AMBIENT_NAME), AMBIENT);
      return folder;
    } catch {
      // It is read-only, or full; perhaps the next is not.
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    }
  }
  return undefined;
}

/** The files that the compiler read, but for its own, Lightcone's and those of this run. */
function filesRead(output: string, folder: string): string[] {
  const foreign = [`${packageRoot}${sep}dist${sep}`, folder, dirname(compilerPath ?? folder)];
  return output
    .split(/\r?\n/)
    .filter(
      (line) => isAbsolute(line) && existsSync(line) && !foreign.some((prefix) => line.startsWith(prefix)),
    );
}

const AMBIENT_NAME = "ambient.d.ts";

/** The file, and what goes with it. */
interface CompilerInput {
  readonly file: string;
  /** The ambient declarations. */
  readonly ambient: string;
  /** The author's configuration. */
  readonly own: string | undefined;
}

/** A configuration for one file: the author's own where there is one, strict otherwise. */
async function configFor({ file, ambient, own }: CompilerInput, signal: AbortSignal): Promise<object> {
  if (own === undefined) {
    return { compilerOptions: { ...STRICT, ...ALWAYS, paths: ownPaths() }, files: [file, ambient] };
  }
  const { paths = {}, types, lib } = await shownOptions(own, signal);
  const absolute = Object.fromEntries(
    Object.entries(paths).map(([name, targets]) => [
      name,
      targets.map((target) => resolve(dirname(own), target)),
    ]),
  );
  const compilerOptions = {
    ...ALWAYS,
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    emitDeclarationOnly: false,
    rootDir: parse(file).root,
    paths: { ...absolute, ...ownPaths() },
  };
  const bare = types?.length === 0 && lib !== undefined && !lib.some((name) => /^dom/i.test(name));
  return { extends: own, compilerOptions, include: [], exclude: [], files: bare ? [file, ambient] : [file] };
}

/** Lightcone's types are those of the instance that runs. */
function ownPaths(): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(entryPoints()).map(([name, entry]) => [name, [entry.replace(/\.js$/, ".d.ts")]]),
  );
}

function nearestConfig(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const config = join(folder, "tsconfig.json");
    if (existsSync(config)) return config;
    if (folder === dirname(folder) || folder.endsWith("node_modules")) return undefined;
  }
}

interface ShownOptions {
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly types?: readonly string[];
  readonly lib?: readonly string[];
}

/** The options of an author's configuration, including those of what it extends. */
async function shownOptions(config: string, signal: AbortSignal): Promise<ShownOptions> {
  const { output } = await compile(["-p", config, "--showConfig"], signal);
  try {
    return (JSON.parse(output) as { compilerOptions?: ShownOptions }).compilerOptions ?? {};
  } catch {
    return {};
  }
}

interface CompilerAnswer {
  readonly output: string;
  /** The reason why the compiler did not run. */
  readonly problem?: string;
}

/** The time that the compiler may take, in milliseconds: it is slow where code is nested very deeply. */
const COMPILER_MS_MAX = 60_000;

/** The native compiler's program, once it is known. */
let compilerPath: string | undefined;

async function compile(parameters: readonly string[], signal: AbortSignal): Promise<CompilerAnswer> {
  try {
    const pathModule = new URL("./getExePath.js", import.meta.resolve("typescript"));
    compilerPath ??= ((await import(pathModule.href)) as { default: () => string }).default();
  } catch (error) {
    return { output: "", problem: `the compiler is not installed (${String(error)})` };
  }
  const compiler = compilerPath;
  const options = { maxBuffer: 2 ** 26, cwd: process.cwd(), timeout: COMPILER_MS_MAX, signal };
  return new Promise((done) => {
    execFile(compiler, [...parameters], options, (error, output) => {
      if (error === null || typeof error.code === "number") return done({ output });
      const reason = signal.reason as EndReason | undefined;
      const ended =
        error.killed === true
          ? `the compiler has not ended after ${COMPILER_MS_MAX / 1_000} s`
          : `the compiler did not run (${error.message})`;
      done({ output, problem: reason === undefined ? ended : LATE[reason] });
    });
  });
}

/** By why it was ended: why the compiler did not answer. */
const LATE: Readonly<Record<EndReason, string>> = {
  time: "the limit on time was reached before the compiler had answered",
  interrupted: "the compiler was interrupted",
};

const DIAGNOSTIC = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;

function reportOf({ output, problem }: CompilerAnswer, file: string): TypeReport {
  if (problem !== undefined) return { kind: "skipped", reason: problem };
  const found = diagnosticsOf(output);
  if (found.length === 0) {
    const other = /^error TS\d+: .*/m.exec(output);
    return other === null ? { kind: "good" } : { kind: "skipped", reason: other[0].replace(/\.$/, "") };
  }
  const name = relative(process.cwd(), file);
  const diagnostics = withoutConsequences(found);
  const count = diagnostics.length === 1 ? "a type error" : `${diagnostics.length} type errors`;
  const beyond = diagnostics.length > ERRORS_MAX ? [`… and ${diagnostics.length - ERRORS_MAX} more`] : [];
  const following = found.length - diagnostics.length;
  const more =
    following === 0 ? beyond : [...beyond, `… and ${following} that may follow from what is shown`];
  const evidence = [...diagnostics.slice(0, ERRORS_MAX).flatMap(diagnosticLines), ...more];
  return {
    kind: "bad",
    failure: loadFailure("type-error", {
      what: `${name} has ${count}.`,
      evidence,
      advice: "Correct the types, or check without them: --no-typecheck",
    }),
  };
}

function diagnosticsOf(output: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const line of output.split(/\r?\n/)) {
    const [, path, row, column, code = "", message = ""] = DIAGNOSTIC.exec(line) ?? [];
    const last = found.at(-1);
    if (path !== undefined) found.push({ path, line: Number(row), column: Number(column), code, message });
    else if (/^\s+\S/.test(line) && last !== undefined)
      found[found.length - 1] = { ...last, message: `${last.message}\n${line}` };
  }
  return found;
}

function diagnosticLines(diagnostic: Diagnostic): string[] {
  const { path, line, column, code, message } = diagnostic;
  const file = resolve(path);
  const source = existsSync(file) ? readFileSync(file, "utf8") : "";
  const [first = "", ...below] = source.split(/\r?\n/).slice(line - 1);
  const rest = first.slice(column - 1);
  const cause = causeOf(diagnostic, [rest, ...below].join("\n"));
  const [marked = ""] = /^(?:[\w$]+|"[^"]*"|'[^']*'|.)/.exec(rest) ?? [];
  const frame = codeFrame(source, { line, column, length: marked.length });
  return [
    `${relative(process.cwd(), file)}:${line}:${column}: ${cause ?? message} (${code})`,
    ...(frame === "" ? [] : [frame]),
  ];
}
