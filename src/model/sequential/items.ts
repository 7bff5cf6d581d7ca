/**
 * The items of a `for … of` loop of process code, and its place among them between two steps: in an array a
 * position, in a Map or Set the keys that it has been at. What is added meanwhile it comes to, and what is
 * deleted it does not, as in the language.
 */

type Collection = readonly unknown[] | ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>;
type Cursor = number | unknown[];

/** The operations of compiled loops on their items. */
export const items = {
  /** The collection to loop over; iterators are read to their end at once. */
  of(list: Iterable<unknown>): Collection {
    if (Array.isArray(list) || isMap(list) || isSet(list)) return list as Collection;
    if (typeof (list as { [Symbol.iterator]?: unknown } | null)?.[Symbol.iterator] === "function")
      return [...list];
    throw new TypeError(`${list === null ? "null" : typeof list} is not iterable`);
  },
  first: (list: Collection): Cursor => (Array.isArray(list) ? 0 : []),
  has: (list: Collection, place: Cursor): boolean =>
    typeof place === "number" ? place < (list as readonly unknown[]).length : place.length < sizeOf(list),
  /** The item at a place; of a Map or Set it is one that has not been there. */
  at(list: Collection, place: Cursor): unknown {
    if (typeof place === "number") return (list as readonly unknown[])[place];
    const seen = new Set(place);
    const key = [...(list as ReadonlySet<unknown>).keys()].find((one) => !seen.has(one));
    place.push(key);
    return isMap(list) ? [key, list.get(key)] : key;
  },
  next: (list: Collection, place: Cursor): Cursor =>
    typeof place === "number" ? place + 1 : place.filter((key) => (list as ReadonlySet<unknown>).has(key)),
};

function sizeOf(list: Collection): number {
  return (list as ReadonlySet<unknown>).size;
}

function isMap(list: object): list is ReadonlyMap<unknown, unknown> {
  return Object.prototype.toString.call(list) === "[object Map]";
}

function isSet(list: object): list is ReadonlySet<unknown> {
  return Object.prototype.toString.call(list) === "[object Set]";
}
