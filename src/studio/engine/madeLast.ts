/** The things that were made last: whoever goes back, or takes what was looked at, does not wait again. */

/** The things that were made of others last, by identity. */
export class MadeLast<K extends object, V> {
  private readonly most: number;
  private readonly kept = new Map<K, V>();

  /** Keeps so many things at most. */
  constructor(most: number) {
    this.most = most;
  }

  /** The thing that is made of another. */
  recall(key: K, make: () => V): V {
    const made = this.kept.get(key) ?? make();
    // The last in the map is the one that was wanted last.
    this.kept.delete(key);
    this.kept.set(key, made);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.most) break;
      this.kept.delete(oldest);
    }
    return made;
  }
}
