/**
 * Bundling: a protocol file and all it imports become one JavaScript module with a source map, which a
 * worker can import. Lightcone itself stays outside, so that there is one instance of it.
 */
import { accessSync, constants, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BuildFailure, BuildOptions, Message, Plugin } from "esbuild";
import { cacheFolder, contentHash, Remembered, writeWhole } from "./cache.ts";
import { codeFrame } from "./codeFrame.ts";
import { Failed, loadFailure, type Failure } from "./failure.ts";
import { entryPoints } from "./package.ts";
import { nearest } from "./spelling.ts";
import { zooPages } from "./zooFolder.ts";

/** A bundled protocol file. */
export interface Bundle {
  /** The protocol file, absolute. */
  readonly file: string;
  /** What a worker imports. */
  readonly url: string;
  /** The same code under another URL: importing both gives two instances that share nothing. */
  readonly twinUrl: string;
}

/**
 * Bundles a protocol file.
 * @throws Failed if the file is missing, cannot be read as TypeScript, or imports what is not there.
 */
export async function bundle(path: string): Promise<Bundle> {
  const file = protocolFile(path);
  const remembered = new Remembered<Bundle>(file, "bundle");
  const known = remembered.get();
  if (known !== undefined && existsSync(fileURLToPath(known.url)) && existsSync(fileURLToPath(known.twinUrl)))
    return known;
  const esbuild = await import("esbuild");
  const cache = cacheFolder(file);
  try {
    const { outputFiles, metafile } = await esbuild.build(buildOptions(file, cache));
    const made = store(file, cache, outputFiles[0]?.text ?? "");
    remembered.set(
      made,
      Object.keys(metafile.inputs)
        .filter((input) => !input.startsWith(SITES_NAMESPACE))
        .map((input) => resolve(input)),
    );
    return made;
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new Failed(buildFailure(file, error.errors));
  }
}

/** The options under which protocol files are bundled. */
export function buildOptions(file: string, cache: string): BuildOptions & { write: false; metafile: true } {
  return {
    entryPoints: [file],
    outfile: join(cache, "bundle.mjs"),
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
    keepNames: true,
    plugins: [lightconeOutside, processCode],
  };
}

const lightconeOutside: Plugin = {
  name: "lightcone-outside",
  setup(build) {
    build.onResolve({ filter: /^lightcone(\/|$)/ }, ({ path }) => {
      const entry = entryPoints()[path];
      if (entry !== undefined) return { path: pathToFileURL(entry).href, external: true };
      return {
        errors: [
          {
            text: `Could not resolve "${path}"`,
            notes: [{ text: `There are: ${Object.keys(entryPoints()).join(", ")}.` }],
          },
        ],
      };
    });
  },
};

/** Where esbuild looks for the module that holds the functions of process code of a bundle. */
const SITES_NAMESPACE = "lightcone-sites";

/** Compiles process code (function*) to explicit state machines. */
const processCode: Plugin = {
  name: "process-code",
  setup(build) {
    const namespace = SITES_NAMESPACE;
    build.onResolve({ filter: /^lightcone:sites$/ }, ({ path }) => ({ path, namespace }));
    build.onLoad({ filter: /./, namespace }, async () => {
      const { SITES_CODE } = await import("../../compiler/index.ts");
      return { contents: SITES_CODE };
    });
    /** By the last part of a path: the path of the file that states call so. */
    const named = new Map<string, string>();
    build.onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
      const source = readFileSync(path, "utf8");
      if (!/\byield\s*\*|\*\s*run\b/.test(source)) return undefined;
      const { compile, Refused } = await import("../../compiler/index.ts");
      try {
        const last = basename(path);
        const isFree = (named.get(last) ?? path) === path;
        if (isFree) named.set(last, path);
        const compiled = compile(source, { file: path, name: isFree ? last : relative(process.cwd(), path) });
        if (compiled === undefined) return undefined;
        const map = Buffer.from(compiled.map).toString("base64");
        const contents = `${compiled.code}\n//# sourceMappingURL=data:application/json;base64,${map}`;
        return { contents, loader: "js", resolveDir: dirname(path) };
      } catch (error) {
        // Whatever is no TypeScript is told better by the bundler itself.
        if (!(error instanceof Refused)) return undefined;
        const { what: text, line, column, advice } = error;
        const lineText = source.split("\n")[line - 1] ?? "";
        const location = { file: relative(process.cwd(), path), line, column: column - 1, lineText };
        return { errors: [{ text: `${REFUSED}${text}`, location, notes: [{ text: advice }] }] };
      }
    });
  },
};

/** How messages about process code begin. */
const REFUSED = "In process code, ";

/** Bundles that are older than this may be deleted: nobody is importing them any more. */
const BUNDLE_AGE_MS = 24 * 60 * 60 * 1_000;

/** Writes the bundle under names that follow from its contents, and deletes old ones of the same file. */
function store(file: string, cache: string, code: string): Bundle {
  const prefix = `${basename(file).replace(/\.[^.]*$/, "")}-${contentHash(file)}-`;
  const name = `${prefix}${contentHash(code)}`;
  for (const old of readdirSync(cache).filter((entry) => entry.startsWith(prefix))) {
    const age = Date.now() - (statSync(join(cache, old), { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > BUNDLE_AGE_MS) rmSync(join(cache, old), { force: true });
  }
  const write = (fileName: string): string => {
    const target = join(cache, fileName);
    if (!existsSync(target)) writeWhole(target, code);
    return pathToFileURL(target).href;
  };
  return { file, url: write(`${name}.mjs`), twinUrl: write(`${name}.twin.mjs`) };
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

const RELATIVE = "Relative imports begin with ./ and name the file with its ending.";

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as { errors?: unknown }).errors);
}

function buildFailure(file: string, errors: readonly Message[]): Failure {
  const name = relative(process.cwd(), file);
  const evidence = errors.slice(0, 5).flatMap(messageLines);
  const unresolved = errors.filter(({ text }) => /^Could not resolve|^No matching export/.test(text));
  if (unresolved.length === errors.length) {
    const advice = unresolved.some(({ text }) => /resolve "[^./]/.test(text))
      ? `Install the package beside the file, or correct the name. ${RELATIVE}`
      : `Correct the import. ${RELATIVE}`;
    return loadFailure("import-failed", { what: `${name} imports what is not there.`, evidence, advice });
  }
  const refused = errors.find(({ text }) => text.startsWith(REFUSED));
  if (refused !== undefined) {
    const advice = refused.notes[0]?.text ?? "";
    return loadFailure("cannot-compile", {
      what: `${name} has process code (function*) that cannot be compiled.`,
      evidence: messageLines({ ...refused, notes: [] }),
      advice,
    });
  }
  return loadFailure("syntax-error", {
    what: `${name} cannot be read as TypeScript.`,
    evidence,
    advice: "Correct the syntax.",
  });
}

function messageLines({ text, location, notes }: Message): string[] {
  const hints = notes.filter((note) => note.location === null).map((note) => note.text);
  const own = hints.filter((hint) => !hint.startsWith("You can mark the path"));
  if (location === null) return [text, ...own];
  const { file, line, column, length, lineText } = location;
  const source = existsSync(file) ? readFileSync(file, "utf8") : `${"\n".repeat(line - 1)}${lineText}`;
  return [
    `${file}:${line}:${column + 1}: ${text}`,
    codeFrame(source, { line, column: column + 1, length }),
    ...own,
  ];
}
