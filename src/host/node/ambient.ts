/**
 * The surroundings of author code instead of the host's world: the language is there, and everything else
 * that a program of Node finds (clocks, the environment, timers, the network) is refused by name.
 */
import { ForbiddenInHandler } from "../../model/error.ts";
import { closeLanguage, harden, LANGUAGE, refusedFunction } from "./language.ts";

/** The names by which a module of Node knows its own path; bundles ask `globalThis` for them. */
const PATHS = ["__dirname", "__filename"] as const;

/** The names under which author code would reach the host; it finds `surroundings` there instead. */
export const SHADOWED: readonly string[] = [...new Set([...globalNames(), "self", "Date", ...PATHS])].filter(
  (name) => name === "Date" || !(name in LANGUAGE),
);

/** The names of all globals; in a browser, some are those of prototypes of the global object. */
function globalNames(): string[] {
  const names: string[] = [];
  for (let holder: unknown = globalThis; isContainer(holder); holder = Object.getPrototypeOf(holder))
    if (holder !== Object.prototype) names.push(...Object.getOwnPropertyNames(holder));
  return names.filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== "constructor");
}

/** A global of the host; those that Node loads when they are asked for are not asked for. */
function refusedGlobal(name: string): object {
  const real = (): unknown => (globalThis as Readonly<Record<string, unknown>>)[name];
  const { value, get } = Object.getOwnPropertyDescriptor(globalThis, name) ?? {};
  const isFunction = get === undefined ? typeof value === "function" : /^([A-Z]|fetch$)/.test(name);
  return refused(name, real, isFunction);
}

/** A part of the host, which refuses by name whatever it is used for. */
function refused(path: string, real: () => unknown, isFunction: boolean): object {
  const refuse = (used: string): never => {
    throw new ForbiddenInHandler(used);
  };
  const change = (_: object, name: string | symbol): never => refuse(`${path}.${String(name)}`);
  return new Proxy(isFunction ? function () {} : {}, {
    apply: () => refuse(`${path}()`),
    construct: () => refuse(`new ${path}()`),
    get(_, name) {
      if (name === "prototype") return NOTHING;
      const whole = real();
      if (typeof name === "symbol" || !isContainer(whole) || !(name in whole)) return undefined;
      const part = (whole as Readonly<Record<string, unknown>>)[name];
      return typeof part === "function"
        ? refused(`${path}.${name}`, () => part, true)
        : refuse(`${path}.${name}`);
    },
    set: change,
    defineProperty: change,
    deleteProperty: change,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
}

/** `Promise`, of which nothing can be used. */
function refusedPromise(): object {
  const refuse = (): never => {
    throw new ForbiddenInHandler("a promise", true);
  };
  return new Proxy(function () {}, {
    apply: refuse,
    construct: refuse,
    get: (_, name) => (name === "prototype" ? NOTHING : name in Promise ? Object.freeze(refuse) : undefined),
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
}

const NOTHING = Object.freeze({});

function isContainer(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

/** `structuredClone`, whose errors are the language's. */
function clone(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new TypeError((error as Error).message);
  }
}

/** The surroundings of one copy of author code, by name. */
export interface AuthorWorld {
  readonly values: Readonly<Record<string, unknown>>;
  /** Closes `globalThis`, which cannot be changed from then on. */
  close(): void;
}

/**
 * Closes the language of this thread.
 * @param console the `console` of author code
 * @returns what makes the surroundings of copies of author code
 */
export function closeWorld(console: unknown): () => AuthorWorld {
  closeLanguage();
  const given = { console, structuredClone: clone, TextEncoder, TextDecoder };
  const shared: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(SHADOWED.map((name) => [name, refusedGlobal(name)])),
    ...given,
    require: refusedFunction("require()"),
    // Async functions are made of promises.
    Promise: refusedPromise(),
    Date: LANGUAGE["Date"],
    Function: Function.prototype.constructor,
    self: undefined,
  };
  harden([given, ForbiddenInHandler]);
  return () => surroundings(shared);
}

function surroundings(shared: Readonly<Record<string, unknown>>): AuthorWorld {
  let isClosed = false;
  const touch = (name: string | symbol): void => {
    if (isClosed) throw new ForbiddenInHandler(`the shared globalThis.${String(name)}`);
  };
  const own: Record<string, unknown> = Object.assign(Object.create(null) as object, LANGUAGE, shared);
  const global = new Proxy(own, {
    set: (target, name, value) => (touch(name), Reflect.set(target, name, value)),
    defineProperty: (target, name, made) => (touch(name), Reflect.defineProperty(target, name, made)),
    deleteProperty: (target, name) => (touch(name), Reflect.deleteProperty(target, name)),
    setPrototypeOf: () => false,
    preventExtensions: () => false,
  });
  Object.assign(own, { globalThis: global, global });
  for (const name of PATHS) Object.defineProperty(own, name, { get: refusedFunction(name) });
  return { values: { ...shared, globalThis: global, global }, close: () => void (isClosed = true) };
}
