/**
 * Shared objects: cells with a sequential specification. An operation is one atomic step of the process that
 * performs it. What an operation does is a function of the object's value, its arguments and who performs it.
 */
import type { Plain } from "../../base/value.ts";
import { Awaited, type Step } from "../sequential/request.ts";
import { firstValues, type Domain } from "./domain.ts";

/** The outcome of an operation: the object's value after it, and the answer to the process. */
export interface Performed {
  readonly value: unknown;
  readonly response?: unknown;
}

/**
 * One operation, as a sequential specification.
 * @returns undefined if it cannot happen now: the process waits until it can. A list, if it may come to
 * several things, of which the adversary chooses one; none of an empty list. The answers tell them apart.
 */
export type Operation = (
  // eslint-disable-next-line typescript/no-explicit-any -- each kind knows its values and arguments
  value: any,
  // eslint-disable-next-line typescript/no-explicit-any -- as above
  parameters: readonly any[],
  process: string,
) => Performed | readonly Performed[] | undefined;

/** A kind of shared object. */
export interface ObjectKind {
  readonly name: string;
  /** The object in one sentence. */
  readonly about: string;
  /** Its operations, by name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** The numbers of arguments that operations take. Default: any. */
  readonly takes?: Readonly<Record<string, number>>;
  /** Whether operations do the same whoever performs them. Default: they may not. */
  readonly anonymous?: true;
  /** The operations that only its writers may perform. Default: none is restricted. */
  readonly writes?: readonly string[];
  /**
   * The value after a process has crashed, of an object of the environment that learns of it. Default: as
   * before. @returns undefined if the process does not crash while the object has this value
   */
  // eslint-disable-next-line typescript/no-explicit-any -- as `Operation`
  readonly uponCrash?: (value: any, process: string) => unknown;
  /**
   * The value after what has to happen to the object at some time by itself, but may be put off.
   * @returns undefined if nothing has to
   */
  // eslint-disable-next-line typescript/no-explicit-any -- as `Operation`
  readonly mended?: (value: any) => unknown;
}

/**
 * One shared object, as authors make it: plain, so that process code may hold it across a step. V: its
 * values.
 */
export interface SharedObject<V = unknown> {
  readonly name: string;
  /** The values that it may begin with, at least one; with several, each is of an initial configuration. */
  readonly initials: readonly Plain[];
  /** The ids of the processes that may write to it; absent: all may. */
  readonly writers?: readonly string[];
  /** The ids of the processes that it watches; absent: none. */
  readonly watched?: readonly string[];
  /** The type of its values, only for inference. Never present. */
  readonly values?: V;
}

/** A shared object in a system, with its kind. */
export interface ObjectOfKind extends SharedObject {
  readonly kind: ObjectKind;
}

/** An object whose name its type knows, so that the type of its value is known in properties. */
export type CalledBy<O extends SharedObject, N extends string> = O & { readonly name: N };

/** A shared object of a kind; for kinds of your own. */
export function sharedObject<const N extends string, V>(
  kind: ObjectKind,
  name: N,
  initial: V | Domain<V>,
): CalledBy<SharedObject<V>, N>;
/** The same, of values whose type is given. */
export function sharedObject<V>(kind: ObjectKind, name: string, initial: V | Domain<V>): SharedObject<V>;
/** The object, whatever is known of its type. */
export function sharedObject(kind: ObjectKind, name: string, initial: unknown): SharedObject {
  return made({ name, initials: firstValues(initial) }, kind);
}

/** The kinds of the objects that were made. */
const kinds = new WeakMap<object, ObjectKind>();

/** An object of a kind. */
export function made<O extends SharedObject>(object: O, kind: ObjectKind): O {
  kinds.set(object, kind);
  return object;
}

/** The kind of an object that somebody has made; undefined if it is no such object. */
export function kindOf(object: object): ObjectKind | undefined {
  return kinds.get(object);
}

/** The step that performs an operation on an object; for kinds of your own. */
export function perform<T>(
  object: Pick<SharedObject, "name">,
  operation: string,
  ...given: readonly unknown[]
): Step<T> {
  const request = { kind: "operation", object: object.name, operation, arguments: given as Plain[] } as const;
  return new Awaited(request);
}
