/**
 * Bundling: a protocol file and all it imports become one script with a source map, of which a worker makes
 * copies. Lightcone itself stays outside, so that there is one instance of it; so does the host.
 */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync, type Stats } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { BuildFailure, BuildOptions, BuildResult, PartialMessage, Plugin } from "esbuild";
import { buildFailure } from "./buildFailure.ts";
import { hashOf, type Cache } from "./cache.ts";
import { Grounds } from "./grounds.ts";
import { cyclesOf, cyclicFiles, keepOrder } from "./importCycles.ts";
import { Failed, loadFailure, type Told } from "./mistakeReport.ts";
import { onlyGiven } from "./imports.ts";
import { mayHoldProcessCode, mayLoseState } from "../../compiler/suspicion.ts";
import { nearest } from "../../base/spelling.ts";
import { zooPages } from "./zooFolder.ts";

/** A bundled protocol file. */
export interface Bundle {
  /** The protocol file, absolute. */
  readonly file: string;
  /** The path by which stacks know the script, beside the protocol file; there is no such file. */
  readonly path: string;
  readonly code: string;
  /** The hash of all files that it is made of, which tells versions of the protocol apart. */
  readonly version: string;
  /** The modules outside that it asks for. */
  readonly given: readonly string[];
  /** The files that import each other, absolute, cycle by cycle. */
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Bundles a protocol file, unless the cache has it.
 * @param file absolute
 * @throws Failed if the file cannot be read as TypeScript, or imports what is not there or what reaches
 *   outside.
 */
export async function bundle(file: string, cache: Cache): Promise<Bundle> {
  const known = cache.get("bundle") as Bundle | undefined;
  if (known !== undefined) return known;
  try {
    const [given, grounds] = [new Set<string>(), new Grounds(file)];
    let built = await build(file, { given, grounds });
    const cycles = cyclesOf(built.metafile, relative(process.cwd(), file).replaceAll(sep, "/"));
    if (cycles.length > 0) built = await build(file, { given, grounds, cyclic: cycles.flat() });
    const sources = [...grounds.loaded].map((input) => readFileSync(input, "utf8").replaceAll("\r\n", "\n"));
    const version = hashOf(sources.toSorted().join("\0")).slice(0, 16);
    const code = built.outputFiles[0]?.text ?? "";
    const made = { file, path: scriptOf(file), code, version, given: [...given].sort(), cycles };
    const { files } = grounds;
    if (files !== undefined) cache.set("bundle", made, files);
    return made;
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new Failed(buildFailure(file, error.errors));
  }
}

/** The path of a protocol file's script. */
function scriptOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.bundle.cjs`);
}

/** Builds a bundle; once more if esbuild's own process is ended, as Ctrl-C ends all those of a terminal. */
async function build(file: string, bundling: Bundling): Promise<Built> {
  const esbuild = await import("esbuild");
  try {
    return await esbuild.build(buildOptions(file, bundling));
  } catch (error) {
    if (!(error as Error).message.startsWith("The service ")) throw error;
    await esbuild.stop();
    return esbuild.build(buildOptions(file, bundling));
  }
}

type Built = BuildResult<ReturnType<typeof buildOptions>>;

/** The name by which the entry is asked for: in that of a file, esbuild takes `*` for any letters. */
const ENTRY = "lightcone:entry";

/** Finds the protocol file. */
function entry(file: string): Plugin {
  return {
    name: "entry",
    setup: (build) => {
      build.onResolve({ filter: new RegExp(`^${ENTRY}$`) }, ({ kind }) =>
        kind === "entry-point" ? { path: file } : undefined,
      );
    },
  };
}

/** The parts of bundling that differ from one time to the next. */
interface Bundling {
  /** The files that import each other. Default none. */
  readonly cyclic?: readonly string[];
  /** Gets the names of the modules outside that are asked for. */
  readonly given?: Set<string>;
  /** Gets what the bundle rests on. */
  readonly grounds?: Grounds;
}

/** The options under which protocol files are bundled. */
export function buildOptions(
  file: string,
  { cyclic = [], given = new Set(), grounds = new Grounds(file) }: Bundling = {},
): BuildOptions & { write: false; metafile: true } {
  return {
    entryPoints: [ENTRY],
    outfile: scriptOf(file),
    bundle: true,
    write: false,
    metafile: true,
    format: "cjs",
    platform: "node",
    target: "es2022",
    // What is asynchronous becomes calls of `Promise`, which is refused where it is used.
    supported: {
      "async-await": false,
      "async-generator": false,
      "for-await": false,
      "dynamic-import": false,
    },
    define: {
      "process.env.NODE_ENV": '"production"',
      __dirname: "globalThis.__dirname",
      __filename: "globalThis.__filename",
    },
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
    keepNames: true,
    plugins: [
      onlyGiven(given),
      grounds.plugin(),
      entry(file),
      cyclicFiles(new Set(cyclic)),
      processCode(new Set(cyclic)),
    ],
  };
}

/** The namespace in which esbuild looks for the module with a bundle's process code functions. */
const SITES_NAMESPACE = "lightcone-sites";

/** Compiles process code (function*) to explicit state machines, and keeps the order of what is cyclic. */
function processCode(cyclic: ReadonlySet<string>): Plugin {
  return {
    name: "process-code",
    setup(build) {
      const namespace = SITES_NAMESPACE;
      build.onResolve({ filter: /^lightcone:sites$/ }, ({ path }) => ({ path, namespace }));
      build.onLoad({ filter: /./, namespace }, async () => {
        const { SITES_CODE } = await import("../../compiler/index.ts");
        return { contents: SITES_CODE };
      });
      /** The path of the file that states call by the last part of its path, by that part. */
      const named = new Map<string, string>();
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
        const source = readFileSync(path, "utf8");
        const last = basename(path);
        const isFree = (named.get(last) ?? path) === path;
        if (isFree && mayHoldProcessCode(source)) named.set(last, path);
        const name = isFree ? last : relative(process.cwd(), path);
        const loaded = await compiled(source, { file: path, name });
        if (!cyclic.has(path) || loaded?.errors !== undefined) return loaded;
        const { contents = source, loader = "ts" } = loaded ?? {};
        return { contents: await keepOrder(build.esbuild, { contents, loader, path }), loader: "js" };
      });
    },
  };
}

/** The answer to esbuild about a file. */
interface Loaded {
  readonly contents?: string;
  readonly loader?: "js";
  readonly resolveDir?: string;
  readonly errors?: PartialMessage[];
}

/** The code of a file, if it has process code; whatever is no TypeScript is told better by esbuild itself. */
async function compiled(source: string, about: { file: string; name: string }): Promise<Loaded | undefined> {
  if (!mayHoldProcessCode(source) && !mayLoseState(source)) return undefined;
  const { compile, LostState, Refused } = await import("../../compiler/index.ts");
  const { file } = about;
  try {
    const made = compile(source, about);
    if (made === undefined) return undefined;
    const map = Buffer.from(made.map).toString("base64");
    const contents = `${made.code}\n//# sourceMappingURL=data:application/json;base64,${map}`;
    return { contents, loader: "js", resolveDir: dirname(file) };
  } catch (error) {
    if (error instanceof RangeError) return { errors: [TOO_DEEP] };
    if (!(error instanceof Refused)) return undefined;
    const { what, line, column, advice } = error;
    const lineText = source.split("\n")[line - 1] ?? "";
    const location = { file: relative(process.cwd(), file), line, column: column - 1, lineText };
    if (error instanceof LostState) return { errors: [{ text: what, location, detail: losesState(advice) }] };
    return { errors: [{ text: `In process code, ${what}`, location, detail: notCompiled(advice) }] };
  }
}

