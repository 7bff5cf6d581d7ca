/**
 * Author programs in a worker of a browser: compiled files, of which any number of copies can be made. They
 * stand in the same closed world as on the command line, whose global names refuse to be used.
 */
import { closeWorld, SHADOWED, type AuthorWorld } from "../../host/node/ambient.ts";
import { harden, refuseChanges } from "../../host/node/language.ts";
import * as analysis from "../../analysis/index.ts";
import * as lightcone from "../../index.ts";
import * as model from "../../model/index.ts";
import { REACHED } from "../compiling/reached.ts";
import type { CompiledFile, GIVEN_MODULES, Program } from "../compiling/program.ts";
import type { CoveredBranch } from "../findings.ts";

type ModuleExports = Readonly<Record<string, unknown>>;

/** The code of a file: a function of what surrounds it, which makes a function of its module. */
type FileCode = (
  ...around: unknown[]
) => (require: (path: string) => unknown, exports: object, module: { exports: object }) => void;

/** The names that surround author code, in this order. */
const AROUND = [...SHADOWED, "global", REACHED];

/** A file stands in functions whose parameters hide the worker; its own first line is the third. */
const BEFORE =
  `(function (${AROUND.join(", ")}) { return function (require, exports, module) { ` + `"use strict";\n`;

/** The number of lines in front of a file's code. */
export const LINES_BEFORE = 1;

// Taken before the language is closed, which then knows no code from text.
// oxlint-disable-next-line no-eval -- author code is text; this worker can reach nothing
const evaluate = globalThis.eval;

/** The text that is printed goes to the console of the worker, and never calls back. */
const printing = Object.fromEntries(
  (["log", "info", "warn", "error", "debug"] as const).map((name) => {
    const print = globalThis.console[name].bind(globalThis.console);
    return [name, (...things: unknown[]): void => print(...things.map(String))];
  }),
);

const GIVEN: Readonly<Record<(typeof GIVEN_MODULES)[number], ModuleExports>> = {
  lightcone: { ...lightcone },
  "lightcone/model": { ...model },
  "lightcone/analysis": { ...analysis },
};

let surroundings: (() => AuthorWorld) | undefined;

/** The name by which stacks call a file of a program. */
export function scriptNameOf(path: string): string {
  return `lightcone-file:///${path}`;
}

/** A program that copies can be made of. */
export class AuthorProgram {
  private readonly program: Program;
  private readonly code: ReadonlyMap<string, FileCode>;
  /** For each file, which of its branches any copy has come to. */
  private readonly reached: ReadonlyMap<string, Uint8Array>;

  constructor(program: Program) {
    this.program = program;
    this.code = new Map(program.files.map((file) => [file.path, codeOf(file)]));
    this.reached = new Map(
      program.files.map(({ path, branches }) => [path, new Uint8Array(branches.length)]),
    );
    if (surroundings === undefined) {
      surroundings = closeWorld(printing);
      harden(Object.values(GIVEN));
    }
  }

  /** Runs the program's files in a new copy. @throws whatever they throw */
  copy(): ModuleExports {
    const { values, close } = (surroundings as () => AuthorWorld)();
    const aroundFile = (path: string): unknown[] => {
      const counts = this.reached.get(path) ?? new Uint8Array();
      const reach = Object.freeze((branch: number): void => void (counts[branch] = 1));
      return AROUND.map((name) => (name === REACHED ? reach : values[name]));
    };
    const modules = new Map<string, { exports: object }>(
      Object.entries({ ...GIVEN, "lightcone:sites": { sites: new Map(), outside: new Map() } }).map(
        ([name, exports]) => [name, { exports }],
      ),
    );
    const load = (path: string): object => {
      const known = modules.get(path);
      if (known !== undefined) return known.exports;
      const module = { exports: {} };
      modules.set(path, module);
      this.code.get(path)?.(...aroundFile(path))(load, module.exports, module);
      return module.exports;
    };
    const loaded = load(this.program.entry) as ModuleExports;
    close();
    refuseChanges();
    return loaded;
  }

  /** From now on, no branch has been reached. */
  forgetReached(): void {
    for (const counts of this.reached.values()) counts.fill(0);
  }

  /**
   * The branches of all files, and whether any copy has come to them. What other files have and this program
   * does not use is left out.
   */
  coverage(): CoveredBranch[] {
    const { files, entry } = this.program;
    return files.flatMap(({ path, branches }) => {
      const covered = branches.map((branch, i): CoveredBranch => {
        return { path, ...branch, isReached: this.reached.get(path)?.[i] === 1 };
      });
      if (path === entry) return covered;
      const unused = covered.filter(({ isReached, isFunction }) => !isReached && isFunction === true);
      return covered.filter(({ from, to }) => !unused.some((one) => one.from <= from && to <= one.to));
    });
  }
}

function codeOf({ path, code }: CompiledFile): FileCode {
  return evaluate(`${BEFORE}${code}\n}})\n//# sourceURL=${scriptNameOf(path)}`) as FileCode;
}
