/** The values of shared objects, as far as somebody has looked at them. */
import type { Plain } from "../../base/value.ts";

/** The values of objects, by number; undefined where nobody has looked. */
export type ObjectValues = readonly (Plain | undefined)[];

/** The new values of objects, by number. */
export type Writes = ReadonlyMap<number, Plain>;

/** Thrown where a step depends on an object that nobody has looked at. */
export class Unseen extends Error {
  /** The number of the object. */
  readonly object: number;
  constructor(object: number) {
    super(`object ${object} was not looked at`);
    this.object = object;
  }
}

/** Thrown where a step is not possible as things are. */
export class NotNow extends Error {}

/** The value of an object. @throws Unseen */
export function valueIn(values: ObjectValues, object: number): Plain {
  const value = values[object];
  if (value === undefined) throw new Unseen(object);
  return value;
}

/** The values after something was written. */
export function withWrites(values: ObjectValues, writes: Writes | undefined): ObjectValues {
  if (writes === undefined || writes.size === 0) return values;
  const after = [...values];
  for (const [object, value] of writes) after[object] = value;
  return after;
}
