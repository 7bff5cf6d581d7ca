/**
 * The language in a thread that runs author code: what in it reads a clock, a random number or the settings
 * of the machine is refused, and what all code shares (prototypes, constructors) cannot be changed, or is
 * watched.
 */
import { ForbiddenInHandler, ProtocolError } from "../../model/error.ts";

/** The words of a text. */
function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

const TYPED_ARRAYS = words(`
  Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  BigInt64Array BigUint64Array Float16Array Float32Array Float64Array
`);

const OTHERS = words(`
  Object Array Number Boolean String Symbol BigInt Math JSON Reflect Proxy Map Set WeakMap WeakSet
  Date RegExp Iterator ArrayBuffer DataView Infinity NaN undefined isFinite isNaN parseFloat parseInt
  Error AggregateError EvalError RangeError ReferenceError SuppressedError SyntaxError TypeError URIError
  decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape
`);

/** The part of the language that answers alike on every day and every machine, by global name. */
export const LANGUAGE: Readonly<Record<string, unknown>> = present([...OTHERS, ...TYPED_ARRAYS]);

/** The globals among these names that this version of the language has; `Date` without its clock. */
function present(names: readonly string[]): Record<string, unknown> {
  const global = globalThis as Record<string, unknown>;
  const known = names.filter((name) => name in global).map((name) => [name, global[name]] as const);
  return { ...Object.fromEntries(known), Date: timeless(Date) };
}

/** A function that refuses to be called or constructed; `used` says what was reached for. */
export function refusedFunction(used: string): () => never {
  return Object.freeze(function (): never {
    throw new ForbiddenInHandler(used);
  });
}

/** `new Date()` and `Date()` read the clock; `new Date(0)` does not. */
function timeless(clock: DateConstructor): DateConstructor {
  return new Proxy(clock, {
    construct(target, parameters, newTarget) {
      if (parameters.length === 0) throw new ForbiddenInHandler("new Date()");
      return Reflect.construct(target, parameters, newTarget) as object;
    },
    apply(): never {
      throw new ForbiddenInHandler("Date()");
    },
  });
}

/**
 * Takes out of this thread's language what is not the same on every day and every machine, and closes the
 * rest against changes. Once; nothing else in the thread may need what is taken out.
 */
export function closeLanguage(): void {
  put(Math, "random", refusedFunction("Math.random()"));
  put(Date, "now", refusedFunction("Date.now()"));
  put(Date.prototype, "constructor", LANGUAGE["Date"]);
  if ("fromAsync" in Array) put(Array, "fromAsync", refusedFunction("Array.fromAsync()"));
  refuseCodeFromText();
  boundArrays();
  fixLocale();
  forgetMatches();
  openErrors();
  kept.push(...WATCHED.map(snapshot));
  const watched = kept.flatMap(({ parts }) => [...parts.values()].flatMap(partsOf));
  harden([...Object.values(LANGUAGE), Function, ...HIDDEN, ...watched]);
}

/** Changes a property and nothing else: V8 is slow with a `Math` whose properties have been made anew. */
function put(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value });
}

/** Code that is made from text would not stand in the surroundings of author code. */
function refuseCodeFromText(): void {
  for (const example of FUNCTIONS) {
    const prototype = Object.getPrototypeOf(example) as { constructor: { name: string } };
    const { name } = prototype.constructor;
    const refused = function (): never {
      throw new ForbiddenInHandler(`new ${name}()`);
    };
    put(refused, "name", name);
    Object.defineProperty(refused, "prototype", { value: prototype, writable: false });
    put(prototype, "constructor", refused);
  }
}

const FUNCTIONS = [function () {}, function* () {}, async function () {}, async function* () {}];

/** Values of the kinds that have no global name, in the versions of the language that have them. */
const HIDDEN = FUNCTIONS.concat([
  [].values(),
  new Map().values(),
  new Set().values(),
  "".matchAll(/a/g),
  ""[Symbol.iterator](),
  ...helpers(),
] as never[]);

