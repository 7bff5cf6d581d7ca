/**
 * Plain values: what states, messages, inputs and decisions are made of. They are compared by what
 * they contain, never by identity, so every value has one *canonical* form (object keys, Map entries
 * and Set elements in order of their text), and two values are equal if and only if their texts (`format`)
 * are.
 */
import { Canonical } from "./canonical.ts";
import { caught } from "./foreign.ts";
import { DEPTH_MAX, type Plain } from "./plain.ts";
import { format } from "./text.ts";

export type { Plain };

/** Thrown by `canonical` for a value that is not plain. `path` leads to it, as in `.log[2].when`. */
export class NotPlain extends Error {
  readonly path: string;
  readonly found: string;
  constructor(path: string, found: string) {
    super(`${path === "" ? "the value" : path} is ${found}`);
    this.path = path;
    this.found = found;
  }
}

/** Finishes a copy whose parts are canonical: given the greatest height of these, it is canonical, too. */
type Finish = <T extends object>(copy: T, below: number) => T;

/**
 * The canonical form of `value`: a deep copy, deeply frozen (Maps and Sets refuse changes too). Parts that
 * are canonical already are not copied.
 * @throws NotPlain if something in it is not plain.
 */
export function canonical(value: unknown): Plain {
  return canonicalBy(finished, value);
}

/** The canonical form, by a `finish` that may give what is equal to a copy in its place. @throws NotPlain */
export function canonicalBy(finish: Finish, value: unknown): Plain {
  try {
    return canonicalAt(value, undefined, finish);
  } catch (error) {
    throw isTold(error) ? error : new NotPlain("", "something that cannot be looked at");
  }
}

/** Whether an error is not one that a value has thrown when it was looked at, as a proxy may. */
function isTold(error: unknown): boolean {
  const known = caught(error);
  return known === error && (known instanceof NotPlain || known instanceof RangeError);
}

/** A longer path is cut. */
const PATH_MAX = 60;

/** A field of a record, a position in an array, or how to get to a part of a Map or Set, in words. */
type Turning = string | number | { readonly words: string };

/** The object in which a value stands, where it does, and the same of that object. */
interface Surrounding {
  readonly object: object;
  step: Turning;
  readonly within: Surrounding | undefined;
  /** The number of objects in each other, this one included. */
  readonly depth: number;
}

/** The text of the way to a value. */
function pathTo(within: Surrounding | undefined): string {
  if (within === undefined) return "";
  const { step } = within;
  const last = typeof step === "string" ? `.${step}` : typeof step === "number" ? `[${step}]` : step.words;
  return pathTo(within.within) + last;
}

function canonicalAt(value: unknown, within: Surrounding | undefined, finish: Finish): Plain {
  switch (typeof value) {
    case "boolean":
    case "bigint":
    case "string":
    case "number":
      return value;
    case "undefined":
      throw new NotPlain(pathTo(within), "undefined (say null)");
    case "function":
      throw new NotPlain(pathTo(within), `a function (${value.name === "" ? "without a name" : value.name})`);
    case "symbol":
      throw new NotPlain(pathTo(within), "a symbol");
    default:
      return value === null ? null : canonicalObject(value as object, within, finish);
  }
}

function canonicalObject(value: object, within: Surrounding | undefined, finish: Finish): Plain {
  const depth = (within?.depth ?? 0) + 1;
  const known = Canonical.of(value);
  if (known !== undefined && depth + known.height <= DEPTH_MAX + 1) return known.canonical as Plain;
  for (let around = within; around !== undefined; around = around.within)
    if (around.object === value) throw new NotPlain(pathTo(within), "part of itself (a cycle)");
  if (depth > DEPTH_MAX)
    throw new NotPlain(
      `${pathTo(within).slice(0, PATH_MAX)}…`,
      `deeper than ${DEPTH_MAX} values in each other`,
    );
  const here = { object: value, step: "", within, depth };
  switch (kindOf(value)) {
    case "record":
      return canonicalRecord(value, here, finish);
    case "array":
      return canonicalArray(value as readonly unknown[], here, finish);
    case "Map":
      return canonicalMap(value as ReadonlyMap<unknown, unknown>, here, finish);
    case "Set":
      return canonicalSet(value as ReadonlySet<unknown>, here, finish);
    default: {
      if (Object.getPrototypeOf(value) === null)
        throw new NotPlain(pathTo(within), "an object without a prototype (say {} or a Map)");
      const name = (value as { constructor?: { name?: string } }).constructor?.name;
      throw new NotPlain(pathTo(within), `an instance of ${name ?? "a class"}`);
    }
  }
}

