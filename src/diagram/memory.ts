/**
 * Memory of what was drawn before. Who plays gets a picture after each step, in which all but the end is what
 * it was; so what is made of an object is kept with it, as long as nothing else is another than it was then.
 */

/** What was made of objects. */
export class Memory<K extends object, V> {
  private readonly kept = new WeakMap<K, { readonly of: readonly unknown[]; readonly made: V }>();

  /** What is made of an object and of other things, which are compared one by one, by identity. */
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
