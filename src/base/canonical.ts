/** A constructor that makes nothing: it hands on what it is given. */
class Given {
  constructor(value: object) {
    return value;
  }
}

/**
 * Marks on canonical objects: private fields, which nobody else can read, write, copy or list. So what has
 * them has been copied and frozen before, whatever it stands in now, and a large value of which one part has
 * changed costs no more than that part.
 */
export class Canonical extends Given {
  readonly #height: number;
  #numberedBy: object | undefined;
  #number = -1;

  /** @param height the number of objects in each other, this one included */
  constructor(value: object, height: number) {
    super(value);
    this.#height = height;
  }

  /** The height of a canonical object; undefined for any other. */
  static heightOf(value: object): number | undefined {
    return #height in value ? value.#height : undefined;
  }

  /** The number that somebody has given to an object; -1 if nobody has, or somebody else did since. */
  static numberOf(value: object, by: object): number {
    return #height in value && value.#numberedBy === by ? value.#number : -1;
  }

  /** Gives a canonical object a number. */
  static number(value: object, { by, number }: { readonly by: object; readonly number: number }): void {
    if (!(#height in value)) return;
    value.#numberedBy = by;
    value.#number = number;
  }
}