/** The iterators that are made of iterators. */
function helpers(): unknown[] {
  const iterator = [].values() as unknown as { map?: (change: () => void) => unknown };
  const { Iterator } = globalThis as { Iterator?: { from?: (iterator: object) => unknown } };
  return [iterator.map?.(() => {}), Iterator?.from?.({ next: () => ({ done: true }) })];
}

/** The maximum length of an array that V8 keeps as a list: to make a longer one at once ends the program. */
const AT_ONCE_MAX = 2 ** 25;

/** Refuses to make arrays that are too long, which nobody could report after it has happened. */
function boundArrays(): void {
  bound(Array.prototype, "fill", (length) => `an array of ${length} elements is too long to be filled`);
  bound(String.prototype, "split", (length) => `a text of ${length} characters is too long to be split`);
}

function bound<N extends string>(
  holder: { readonly [name in N]: (...given: never[]) => unknown },
  name: N,
  refusal: (length: number) => string,
): void {
  const method = holder[name];
  const bounded = {
    [name](this: { readonly length: number }, ...given: unknown[]): unknown {
      if (this.length > AT_ONCE_MAX) throw new RangeError(refusal(this.length));
      return Reflect.apply(method, this, given) as unknown;
    },
  };
  Object.defineProperty(bounded[name], "length", { value: method.length });
  put(holder, name, bounded[name]);
}

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/** Texts are made for one locale and one time zone, whatever the machine is set to. */
function fixLocale(): void {
  const utc = (options: unknown): object => ({ timeZone: "UTC", ...(options as object | undefined) });
  for (const holder of [Number.prototype, BigInt.prototype])
    withDefaults(holder, "toLocaleString", ([locale = LOCALE, options]) => [locale, options]);
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"])
    withDefaults(Date.prototype, name, ([locale = LOCALE, options]) => [locale, utc(options)]);
  for (const name of ["toLocaleUpperCase", "toLocaleLowerCase"])
    withDefaults(String.prototype, name, ([locale = LOCALE]) => [locale]);
  withDefaults(String.prototype, "localeCompare", ([that, locale = LOCALE, options]) => [
    that,
    locale,
    options,
  ]);
  nameTimeZone();
}

const LOCALE = "en-US";

/** The text of a date ends in the name of the time zone, in the language that the machine is set to. */
function nameTimeZone(): void {
  for (const name of ["toString", "toTimeString"] as const) {
    const original = Date.prototype[name];
    const named = {
      [name](this: Date): string {
        return Reflect.apply(original, this, []).replace(/ \(.*\)$/, " (Coordinated Universal Time)");
      },
    };
    put(Date.prototype, name, named[name]);
  }
}

/** Gives a method other parameters than those that it is called with. */
function withDefaults(holder: object, name: string, given: (parameters: unknown[]) => unknown[]): void {
  const original = (holder as Record<string, Method>)[name] as Method;
  const changed = {
    [name](this: unknown, ...parameters: unknown[]): unknown {
      return Reflect.apply(original, this, given(parameters));
    },
  };
  put(holder, name, changed[name]);
}

/** `RegExp.$1` and its like remember the last match, whoever made it. */
function forgetMatches(): void {
  const needed = ["length", "name", "prototype", "escape"];
  for (const name of Object.getOwnPropertyNames(RegExp)) {
    if (!needed.includes(name)) Reflect.deleteProperty(RegExp, name);
  }
}

/** An error can be given a name and a message of its own, although its prototype is frozen. */
function openErrors(): void {
  const prototypes = Object.entries(LANGUAGE)
    .filter(([name]) => name.endsWith("Error"))
    .map(([, kind]) => (kind as ErrorConstructor).prototype as unknown as Record<string, unknown>);
  for (const prototype of prototypes) {
    for (const name of ["name", "message", "toString"].filter((own) => Object.hasOwn(prototype, own))) {
      const value = prototype[name];
      Object.defineProperty(prototype, name, {
        get: () => value,
        set(this: object, own: unknown) {
          Object.defineProperty(this, name, {
            value: own,
            writable: true,
            enumerable: true,
            configurable: true,
          });
        },
        configurable: false,
      });
    }
  }
}

