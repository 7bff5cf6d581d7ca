/**
 * Author code: the bundle of a protocol file, of which any number of copies can be made. Each copy has
 * variables and a `globalThis` of its own; all stand in a world without ambient state, and share the
 * language, which is closed, and Lightcone.
 */
import { Console } from "node:console";
import { Script } from "node:vm";
import { closeWorld, SHADOWED, type AuthorWorld } from "./ambient.ts";
import type { Bundle } from "./bundle.ts";
import { givenModules } from "./given.ts";
import { GIVEN } from "./givenNames.ts";
import { refuseChanges } from "./language.ts";
import { noteSource } from "./stackTrace.ts";

/** The names that surround a bundle, in this order. */
const NAMES = [...new Set([...SHADOWED, "global", "require", "module", "exports", GIVEN])];

/**
 * The bundle stands in a function whose parameters hide the host. It is strict; what surrounds it is not,
 * because one of the parameters is called `eval`.
 */
const BEFORE = `(function (${NAMES.join(", ")}) { return function () { "use strict";\n`;
const AFTER = "\n}})";

/** The number of characters before a bundle in the script that is run. */
export const OFFSET = BEFORE.length;

type Begin = (...values: unknown[]) => () => void;

/** The exports of a module of author code. */
type Exported = Readonly<Record<string, unknown>>;

/** The surroundings that all copies of one bundle share. */
interface World {
  readonly given: ReadonlyMap<string, object>;
  readonly surroundings: () => AuthorWorld;
}

let makeSurroundings: (() => AuthorWorld) | undefined;

/** A bundle that copies can be made of. */
export class AuthorCode {
  readonly path: string;
  readonly cycles: Bundle["cycles"];
  private readonly given: ReadonlyMap<string, object>;
  private readonly begin: Begin;
  private readonly surroundings: () => AuthorWorld;

  private constructor({ path, code, cycles }: Bundle, { given, surroundings }: World, suffix: string) {
    noteSource(path, code);
    this.path = path;
    this.cycles = cycles;
    this.given = given;
    this.surroundings = surroundings;
    const script = new Script(`${BEFORE}${code}${AFTER}`, { filename: `${path}${suffix}`, lineOffset: -1 });
    this.begin = script.runInThisContext() as Begin;
  }

  /**
   * Reads a bundle. From then on this thread's language has no clock.
   * @param suffix what V8 calls the code besides its path; it compiles what it has not met before
   */
  static async read(bundle: Bundle, suffix = ""): Promise<AuthorCode> {
    const surroundings = (makeSurroundings ??= closeWorld(authorConsole()));
    return new AuthorCode(bundle, { given: await givenModules(bundle.given), surroundings }, suffix);
  }

  /** Runs the code of the file in a new copy. @throws whatever it throws */
  copy(): Exported {
    const { values, close } = this.surroundings();
    const module = { exports: {} as Exported };
    const given = (name: string): unknown => this.given.get(name);
    const around: Exported = { ...values, module, exports: module.exports, [GIVEN]: given };
    this.begin(...NAMES.map((name) => around[name]))();
    close();
    refuseChanges();
    return namesIn(module.exports);
  }
}

/** The exports of a script by name: one that is no module exports one thing, or nothing. */
function namesIn(exported: unknown): Exported {
  if (typeof exported !== "object" || exported === null) return { default: exported };
  if ("__esModule" in exported) return exported as Exported;
  return Object.keys(exported).length === 0 ? {} : { default: exported };
}

/** Prints as the host's console does, and never calls back. */
function authorConsole(): unknown {
  const inspectOptions = { customInspect: false };
  const host = new Console({ stdout: process.stdout, stderr: process.stderr, inspectOptions });
  const methods = ["log", "info", "warn", "error", "debug", "table", "dir", "group", "groupEnd"] as const;
  const printing = methods.map((name) => {
    const method = host[name] as (...things: unknown[]) => void;
    return [name, (...things: unknown[]): void => method(...things)];
  });
  return Object.fromEntries(printing);
}