/** The kind of plain value that an object is, of this realm or another; undefined if it is none. */
export function kindOf(value: object): "record" | "array" | "Map" | "Set" | undefined {
  const depth = prototypesOf(value);
  const prototype = Object.getPrototypeOf(value) as object;
  // What a record inherits is what every object does, and what an array inherits belongs to one.
  if (depth === 1) return Object.hasOwn(prototype, "isPrototypeOf") ? "record" : undefined;
  if (depth !== 2) return undefined;
  if (Array.isArray(value)) return Array.isArray(prototype) ? "array" : undefined;
  const tag = Object.prototype.toString.call(value);
  return tag === "[object Map]" ? "Map" : tag === "[object Set]" ? "Set" : undefined;
}

/** The length of a prototype chain, to 3: 1 for a record, 2 for an array, a Map or a Set. */
function prototypesOf(value: object): number {
  let count = 0;
  let at: unknown = Object.getPrototypeOf(value);
  for (; at !== null && count < 3; at = Object.getPrototypeOf(at)) count++;
  return count;
}

/** Refuses what a copy would not have: properties that are no elements, such as `list.last`. */
function refuseExtras(value: object, within: Surrounding | undefined): void {
  const own = Reflect.ownKeys(value);
  if (own.length === (Array.isArray(value) ? value.length + 1 : 0)) return;
  const extra = own.find((name) => !isPartOf(value, name));
  if (extra === undefined) return;
  const name = typeof extra === "symbol" ? `[${String(extra)}]` : `.${extra}`;
  throw new NotPlain(`${pathTo(within)}${name}`, "a property that is no element, which would be lost");
}

/** Whether a copy of an array, a Map or a Set has this property: "01" and "4294967295" are no elements. */
function isPartOf(value: object, name: string | symbol): boolean {
  if (!Array.isArray(value)) return (value as Record<string | symbol, unknown>)[name] === refuse;
  if (typeof name === "symbol") return false;
  return name === "length" || (String(Number(name) >>> 0) === name && Number(name) < value.length);
}

function canonicalArray(value: readonly unknown[], here: Surrounding, finish: Finish): Plain {
  refuseExtras(value, here.within);
  const copy: Plain[] = [];
  let below = 0;
  for (let i = 0; i < value.length; i++) {
    here.step = i;
    const part = canonicalAt(value[i], here, finish);
    below = Math.max(below, heightOf(part));
    copy.push(part);
  }
  return finish(copy, below);
}

function canonicalRecord(value: object, here: Surrounding, finish: Finish): Plain {
  const copy: Record<string, Plain> = {};
  let below = 0;
  // To ask for both at once takes more than twice as long.
  const names = inOrderOfText(Object.getOwnPropertyNames(value));
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw new NotPlain(pathTo(here.within), "an object with a symbol as key");
  for (const key of names) {
    if (key === "__proto__") throw new NotPlain(pathTo(here.within), "an object with the key __proto__");
    here.step = key;
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property?.get !== undefined || property?.set !== undefined)
      throw new NotPlain(pathTo(here), "computed whenever it is read (a getter)");
    if (property?.enumerable !== true)
      throw new NotPlain(pathTo(here), "a property that is not enumerable, which would be lost");
    const part = canonicalAt(property.value, here, finish);
    below = Math.max(below, heightOf(part));
    copy[key] = part;
  }
  return finish(copy, below);
}

/** A copy that is complete, given the greatest height of its parts. */
export function finished<T extends object>(copy: T, below: number): T {
  return Canonical.mark(copy, below + 1);
}

function heightOf(part: Plain): number {
  return typeof part === "object" && part !== null ? (Canonical.of(part)?.height ?? 0) : 0;
}

/** So few keys are put in order fastest by insertion, in their own list. */
const FEW = 16;