function losesState(advice: string): Told {
  return { name: "cannot-compile", what: "has a handler that loses its state", advice };
}

function notCompiled(advice: string): Told {
  return { name: "cannot-compile", what: "has process code (function*) that cannot be compiled", advice };
}

/** The message on code for which the compiler's stack is too small. */
const TOO_DEEP: PartialMessage = {
  text: "The file has code that is nested too deeply",
  detail: notCompiled("Write it in smaller pieces, or move what is no process code into a file of its own."),
};

/** The absolute path of a protocol file, which exists. @throws Failed with suggestions */
export function protocolFile(path: string): string {
  const file = resolve(path);
  const found = statsOf(path, file);
  if (found?.isFile() === true) return readable(path, file);
  if (found?.isDirectory() === true) {
    const inside = sourcesIn(file).map((name) => join(path, name));
    const more = inside.length > 10 ? ` and ${inside.length - 10} more` : "";
    const evidence = inside.length === 0 ? [] : [`In it are: ${inside.slice(0, 10).join(", ")}${more}.`];
    throw new Failed(
      loadFailure("file-not-found", {
        what: `${path === "" ? '""' : path} is a folder.`,
        evidence,
        advice: "Name a protocol file, such as my-protocol.ts.",
      }),
    );
  }
  const isOther = found !== undefined;
  throw new Failed(
    loadFailure("file-not-found", {
      what: isOther ? `${path} is neither a file nor a folder.` : `There is no file ${path}.`,
      evidence: isOther ? [] : similarFiles(path, file),
      advice: "Check the path, or begin a protocol with: lightcone new NAME",
    }),
  );
}

/** The facts on a file; undefined if there is none. @throws Failed if it cannot be looked for */
function statsOf(path: string, file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw new Failed(
      loadFailure("file-not-found", {
        what: `${path} cannot be opened.`,
        evidence: [(error as Error).message],
        advice: "Name a protocol file, such as my-protocol.ts.",
      }),
    );
  }
}

/** The names of files in a folder that may hold protocols; none where it cannot be read. */
function sourcesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /\.[cm]?[jt]s$/.test(name));
  } catch {
    return [];
  }
}

/** The file, which may be read. @throws Failed otherwise */
function readable(path: string, file: string): string {
  try {
    accessSync(file, constants.R_OK);
    return file;
  } catch (error) {
    throw new Failed(
      loadFailure("file-not-found", {
        what: `${path} may not be read.`,
        evidence: [(error as Error).message],
        advice: "Change the permissions of the file.",
      }),
    );
  }
}

function similarFiles(path: string, file: string): string[] {
  const page = zooPages().find(({ name }) => name === basename(file).replace(/\.ts$/, ""));
  if (page !== undefined) return [`The zoo has a page of that name: ${relative(process.cwd(), page.file)}`];
  const folder = dirname(file);
  if (!existsSync(folder)) return [`There is no folder ${dirname(path)} either.`];
  const files = sourcesIn(folder);
  const close = nearest(basename(file), files) ?? nearest(`${basename(file)}.ts`, files);
  return close === undefined ? [] : [`Did you mean ${join(dirname(path), close)}?`];
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as { errors?: unknown }).errors);
}
