/**
 * Bundling: a protocol file and all it imports become one script with a source map, of which a worker makes
 * copies. Lightcone itself stays outside, so that there is one instance of it; so does the host.
 */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { BuildFailure, BuildOptions, BuildResult, PartialMessage, Plugin } from "esbuild";
import { buildFailure } from "./buildFailure.ts";
import type { Cache } from "./cache.ts";
import { cyclesOf, cyclicFiles, keepOrder } from "./importCycles.ts";
import { Failed, loadFailure, type Told } from "./mistakeReport.ts";
import { GIVEN_NAMESPACE, onlyGiven } from "./imports.ts";
import { nearest } from "./spelling.ts";
import { zooPages } from "./zooFolder.ts";

/** A bundled protocol file. */
export interface Bundle {
  /** The protocol file, absolute. */
  readonly file: string;
  /** The path by which stacks know the script, beside the protocol file; there is no such file. */
  readonly path: string;
  readonly code: string;
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
    const given = new Set<string>();
    let built = await build(file, { given });
    const cycles = cyclesOf(built.metafile, relative(process.cwd(), file).replaceAll(sep, "/"));
    if (cycles.length > 0) built = await build(file, { given, cyclic: cycles.flat() });
    const files = Object.keys(built.metafile.inputs).filter(isFile);
    const code = built.outputFiles[0]?.text ?? "";
    const made = { file, path: scriptOf(file), code, given: [...given].sort(), cycles };
    cache.set(
      "bundle",
      made,
      files.map((input) => resolve(input)),
    );
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

/** Whether an input of a bundle is a file, and not made up by a plugin: esbuild says so by a prefix. */
function isFile(input: string): boolean {
  return ![GIVEN_NAMESPACE, SITES_NAMESPACE].some((namespace) => input.startsWith(`${namespace}:`));
}

/** The parts of bundling that differ from one time to the next. */
interface Bundling {
  /** The files that import each other. Default none. */
  readonly cyclic?: readonly string[];
  /** Gets the names of the modules outside that are asked for. */
  readonly given?: Set<string>;
}

/** The options under which protocol files are bundled. */
export function buildOptions(
  file: string,
  { cyclic = [], given = new Set() }: Bundling = {},
): BuildOptions & { write: false; metafile: true } {
  return {
    entryPoints: [file],
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
    plugins: [onlyGiven(given), cyclicFiles(new Set(cyclic)), processCode(new Set(cyclic))],
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
  if (!mayHoldProcessCode(source)) return undefined;
  const { compile, Refused } = await import("../../compiler/index.ts");
  const { file } = about;
  try {
    const made = compile(source, about);
    if (made === undefined) return undefined;
    const map = Buffer.from(made.map).toString("base64");
    const contents = `${made.code}\n//# sourceMappingURL=data:application/json;base64,${map}`;
    return { contents, loader: "js", resolveDir: dirname(file) };
  } catch (error) {
    if (!(error instanceof Refused)) return undefined;
    const { what, line, column, advice } = error;
    const lineText = source.split("\n")[line - 1] ?? "";
    const location = { file: relative(process.cwd(), file), line, column: column - 1, lineText };
    const told: Told = {
      name: "cannot-compile",
      what: "has process code (function*) that cannot be compiled",
      advice,
    };
    return { errors: [{ text: `In process code, ${what}`, location, detail: told }] };
  }
}

/** Whether a file may hold process code; the compiler itself is loaded only then. */
function mayHoldProcessCode(source: string): boolean {
  return /\byield\s*\*|\*\s*run\b/.test(source);
}

/** The absolute path of a protocol file, which exists. @throws Failed with suggestions */
export function protocolFile(path: string): string {
  const file = resolve(path);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() === true) return readable(path, file);
  if (found?.isDirectory() === true) {
    const inside = readdirSync(file)
      .filter((name) => /\.[cm]?[jt]s$/.test(name))
      .map((name) => join(path, name));
    const more = inside.length > 10 ? ` and ${inside.length - 10} more` : "";
    const evidence = inside.length === 0 ? [] : [`In it are: ${inside.slice(0, 10).join(", ")}${more}.`];
    throw new Failed(
      loadFailure("file-not-found", {
        what: `${path} is a folder.`,
        evidence,
        advice: "Name a protocol file, such as my-protocol.ts.",
      }),
    );
  }
  throw new Failed(
    loadFailure("file-not-found", {
      what: `There is no file ${path}.`,
      evidence: similarFiles(path, file),
      advice: "Check the path, or begin a protocol with: lightcone new NAME",
    }),
  );
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
  const files = readdirSync(folder).filter((name) => /\.[cm]?[jt]s$/.test(name));
  const close = nearest(basename(file), files) ?? nearest(`${basename(file)}.ts`, files);
  return close === undefined ? [] : [`Did you mean ${join(dirname(path), close)}?`];
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as { errors?: unknown }).errors);
}
