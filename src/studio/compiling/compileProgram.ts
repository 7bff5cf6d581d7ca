/**
 * Compiles protocol files without a bundler, in a tab or when the site is built: process code becomes state
 * machines, types are taken away, and modules become functions that ask for what they import.
 */
import { transformSync, types as t, type NodePath, type PluginObj } from "@babel/core";
// @ts-expect-error -- the plugins have no types
import modules from "@babel/plugin-transform-modules-commonjs";
// @ts-expect-error -- as above
import typescript from "@babel/plugin-transform-typescript";
import { compile, Refused, SITES_MODULE } from "../../compiler/index.ts";
import { tellBranches } from "./branches.ts";
import { handlersIn } from "./handlers.ts";
import {
  GIVEN_MODULES,
  importedFile,
  type Branch,
  type CompiledOutcome,
  type CompiledFile,
  type PlacedMistake,
  type SourceFiles,
} from "./program.ts";

/** Thrown where a file cannot be compiled. */
class CannotCompile extends Error {
  readonly mistake: PlacedMistake;
  constructor(mistake: PlacedMistake) {
    super(mistake.what);
    this.mistake = mistake;
  }
}

/** Compiles the first of these files and what it imports. */
export function compileProgram(files: SourceFiles): CompiledOutcome {
  const [entry] = Object.keys(files);
  if (entry === undefined) throw new Error("a program has a file");
  const done = new Map<string, CompiledFile>();
  const visit = (path: string): void => {
    if (done.has(path)) return;
    const { file, imports } = compiledFile(files, path);
    done.set(path, file);
    for (const one of imports) visit(one);
  };
  try {
    visit(entry);
  } catch (error) {
    if (error instanceof CannotCompile) return { kind: "mistake", mistake: error.mistake };
    throw error;
  }
  return { kind: "program", program: { entry, files: [...done.values()] } };
}

/** A file, compiled, and the other files that it imports. @throws CannotCompile */
function compiledFile(files: SourceFiles, path: string): { file: CompiledFile; imports: string[] } {
  const source = files[path] ?? "";
  const imports: string[] = [];
  const name = path.split("/").at(-1) ?? path;
  try {
    const machine = compile(source, { file: path, name });
    const branches: Branch[] = [];
    const made = transformSync(machine?.code ?? source, {
      configFile: false,
      babelrc: false,
      filename: path,
      sourceType: "module",
      // Places are read from the code that an error shows (see `shownPlace`): colours would be in the way.
      highlightCode: false,
      sourceMaps: true,
      ...(machine === undefined ? {} : { inputSourceMap: JSON.parse(machine.map) as never }),
      plugins: [
        linkedFiles({ files, path, imports }),
        ...(machine === undefined ? [tellBranches(branches), [typescript]] : []),
        [modules, { strictMode: false }],
      ],
    });
    const { code, map } = made ?? {};
    const [text, handlers] = [code ?? "", handlersIn(source)];
    return { file: { path, code: text, map: JSON.stringify(map ?? null), branches, handlers }, imports };
  } catch (error) {
    throw notCompiled(error, path);
  }
}

/** The parts of linking a file. */
interface FileLinking {
  readonly files: SourceFiles;
  readonly path: string;
  /** Gets the paths of the files that it imports. */
  readonly imports: string[];
}

/** Gives imports the paths of files, and refuses what would reach outside, or go on after a step. */
function linkedFiles(linking: FileLinking): () => PluginObj {
  return () => ({
    visitor: {
      ImportDeclaration: (path) => link(path, linking),
      ExportNamedDeclaration: (path) => link(path, linking),
      ExportAllDeclaration: (path) => link(path, linking),
      Import: (path) => refuse(path, "`import()` loads code later", LATER),
      AwaitExpression: (path) => refuse(path, "`await` goes on after the step", LATER),
      ForOfStatement(path) {
        if (path.node.await) refuse(path, "`for await` goes on after the step", LATER);
      },
      Function(path) {
        if (path.node.async) refuse(path, "An `async` function goes on after the step", LATER);
      },
    },
  });
}

const LATER = "A step ends when its handler returns: send a message or set a timer, and go on upon it.";

function refuse(path: NodePath, what: string, advice: string): never {
  throw new Refused(path.node, what, advice);
}

/** A node that may name a module. */
type Importing = t.ImportDeclaration | t.ExportNamedDeclaration | t.ExportAllDeclaration;

function link(path: NodePath<Importing>, { files, path: importer, imports }: FileLinking): void {
  const { node } = path;
  const kind = "importKind" in node ? node.importKind : "exportKind" in node ? node.exportKind : "value";
  if (!node.source || kind === "type") return;
  const { value } = node.source;
  if (value === SITES_MODULE || (GIVEN_MODULES as readonly string[]).includes(value)) return;
  const found = value.startsWith(".") ? importedFile(files, importer, value) : undefined;
  if (found === undefined) {
    const known = [...GIVEN_MODULES, ...Object.keys(files).filter((one) => one !== importer)];
    refuse(path, `There is no "${value}" here`, `There are: ${known.join(", ")}.`);
  }
  imports.push(found);
  node.source = t.stringLiteral(found);
}

/** An error of Babel: its places are those of nodes, columns from 0. */
interface CompilerError {
  readonly message: string;
  readonly loc?: { readonly line: number; readonly column: number };
}

/** The place that an error of Babel only shows, by a line that begins with `>`; not what fails otherwise. */
function shownPlace(error: unknown): CompilerError["loc"] {
  const { message } = error as CompilerError;
  const [, line] = /^> *(\d+) \|/m.exec(message) ?? [];
  const [, marks = ""] = /^ *\|(.*)\^/m.exec(message) ?? [];
  if (line === undefined) return undefined;
  return { line: Number(line), column: Math.max(0, marks.replace(/\^+$/, "").length - 1) };
}

/** The mistake that an error of the compiler stands for. */
function notCompiled(error: unknown, path: string): unknown {
  if (error instanceof CannotCompile) return error;
  const { message, loc = shownPlace(error) } = error as CompilerError;
  if (error instanceof Refused) {
    const { what, line, column, advice } = error;
    return new CannotCompile({ path, line, column, what: `${what}.`, advice });
  }
  if (loc === undefined) return error;
  const what =
    message
      .split("\n")[0]
      ?.replace(/^.*?: /, "")
      .replace(/ \(\d+:\d+\)$/, "") ?? message;
  const advice = "The file cannot be read as TypeScript.";
  return new CannotCompile({ path, line: loc.line, column: loc.column + 1, what, advice });
}
