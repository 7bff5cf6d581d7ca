/** Stacks. */
import type { Step } from "../sequential/request.ts";
import type { Domain } from "./domain.ts";
import { perform, sharedObject, type CalledBy, type ObjectKind, type SharedObject } from "./object.ts";

/** The kind. */
export const stackKind: ObjectKind = {
  name: "stack",
  anonymous: true,
  about: "last in, first out; pop answers null if it is empty",
  operations: {
    push: (items: readonly unknown[], [item]) => ({ value: [...items, item] }),
    pop: (items: readonly unknown[]) => ({ value: items.slice(0, -1), response: items.at(-1) ?? null }),
  },
  takes: { push: 1, pop: 0 },
};

/** A stack of T. */
export interface Stack<T> extends SharedObject<readonly T[]> {
  readonly stacked?: T;
}

/** A stack; the last of `initial` is on top. */
export function stack<const N extends string, T>(
  name: N,
  initial?: readonly T[] | Domain<readonly T[]>,
): CalledBy<Stack<T>, N>;
/** The same, of items whose type is given. */
export function stack<T>(name: string, initial?: readonly T[] | Domain<readonly T[]>): Stack<T>;
/** The stack, whatever is known of its type. */
export function stack<T>(name: string, initial: readonly T[] | Domain<readonly T[]> = []): Stack<T> {
  return sharedObject(stackKind, name, initial) as Stack<T>;
}

/** Puts an item on top. */
export function push<T>(object: Stack<T>, item: NoInfer<T>): Step<void> {
  return perform(object, "push", item);
}

/** Takes the item on top away. Answers it, or null if there is none. */
export function pop<T>(object: Stack<T>): Step<T | null> {
  return perform(object, "pop");
}
