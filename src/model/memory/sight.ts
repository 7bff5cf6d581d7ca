/** Sights: the values of shared objects, as far as somebody has looked at them. */
import type { Plain } from "../../base/value.ts";

/** The values of objects, by number; undefined where nobody has looked. */
export type Sight = readonly (Plain | undefined)[];

/** The new values of objects, by number. */
export type Writes = ReadonlyMap<number, Plain>;

/** Thrown where a step depends on an object that is not in sight. */
export class Unseen extends Error {
  /** The number of the object. */
  readonly object: number;
  constructor(object: number) {
    super(`object ${object} is not in sight`);
    this.object = object;
  }
}

/** Thrown where a step is not possible as things are. */
export class NotNow extends Error {}

/** The value of an object. @throws Unseen */
export function valueIn(sight: Sight, object: number): Plain {
  const value = sight[object];
  if (value === undefined) throw new Unseen(object);
  return value;
}

/** The sight after something was written. */
export function sightAfter(sight: Sight, writes: Writes | undefined): Sight {
  if (writes === undefined || writes.size === 0) return sight;
  const after = [...sight];
  for (const [object, value] of writes) after[object] = value;
  return after;
}