/** Objects that V8 handles far more slowly, and all that inherit from them, when they are frozen. */
const WATCHED: readonly (readonly [name: string, holder: object])[] = [
  ["Object", Object] as const,
  ["Array", Array] as const,
  ["TypedArray", Object.getPrototypeOf(Int8Array) as ArrayConstructor] as const,
  ...TYPED_ARRAYS.filter((name) => name in LANGUAGE).map(
    (name) => [name, LANGUAGE[name] as ArrayConstructor] as const,
  ),
].flatMap(([name, kind]) => [
  [name, kind],
  [`${name}.prototype`, kind.prototype as object],
]);

/** An object that is watched, and what it was like. */
interface Kept {
  readonly name: string;
  readonly holder: object;
  readonly parent: object | null;
  readonly parts: ReadonlyMap<PropertyKey, PropertyDescriptor | undefined>;
}

const kept: Kept[] = [];

function snapshot([name, holder]: readonly [name: string, holder: object]): Kept {
  const keys = Reflect.ownKeys(holder);
  const parts = new Map(keys.map((key) => [key, Reflect.getOwnPropertyDescriptor(holder, key)]));
  return { name, holder, parent: Reflect.getPrototypeOf(holder), parts };
}

/**
 * The name of the part of the shared language that author code has changed, such as `Array.prototype.last`,
 * if any. It is set right again, as far as that can be.
 */
function changeOfLanguage(): string | undefined {
  for (const { name, holder, parent, parts } of kept) {
    if (!Object.isExtensible(holder)) return name;
    if (Reflect.getPrototypeOf(holder) !== parent && Reflect.setPrototypeOf(holder, parent)) return name;
    const keys = Reflect.ownKeys(holder);
    const isComplete = keys.length === parts.size && keys.every((key) => parts.has(key));
    for (const key of isComplete ? keys : [...keys, ...parts.keys()]) {
      const part = parts.get(key);
      if (areSame(part, Reflect.getOwnPropertyDescriptor(holder, key))) continue;
      if (part === undefined) Reflect.deleteProperty(holder, key);
      else Reflect.defineProperty(holder, key, part);
      return `${name}.${String(key)}`;
    }
  }
  return undefined;
}

function areSame(a: PropertyDescriptor | undefined, b: PropertyDescriptor | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const isSame = a.value === b.value && a.get === b.get && a.set === b.set;
  const isAlike = a.writable === b.writable && a.enumerable === b.enumerable;
  return isSame && isAlike && a.configurable === b.configurable;
}

/** The number of calls of author code after which only one of CALLS_EACH is looked at. */
const CALLS_ALL = 256;
const CALLS_EACH = 1_024;

let calls = 0;

/** Looks after the language between calls of author code. @throws ForbiddenInHandler if it is changed */
export function refuseChanges(): void {
  if (++calls > CALLS_ALL && calls % CALLS_EACH !== 0) return;
  const change = changeOfLanguage();
  if (change !== undefined) throw new ForbiddenInHandler(`the shared ${change}`);
}

/** @throws ProtocolError if author code has changed the language, in whichever call it was */
export function tellChanges(): void {
  const change = changeOfLanguage();
  if (change === undefined) return;
  throw new ProtocolError(
    "ambient-state",
    `Author code used the shared ${change}.`,
    [],
    "A handler acts on its own state and the event alone. Keep what it remembers in `state`.",
  );
}

function partsOf({ value, get, set }: PropertyDescriptor = {}): unknown[] {
  return [value, get, set];
}

/** Freezes all that can be reached from these values, but for what is watched. */
export function harden(roots: readonly unknown[]): void {
  const done = new Set<unknown>(WATCHED.map(([, holder]) => holder));
  const waiting = [...roots];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if ((typeof one !== "object" && typeof one !== "function") || one === null || done.has(one)) continue;
    done.add(one);
    for (const key of Reflect.ownKeys(one)) {
      waiting.push(...partsOf(Reflect.getOwnPropertyDescriptor(one, key)));
    }
    waiting.push(Object.getPrototypeOf(one));
    if (!ArrayBuffer.isView(one)) Object.freeze(one);
  }
}
