/**
 * The types of what is edited: TypeScript's language service over files in memory. It never runs what it
 * reads. (The native compiler, which checks types on the command line, does not run in a tab.)
 */
import { createSystem, createVirtualTypeScriptEnvironment } from "@typescript/vfs";
import ts from "typescript-classic";
import { ALWAYS, AMBIENT, STRICT } from "../../host/node/authorTypes.ts";
import { causeOf, withoutConsequences } from "../../host/node/typeCause.ts";
import { GIVEN_MODULES, type SourceFiles } from "../compiling/program.ts";

/** A mistake of types: where it is, as offsets in the file, and what it is. */
export interface TypeMistake {
  readonly from: number;
  readonly to: number;
  /** The line, from 1. */
  readonly line: number;
  readonly what: string;
}

/** A name that fits where it is asked for. */
export interface FittingName {
  readonly name: string;
  /** The kind, as TypeScript calls it, such as `method`. */
  readonly kind: string;
  /** Names with smaller texts are likelier. */
  readonly order: string;
}

/** A name explained: its type, and what its author says of it. */
export interface Explained {
  readonly from: number;
  readonly to: number;
  readonly type: string;
  readonly words: string;
}

/** An offset in a file. */
export interface FileOffset {
  readonly path: string;
  readonly at: number;
}

/** The folder of the author's files. */
const OWN = "/own/";
const AMBIENT_PATH = `${OWN}ambient.d.ts`;

/** The types of a program under change. */
export class Typings {
  private readonly environment: ReturnType<typeof createVirtualTypeScriptEnvironment>;
  private paths: readonly string[] = [];

  /** @param library the declarations of the language and those of Lightcone, by absolute paths */
  constructor(library: SourceFiles) {
    const system = createSystem(new Map([...Object.entries(library), [AMBIENT_PATH, AMBIENT]]));
    const paths = Object.fromEntries(GIVEN_MODULES.map((name) => [name, [declarationsOf(name)]]));
    const { options } = ts.convertCompilerOptionsFromJson({ ...STRICT, ...ALWAYS, paths }, "/");
    this.environment = createVirtualTypeScriptEnvironment(system, [AMBIENT_PATH], ts, options);
  }

  /** Takes the files as they are now. */
  update(files: SourceFiles): void {
    for (const path of this.paths) if (!Object.hasOwn(files, path)) this.environment.deleteFile(OWN + path);
    for (const [path, text] of Object.entries(files)) {
      // An empty file would be none to it.
      const content = text === "" ? "\n" : text;
      const known = this.environment.getSourceFile(OWN + path);
      if (known === undefined) this.environment.createFile(OWN + path, content);
      else if (known.text !== content) this.environment.updateFile(OWN + path, content);
    }
    this.paths = Object.keys(files);
  }

  /** The mistakes of a file, those first that others follow from. */
  mistakes(path: string): TypeMistake[] {
    const { languageService } = this.environment;
    const name = OWN + path;
    const text = this.environment.getSourceFile(name)?.text ?? "";
    const syntax = languageService.getSyntacticDiagnostics(name);
    const found = syntax.length > 0 ? syntax : languageService.getSemanticDiagnostics(name);
    const diagnostics = found.flatMap(({ start, length = 1, code, messageText }) => {
      if (start === undefined) return [];
      const { line, column } = placeOf(text, start);
      const message = ts.flattenDiagnosticMessageText(messageText, "\n");
      return [{ path, line, column, code: `TS${code}`, message, from: start, to: start + length }];
    });
    const kept = new Set(withoutConsequences(diagnostics));
    return diagnostics
      .filter((diagnostic) => kept.has(diagnostic))
      .map((diagnostic) => {
        const { from, to, line, message } = diagnostic;
        return { from, to, line, what: causeOf(diagnostic, text.slice(from)) ?? message };
      });
  }

  /** The names that fit at a place. */
  fitting({ path, at }: FileOffset): FittingName[] {
    const { entries = [] } =
      this.environment.languageService.getCompletionsAtPosition(OWN + path, at, {}) ?? {};
    return entries.map(({ name, kind, sortText }) => ({ name, kind, order: sortText }));
  }

  /** A name that fits at a place, explained. */
  explainFitting({ path, at, name }: FileOffset & { readonly name: string }): Explained | undefined {
    const { languageService } = this.environment;
    const found = languageService.getCompletionEntryDetails(
      OWN + path,
      at,
      name,
      {},
      undefined,
      {},
      undefined,
    );
    return found === undefined ? undefined : { from: at, to: at, ...wordsOf(found) };
  }

  /** The name that stands at a place, explained. */
  explain({ path, at }: FileOffset): Explained | undefined {
    const found = this.environment.languageService.getQuickInfoAtPosition(OWN + path, at);
    if (found === undefined) return undefined;
    const { start, length } = found.textSpan;
    return { from: start, to: start + length, ...wordsOf(found) };
  }
}

/** The path of the declarations of a module that programs are given. */
function declarationsOf(module: string): string {
  return `/${module}/index.d.ts`;
}

function wordsOf({
  displayParts = [],
  documentation = [],
}: Pick<ts.QuickInfo, "displayParts" | "documentation">): Pick<Explained, "type" | "words"> {
  return { type: ts.displayPartsToString(displayParts), words: ts.displayPartsToString(documentation) };
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
