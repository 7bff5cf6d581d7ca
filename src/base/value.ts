/**
 * Plain values: what states, messages, inputs and decisions are made of. They are compared by what
 * they contain, never by identity, so every value has one *canonical* form (object keys, Map entries
 * and Set elements in order of their text, -0 as 0), and two values are equal if and only if their
 * texts (`format`) are.
 */
import { format } from "./text.ts";

/** A value that consists of data alone. */
export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain }
  | ReadonlyMap<Plain, Plain>
  | ReadonlySet<Plain>;

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

/**
 * The canonical form of `value`: a deep copy, deeply frozen (Maps and Sets refuse changes too).
 * @throws NotPlain if something in it is not plain.
 */
export function canonical(value: unknown): Plain {
  return canonicalAt(value, "", []);
}

function canonicalAt(value: unknown, path: string, above: readonly object[]): Plain {
  switch (typeof value) {
    case "boolean":
    case "bigint":
    case "string":
      return value;
    case "number":
      return value === 0 ? 0 : value;
    case "undefined":
      throw new NotPlain(path, "undefined (say null)");
    case "function":
      throw new NotPlain(path, `a function (${value.name === "" ? "without a name" : value.name})`);
    case "symbol":
      throw new NotPlain(path, "a symbol");
    default:
      return value === null ? null : canonicalObject(value as object, path, above);
  }
}

function canonicalObject(value: object, path: string, above: readonly object[]): Plain {
  if (above.includes(value)) throw new NotPlain(path, "part of itself (a cycle)");
  const within = [...above, value];
  if (Array.isArray(value)) return canonicalArray(value, path, within);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || isObjectPrototype(prototype)) return canonicalRecord(value, path, within);
  if (value instanceof Map) return canonicalMap(value, path, within);
  if (value instanceof Set) return canonicalSet(value, path, within);
  const name = (value as { constructor?: { name?: string } }).constructor?.name;
  throw new NotPlain(path, `an instance of ${name ?? "a class"}`);
}

/** True for the prototype of object literals, of this realm or another. */
function isObjectPrototype(prototype: unknown): boolean {
  return prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function canonicalArray(value: readonly unknown[], path: string, above: readonly object[]): Plain {
  const copy: Plain[] = [];
  for (let i = 0; i < value.length; i++) copy.push(canonicalAt(value[i], `${path}[${i}]`, above));
  return Object.freeze(copy);
}

function canonicalRecord(value: object, path: string, above: readonly object[]): Plain {
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw new NotPlain(path, "an object with a symbol as key");
  const copy: Record<string, Plain> = {};
  for (const key of Object.keys(value).sort()) {
    if (key === "__proto__") throw new NotPlain(path, "an object with the key __proto__");
    copy[key] = canonicalAt((value as Record<string, unknown>)[key], `${path}.${key}`, above);
  }
  return Object.freeze(copy);
}

function canonicalMap(value: ReadonlyMap<unknown, unknown>, path: string, above: readonly object[]): Plain {
  const entries = new Map<string, [Plain, Plain]>();
  for (const [key, held] of value) {
    const plainKey = canonicalAt(key, `${path}.keys()`, above);
    const text = format(plainKey);
    if (entries.has(text)) throw new NotPlain(path, `a Map with two keys that are equal by value: ${text}`);
    entries.set(text, [plainKey, canonicalAt(held, `${path}.get(${text})`, above)]);
  }
  return frozenMap(new Map(inOrder(entries)));
}

function canonicalSet(value: ReadonlySet<unknown>, path: string, above: readonly object[]): Plain {
  const elements = new Map<string, Plain>();
  for (const element of value) {
    const plain = canonicalAt(element, `${path}.values()`, above);
    const text = format(plain);
    if (elements.has(text))
      throw new NotPlain(path, `a Set with two elements that are equal by value: ${text}`);
    elements.set(text, plain);
  }
  return frozenSet(new Set(inOrder(elements)));
}

function inOrder<T>(byText: ReadonlyMap<string, T>): T[] {
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, held]) => held);
}

/** Frozen too: all Maps and Sets share it. */
const refuse = Object.freeze((): never => {
  throw new TypeError("Cannot assign to read only Map or Set");
});

function frozenMap(map: Map<Plain, Plain>): ReadonlyMap<Plain, Plain> {
  return Object.freeze(Object.defineProperties(map, refusals("set", "delete", "clear")));
}

function frozenSet(set: Set<Plain>): ReadonlySet<Plain> {
  return Object.freeze(Object.defineProperties(set, refusals("add", "delete", "clear")));
}

function refusals(...methods: readonly string[]): PropertyDescriptorMap {
  return Object.fromEntries(methods.map((method) => [method, { value: refuse, enumerable: false }]));
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
  return a === b || format(a) === format(b);
}
