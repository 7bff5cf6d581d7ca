/** A constructor that makes nothing: it hands on what it is given. */
class Given {
  constructor(value: object) {
    return value;
  }
}

/** The facts about a marked object. */
interface CanonicalFacts {
  /** The canonical object: itself, or the one that it shows in another order. */
  readonly canonical: object;
  /** The number of objects in each other in the canonical one, that included. */
  readonly height: number;
  numberedBy: object | undefined;
  number: number;
}

/**
 * Marks on objects: a private field, which nobody else can read, write, copy or list. What has it has been
 * frozen with all its parts, so that what is known of it is true for ever, whatever it stands in now. So a
 * large value of which one part has changed costs no more than that part.
 */
export class Canonical extends Given {
  readonly #known: CanonicalFacts;

  private constructor(value: object, known: CanonicalFacts) {
    super(value);
    this.#known = known;
  }

  /** Marks an object as canonical, and freezes it. @param height of the object, in `CanonicalFacts` */
  static mark<T extends object>(value: T, height: number): T {
    const known = { canonical: value, height, numberedBy: undefined, number: -1 };
    return Object.freeze(new Canonical(value, known)) as T;
  }

  /** Marks an object as one that shows a marked one in another order, and freezes it. */
  static markShown<T extends object>(value: T, shown: object): T {
    return #known in shown ? (Object.freeze(new Canonical(value, shown.#known)) as T) : value;
  }

  /** The facts about an object; undefined: it has no mark. */
  static of(value: object): CanonicalFacts | undefined {
    return #known in value ? value.#known : undefined;
  }
}
