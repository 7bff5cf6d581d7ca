/**
 * Plain values in another order. Two Sets with the same elements are one value, whatever the order in which
 * these were added; so are Maps and records. Whoever acts on that order acts on something that is not part of
 * the value, and does something else when he gets an equal value in another order.
 */
import { Canonical } from "./canonical.ts";
import type { Plain } from "./value.ts";

/** Makes of a value an equal one in another order. */
export type Arrangement = <T>(value: T) => T;

/** The order that a value has. */
export function asItIs<T>(value: T): T {
  return value;
}

/** Changes the order of a list. */
type Reordering = <T>(list: readonly T[]) => T[];

/** Backwards, so that of any two the other comes first. */
const backwards: Reordering = (list) => list.toReversed();

/** Backwards, or, so that none stays in the middle, the first at the end: none stands where it stood. */
const displaced: Reordering = (list) =>
  list.length % 2 === 0 ? list.toReversed() : [...list.slice(1), ...list.slice(0, 1)];

/**
 * An arrangement in which Sets, Maps and records list what is in them in another order, at every depth. The
 * same object becomes the same object, so that what large values share is made once.
 */
function arrangementBy(reordered: Reordering): Arrangement {
  const known = new Map<object, Plain>();
  const anew = (value: Plain): Plain => {
    if (typeof value !== "object" || value === null) return value;
    const before = known.get(value);
    if (before !== undefined) return before;
    const made = inOtherOrder(value, anew, reordered);
    known.set(value, made);
    return made;
  };
  return <T>(value: T) => anew(value as Plain) as T;
}

/**
 * Two ways to make such arrangements: whoever acts on which of two parts comes first, or on which stands at
 * some place, does something else in one of them.
 */
export const REARRANGEMENTS: readonly [() => Arrangement, () => Arrangement] = [
  () => arrangementBy(displaced),
  () => arrangementBy(backwards),
];

/**
 * A value in another order, given the function that does the same to its parts; the very same, if it has no
 * other order.
 */
function inOtherOrder(value: Plain & object, anew: (part: Plain) => Plain, reordered: Reordering): Plain {
  if (Array.isArray(value)) return inSameOrder(value, anew);
  if (value instanceof Set) {
    const elements = [...(value as ReadonlySet<Plain>)];
    const made = inSameOrder(elements, anew);
    return elements.length < 2 && made === elements ? value : new Set(reordered(made));
  }
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<Plain, Plain>)];
    const made = entries.map(([key, held]): [Plain, Plain] => [anew(key), anew(held)]);
    return new Map(reordered(made));
  }
  const fields = value as Readonly<Record<string, Plain>>;
  const names = Object.keys(fields);
  const [name] = names;
  if (name === undefined || (names.length === 1 && anew(fields[name] as Plain) === fields[name]))
    return value;
  const made: Record<string, Plain> = {};
  for (const one of reordered(names)) made[one] = anew(fields[one] as Plain);
  return Object.values(made).every(isFixed) ? Canonical.markShown(made, value) : made;
}

/** Whether nobody can change a part, whatever it shows. */
function isFixed(part: Plain): boolean {
  return typeof part !== "object" || part === null || Canonical.of(part) !== undefined;
}

/** A list whose elements are in another order; the very same, if they have none. */
function inSameOrder(list: readonly Plain[], anew: (part: Plain) => Plain): readonly Plain[] {
  for (let i = 0; i < list.length; i++) {
    const part = list[i] as Plain;
    if (anew(part) !== part) return list.map(anew);
  }
  return list;
}
