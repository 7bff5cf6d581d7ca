/** Programs: a protocol file and the files that it imports, compiled, as plain data. */

/** The files of a program, by path; the first is the protocol's own. */
export type SourceFiles = Readonly<Record<string, string>>;

/** One file, compiled: the body of a function of `require`, `exports` and `module`. */
export interface CompiledFile {
  readonly path: string;
  readonly code: string;
  /** A source map that leads back to the author's file, as JSON. */
  readonly map: string;
  /** The branches that its code tells of, by their numbers. */
  readonly branches: readonly Branch[];
  readonly handlers: readonly HandlerPlace[];
}

/** A branch of code: the first and the last of its lines. */
export interface Branch {
  readonly from: number;
  readonly to: number;
  /** Set if it is the body of a function. */
  readonly isFunction?: true;
}

/** The place of a handler: of which role it is, what it is run upon, and its line. */
export interface HandlerPlace {
  readonly role: string;
  /** The part of the role, and the name in it, if it is a list: `upon grant`, `initially`. */
  readonly upon: string;
  readonly line: number;
}

/** A place in the files of a program. */
export interface CodePlace {
  readonly path: string;
  /** The line, from 1. */
  readonly line: number;
}

/** A compiled program. */
export interface Program {
  /** The path of the protocol's own file. */
  readonly entry: string;
  readonly files: readonly CompiledFile[];
}

/** A mistake at a place in a file. */
export interface PlacedMistake {
  readonly path: string;
  /** The line and the column, from 1. */
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly advice: string;
}

/** The outcome of compiling: a program, or the first mistake. */
export type CompiledOutcome =
  | { readonly kind: "program"; readonly program: Program }
  | { readonly kind: "mistake"; readonly mistake: PlacedMistake };

/** The modules that programs are given. */
export const GIVEN_MODULES = ["lightcone", "lightcone/model", "lightcone/analysis"] as const;

/** The file that an import of another file means; undefined if there is none. */
export function importedFile(files: SourceFiles, importer: string, specifier: string): string | undefined {
  const parts = [...importer.split("/").slice(0, -1), ...specifier.split("/")];
  const path: string[] = [];
  for (const part of parts) {
    if (part === "..") path.pop();
    else if (part !== "." && part !== "") path.push(part);
  }
  const wanted = path.join("/");
  const possible = [wanted, `${wanted}.ts`, wanted.replace(/\.js$/, ".ts"), `${wanted}/index.ts`];
  return possible.find((one) => Object.hasOwn(files, one));
}
