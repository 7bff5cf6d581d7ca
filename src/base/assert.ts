/**
 * Throws if a fact that Lightcone itself guarantees does not hold. A failed assertion is a bug of
 * Lightcone, never of a protocol: errors of protocols are `ProtocolError`s.
 */
export function assert(fact: boolean, what: string): asserts fact {
  if (!fact) throw new Error(`Lightcone is wrong about itself: ${what}. Please report this as a bug.`);
}

/** Marks the `default` of an exhaustive switch: compiles only when every case has been handled. */
export function unreachable(value: never): never {
  throw new Error(
    `Lightcone met a case that it does not know: ${JSON.stringify(value)}. Please report this as a bug.`,
  );
}

/** The element at `index`, which must exist: an array access that is known to be in range. */
export function at<T>(list: readonly T[], index: number): T {
  assert(index >= 0 && index < list.length, `index ${index} lies in a list of ${list.length}`);
  return list[index] as T;
}
