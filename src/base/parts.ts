/**
 * The parts of a value, and how to get to them. Plain values are trees: what stands in two places of one is
 * two values once it is copied. Where it matters that it was one, its places are written down as paths.
 */
import { Canonical } from "./canonical.ts";
import { format } from "./text.ts";
import { canonical, equal, NotPlain, type Plain } from "./value.ts";

/** One step into a value: a key of a record, a position in an array, or an entry of a Map or Set. */
type PathStep = string | number | readonly [what: "key" | "value", key: Plain];

/** Leads from a value to a part of it. */
export type Path = readonly PathStep[];

/** Whether two names can be for one and the same of it. */
export function isObject(value: unknown): value is object {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}

/** Shows a value and its parts, outermost first, each with its path, in an order that follows from them. */
export function visitParts(
  value: unknown,
  path: Path,
  /** Answers whether to go on with the parts of this one. */
  visit: (part: object, path: Path) => boolean,
): void {
  if (!isObject(value) || !visit(value, path)) return;
  for (const [step, part] of partsOf(value)) visitParts(part, [...path, step], visit);
}

/** The objects that an object holds, each with the step to it. */
function partsOf(whole: object): (readonly [PathStep, object])[] {
  if (typeof whole === "function") return [];
  if (Array.isArray(whole)) return [...whole.entries()].filter(holdsObject);
  if (isMap(whole)) {
    const entries = inOrder([...whole].filter(([key, held]) => isObject(key) || isObject(held)));
    return entries
      .flatMap(([name, key, held]) => [step("key", name, key), step("value", name, held)])
      .filter(holdsObject);
  }
  if (isSet(whole)) {
    const entries = inOrder([...whole].filter(isObject).map((element) => [element, element] as const));
    return entries.map(([name, element]) => step("key", name, element)).filter(holdsObject);
  }
  return Object.entries(whole)
    .filter(holdsObject)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function step(what: "key" | "value", name: Plain, part: unknown): readonly [PathStep, unknown] {
  return [[what, name], part];
}

function holdsObject(entry: readonly [PathStep, unknown]): entry is readonly [PathStep, object] {
  return isObject(entry[1]);
}

/** Entries in the order of the texts of their keys, each after its key as a plain value, if it is one. */
function inOrder(
  entries: readonly (readonly [key: unknown, held: unknown])[],
): (readonly [name: Plain, key: unknown, held: unknown])[] {
  return entries
    .flatMap(([key, held]) => {
      const name = plainOf(key);
      return name === undefined ? [] : [{ entry: [name, key, held] as const, text: format(name) }];
    })
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ entry }) => entry);
}

function plainOf(value: unknown): Plain | undefined {
  try {
    return canonical(value);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

function isMap(value: object): value is Map<unknown, unknown> {
  return Object.prototype.toString.call(value) === "[object Map]";
}

function isSet(value: object): value is Set<unknown> {
  return Object.prototype.toString.call(value) === "[object Set]";
}

/** The part of a value to which a path leads. */
export function partAt(value: unknown, path: Path): unknown {
  return path.reduce((whole: unknown, step) => {
    if (typeof step !== "object") return (whole as Readonly<Record<string, unknown>>)[step];
    const key = keyOf(whole as Map<unknown, unknown>, step[1]);
    return step[0] === "key" ? key : (whole as Map<unknown, unknown>).get(key);
  }, value);
}

/** The key of a Map, or the element of a Set, that is equal to this. */
function keyOf(whole: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>, name: Plain): unknown {
  return whole.has(name) ? name : [...whole.keys()].find((key) => equal(canonical(key), name));
}

/** Puts a part into a value where one stands that is equal to it. */
export function replacePart(value: unknown, path: Path, part: unknown): void {
  const whole = partAt(value, path.slice(0, -1)) as object;
  const step = path.at(-1) as PathStep;
  if (typeof step !== "object") (whole as Record<string, unknown>)[step] = part;
  else if (isMap(whole)) refill(whole, keyOf(whole, step[1]), { part, isKey: step[0] === "key" });
  else if (isSet(whole)) {
    const old = keyOf(whole, step[1]);
    const elements = [...whole];
    whole.clear();
    for (const element of elements) whole.add(element === old ? part : element);
  }
}

/** Replaces the key of an entry of a Map, or what it holds; every entry stays in its place. */
function refill(
  map: Map<unknown, unknown>,
  old: unknown,
  { part, isKey }: { readonly part: unknown; readonly isKey: boolean },
): void {
  if (!isKey) return void map.set(old, part);
  const entries = [...map];
  map.clear();
  for (const [key, held] of entries) map.set(key === old ? part : key, held);
}

/** Thrown by `canonicalTree` for a value of which something stands in two places. */
export class NotTree extends NotPlain {}

/**
 * The canonical form of a value that is one tree: nothing that can be changed stands in two places of it,
 * which would be two values afterwards. What is frozen may: who has put it there cannot change it.
 * @param name what the value is called
 * @throws NotPlain if it is no tree, or something in it is not plain
 */
export function canonicalTree(value: unknown, name: string): Plain {
  const plain = canonical(value);
  if (!isTree(value, new Set())) refuseTwins(value, name);
  return plain;
}

/**
 * Whether no part of a value stands in it twice, as far as parts may be changed; of what has been frozen by
 * others than `canonical` it is not told. `met`: the parts that were met before.
 */
function isTree(value: unknown, met: Set<object>): boolean {
  if (typeof value !== "object" || value === null || Canonical.of(value) !== undefined) return true;
  if (met.has(value)) return false;
  met.add(value);
  if (Array.isArray(value)) return value.every((part) => isTree(part, met));
  if (isSet(value)) {
    for (const part of value) if (!isTree(part, met)) return false;
    return true;
  }
  if (isMap(value)) {
    for (const [key, held] of value) if (!isTree(key, met) || !isTree(held, met)) return false;
    return true;
  }
  for (const name in value) if (!isTree((value as Record<string, unknown>)[name], met)) return false;
  return true;
}

/** @throws NotTree if something that is not frozen stands in a value twice */
function refuseTwins(value: unknown, name: string): void {
  const places = new Map<object, Path>();
  visitParts(value, [], (part, path) => {
    const other = places.get(part);
    if (other === undefined) places.set(part, path);
    else if (!Object.isFrozen(part))
      throw new NotTree(
        textOf(path),
        `the same ${kindOf(part)} as ${name}${textOf(other)}, and after the step they would be two`,
      );
    return true;
  });
}

function kindOf(part: object): string {
  if (Array.isArray(part)) return "array";
  return isMap(part) ? "Map" : isSet(part) ? "Set" : "object";
}

function textOf(path: Path): string {
  return path
    .map((step) => {
      if (typeof step === "number") return `[${step}]`;
      if (typeof step === "string") return `.${step}`;
      return step[0] === "key" ? `.keys(): ${format(step[1])}` : `.get(${format(step[1])})`;
    })
    .join("");
}
