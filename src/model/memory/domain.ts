/** Domains of first values: the adversary chooses one of them, for each an initial configuration. */
import { format } from "../../base/text.ts";
import { canonical, type Plain } from "../../base/value.ts";
import { malformed } from "../error.ts";

/** A domain of first values. */
export class Domain<V> {
  readonly values: readonly V[];

  constructor(values: readonly V[]) {
    this.values = values;
  }
}

/** Any of some values: an object that begins with it begins with each of them in some execution. */
export function anyOf<V>(...values: readonly V[]): Domain<V> {
  if (values.length === 0) throw malformed("`anyOf` is given no value to begin with");
  return new Domain(values);
}

/** A first value, made of another; of a domain, each. */
export function firstly<V, W>(initial: V | Domain<V>, make: (value: V) => W): W | Domain<W> {
  return initial instanceof Domain ? new Domain(initial.values.map(make)) : make(initial);
}

/** The first values, canonical, each once. */
export function firstValues(initial: unknown): readonly Plain[] {
  const values: readonly unknown[] = initial instanceof Domain ? initial.values : [initial];
  const all = values.map((value) => canonical(value));
  return [...new Map(all.map((value) => [format(value), value])).values()];
}

/** Every way to give each of some names a first value. */
export function everyAssignment<V>(
  names: readonly string[],
  initial: V | Domain<V>,
): Readonly<Record<string, V>> | Domain<Readonly<Record<string, V>>> {
  if (!(initial instanceof Domain)) return Object.fromEntries(names.map((name) => [name, initial]));
  const none: readonly Readonly<Record<string, V>>[] = [{}];
  return new Domain(
    names.reduce(
      (before, name) => before.flatMap((one) => initial.values.map((value) => ({ ...one, [name]: value }))),
      none,
    ),
  );
}