/** Keys in the order of their texts. */
function inOrderOfText(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort((a, b) => (a < b ? -1 : 1));
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let place = i;
    for (; place > 0 && key < (keys[place - 1] as string); place--) keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

function canonicalMap(value: ReadonlyMap<unknown, unknown>, here: Surrounding, finish: Finish): Plain {
  refuseExtras(value, here.within);
  const entries = new Map<string, [Plain, Plain]>();
  let below = 0;
  for (const [key, held] of value) {
    here.step = { words: ".keys()" };
    const plainKey = canonicalAt(key, here, finish);
    const text = format(plainKey);
    if (entries.has(text))
      throw new NotPlain(pathTo(here.within), `a Map with two keys that are equal by value: ${text}`);
    here.step = { words: `.get(${text})` };
    const part = canonicalAt(held, here, finish);
    below = Math.max(below, heightOf(plainKey), heightOf(part));
    entries.set(text, [plainKey, part]);
  }
  return finish(refusing(new Map(inOrder(entries)), MAP_CHANGES), below);
}

function canonicalSet(value: ReadonlySet<unknown>, here: Surrounding, finish: Finish): Plain {
  refuseExtras(value, here.within);
  const elements = new Map<string, Plain>();
  let below = 0;
  here.step = { words: ".values()" };
  for (const element of value) {
    const plain = canonicalAt(element, here, finish);
    const text = format(plain);
    if (elements.has(text))
      throw new NotPlain(pathTo(here.within), `a Set with two elements that are equal by value: ${text}`);
    below = Math.max(below, heightOf(plain));
    elements.set(text, plain);
  }
  return finish(refusing(new Set(inOrder(elements)), SET_CHANGES), below);
}

/** The values that texts stand for, in the order of the texts: mostly that in which they come. */
function inOrder<T>(byText: ReadonlyMap<string, T>): Iterable<T> {
  let last = "";
  for (const text of byText.keys()) {
    if (text < last) return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, held]) => held);
    last = text;
  }
  return byText.values();
}

/** The method that throws, in place of those that change a Map or Set. Frozen, because all share it. */
const refuse = Object.freeze((): never => {
  throw new TypeError("Cannot assign to read only Map or Set");
});

const REFUSAL: PropertyDescriptor = { value: refuse, enumerable: false };
const MAP_CHANGES = ["set", "delete", "clear"];
const SET_CHANGES = ["add", "delete", "clear"];

/** The container, whose methods throw. To define them all at once takes twice as long. */
function refusing<T extends object>(container: T, methods: readonly string[]): T {
  for (const method of methods) Object.defineProperty(container, method, REFUSAL);
  return container;
}

/** A deep copy of a plain value that may be changed at will; keeps canonical order. */
export function mutableCopy<T>(value: T): T {
  return copyOf(value as Plain) as T;
}

function copyOf(value: Plain): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Plain[]).map(copyOf);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    for (const [key, held] of value as ReadonlyMap<Plain, Plain>) copy.set(copyOf(key), copyOf(held));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    for (const element of value as ReadonlySet<Plain>) copy.add(copyOf(element));
    return copy;
  }
  const record = value as Readonly<Record<string, Plain>>;
  const copy: Record<string, unknown> = {};
  for (const key in record) copy[key] = copyOf(record[key] as Plain);
  return copy;
}

/** Whether two plain values are equal: whether they contain the same. */
export function equal(a: Plain, b: Plain): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  return a === b || format(a) === format(b);
}

/**
 * Whether two pieces of data are the same to the last field, and list what is in them in the same order. So
 * plain values that are identical are equal; equal ones in different orders are not identical.
 */
export function areIdentical(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a)) return areIdenticalLists(a, b as readonly unknown[]);
  if (a instanceof Set || a instanceof Map) return areIdenticalLists([...a], [...(b as Iterable<unknown>)]);
  const names = Object.keys(a);
  if (!areIdenticalLists(names, Object.keys(b))) return false;
  const [one, other] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  for (const name of names) if (!areIdentical(one[name], other[name])) return false;
  return true;
}

function areIdenticalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!areIdentical(a[i], b[i])) return false;
  return true;
}
