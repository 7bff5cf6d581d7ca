/** Queues. */
import type { Step } from "../sequential/request.ts";
import type { Domain } from "./domain.ts";
import { perform, sharedObject, type CalledBy, type ObjectKind, type SharedObject } from "./object.ts";

/** The kind. */
export const queueKind: ObjectKind = {
  name: "queue",
  anonymous: true,
  about: "first in, first out; dequeue answers null if it is empty",
  operations: {
    enqueue: (items: readonly unknown[], [item]) => ({ value: [...items, item] }),
    dequeue: ([first = null, ...rest]: readonly unknown[]) => ({ value: rest, response: first }),
  },
  takes: { enqueue: 1, dequeue: 0 },
};

/** A queue of T. */
export interface Queue<T> extends SharedObject<readonly T[]> {
  readonly queued?: T;
}

/** A queue; the first of `initial` is dequeued first. */
export function queue<const N extends string, T>(
  name: N,
  initial?: readonly T[] | Domain<readonly T[]>,
): CalledBy<Queue<T>, N>;
/** The same, of items whose type is given. */
export function queue<T>(name: string, initial?: readonly T[] | Domain<readonly T[]>): Queue<T>;
/** The queue, whatever is known of its type. */
export function queue<T>(name: string, initial: readonly T[] | Domain<readonly T[]> = []): Queue<T> {
  return sharedObject(queueKind, name, initial) as Queue<T>;
}

/** Puts an item at the end. */
export function enqueue<T>(object: Queue<T>, item: NoInfer<T>): Step<void> {
  return perform(object, "enqueue", item);
}

/** Takes the first item away. Answers it, or null if there is none. */
export function dequeue<T>(object: Queue<T>): Step<T | null> {
  return perform(object, "dequeue");
}
