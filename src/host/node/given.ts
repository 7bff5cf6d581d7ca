/**
 * The modules that author code is given: Lightcone's own, and of Node's those parts that compute something
 * from their parameters alone.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { ForbiddenInHandler } from "../../model/error.ts";
import { harden } from "./language.ts";
import { entryPoints } from "./package.ts";

type GivenModule = Readonly<Record<string, unknown>>;

/** The parts of Node's modules that author code may use, by module. */
const HARMLESS: Readonly<Record<string, (real: GivenModule) => object>> = {
  "node:assert": assertions,
  "node:assert/strict": assertions,
  "node:path": paths,
  "node:path/posix": paths,
  "node:util": (real) => ({ ...picked(real, UTIL), ...texts(real) }),
};

const ASSERTIONS = [
  "AssertionError",
  "deepEqual",
  "deepStrictEqual",
  "doesNotMatch",
  "doesNotThrow",
  "equal",
  "fail",
  "match",
  "notDeepEqual",
  "notDeepStrictEqual",
  "notEqual",
  "notStrictEqual",
  "strictEqual",
  "throws",
];
const PATH = ["basename", "dirname", "extname", "isAbsolute", "join", "normalize", "parse", "format", "sep"];
const UTIL = [
  "isDeepStrictEqual",
  "inherits",
  "stripVTControlCharacters",
  "types",
  "TextEncoder",
  "TextDecoder",
];

function paths({ posix }: GivenModule): object {
  const parts = picked(posix as GivenModule, PATH);
  return { ...parts, posix: parts };
}

function picked(real: GivenModule, names: readonly string[]): object {
  return Object.fromEntries(names.map((name) => [name, real[name]]));
}

/** `assert`, whose message for a value that is not true does not come from a file. */
function assertions(real: GivenModule): object {
  const AssertionError = real["AssertionError"] as new (about: object) => Error;
  const ok = (actual: unknown, message: unknown = "a value is not true"): void => {
    if (actual) return;
    throw message instanceof Error
      ? message
      : new AssertionError({ message, actual, expected: true, operator: "==" });
  };
  const parts = picked(real, ASSERTIONS);
  const strict = picked(real["strict"] as GivenModule, ASSERTIONS);
  const strictly = Object.assign((actual: unknown, message?: unknown) => ok(actual, message), strict, { ok });
  return Object.assign((actual: unknown, message?: unknown) => ok(actual, message), parts, {
    ok,
    strict: strictly,
  });
}

/** The functions that make texts of values, without ever calling them. */
function texts(real: GivenModule): object {
  const inspect = real["inspect"] as (value: unknown, options: object) => string;
  const format = real["formatWithOptions"] as (options: object, ...values: unknown[]) => string;
  const quietly = { customInspect: false };
  return {
    inspect: (value: unknown, options: unknown) =>
      inspect(value, typeof options === "object" ? { ...options, ...quietly } : quietly),
    format: (...values: unknown[]) => format(quietly, ...values),
  };
}

/** The modules that a bundle is given, by the names under which it asks for them. */
export async function givenModules(names: readonly string[]): Promise<ReadonlyMap<string, object>> {
  const given = new Map<string, object>();
  for (const name of names) {
    const entry = entryPoints()[name];
    given.set(name, entry === undefined ? harmless(name) : await ownModule(entry));
  }
  harden([...given.values()]);
  return given;
}

async function ownModule(entry: string): Promise<object> {
  return { ...((await import(pathToFileURL(entry).href)) as object) };
}

/** The harmless part of a module of Node; whatever else is asked of it is refused. */
function harmless(name: string): object {
  const real = createRequire(import.meta.url)(name) as GivenModule;
  const part = HARMLESS[name]?.(real) ?? {};
  for (const key of Object.keys(real).filter((one) => !Object.hasOwn(part, one))) {
    const get = (): never => {
      throw new ForbiddenInHandler(`${key} of ${name}`);
    };
    Object.defineProperty(part, key, { get });
  }
  return part;
}
