/**
 * The parts of pictures that were drawn before. Who plays gets a picture after each step, in which all but
 * the end is as it was; so what is made of an object is kept with it, and made again when something else that
 * it was made of is another thing.
 */

/** The things that were made of objects. */
export class DrawnBefore<K extends object, V> {
  private readonly kept = new WeakMap<K, { readonly of: readonly unknown[]; readonly made: V }>();

  /** The thing that is made of an object and of others, which are compared one by one, by identity. */
  recall(key: K, of: readonly unknown[], make: () => V): V {
    const known = this.kept.get(key);
    if (known !== undefined && isSame(known.of, of)) return known.made;
    const made = make();
    this.kept.set(key, { of, made });
    return made;
  }
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((thing, i) => thing === other[i]);
}
