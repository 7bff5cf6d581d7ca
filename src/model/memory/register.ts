/** Read/write registers: by one writer or by many, read by all. */
import type { Step } from "../sequential/request.ts";
import { firstValues, type Domain } from "./domain.ts";
import { made, perform, type ObjectKind, type SharedObject, type CalledBy } from "./object.ts";

/** The kind. */
export const registerKind: ObjectKind = {
  name: "register",
  anonymous: true,
  about: "an atomic read/write register: a read answers what was written last",
  operations: {
    read: (value) => ({ value, response: value }),
    write: (_, [next]) => ({ value: next }),
  },
  takes: { read: 0, write: 1 },
  writes: ["write"],
};

/** An object that can be read. */
export interface Readable<V> extends SharedObject<V> {
  readonly readable?: true;
}

/** An object that can be read and written. */
export interface Register<V> extends Readable<V> {
  readonly writable?: true;
}

/** A register. `writers`: the ids of the only processes that may write to it. */
export function register<const N extends string, V>(
  name: N,
  initial: V | Domain<V>,
  writers?: string | readonly string[],
): CalledBy<Register<V>, N>;
/** The same, of values whose type is given. */
export function register<V>(
  name: string,
  initial: V | Domain<V>,
  writers?: string | readonly string[],
): Register<V>;
/** The register, whatever is known of its type. */
export function register<V>(
  name: string,
  initial: V | Domain<V>,
  writers?: string | readonly string[],
): Register<V> {
  const object = { name, initials: firstValues(initial) };
  if (writers === undefined) return made(object, registerKind) as Register<V>;
  const list = typeof writers === "string" ? [writers] : writers;
  return made({ ...object, writers: list }, registerKind) as Register<V>;
}

/** Reads an object's value. */
export function read<V>(object: Readable<V>): Step<V> {
  return perform(object, "read");
}

/** Writes a value into an object. */
export function write<V>(object: Register<V>, value: NoInfer<V>): Step<void> {
  return perform(object, "write", value);
}
