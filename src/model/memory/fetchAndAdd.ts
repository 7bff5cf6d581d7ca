/** Fetch&add counters. */
import type { Step } from "../sequential/request.ts";
import type { Domain } from "./domain.ts";
import { perform, sharedObject, type ObjectKind, type CalledBy } from "./object.ts";
import { registerKind, type Register } from "./register.ts";

/** The kind. */
export const fetchAndAddKind: ObjectKind = {
  name: "fetch&add",
  anonymous: true,
  about: "a number: fetchAndAdd adds to it and answers what it was",
  operations: {
    ...registerKind.operations,
    fetchAndAdd: (value: number, [by]) => ({ value: value + (by as number), response: value }),
  },
  takes: { ...registerKind.takes, fetchAndAdd: 1 },
};

/** A counter. */
export interface Counter extends Register<number> {
  readonly addable?: true;
}

/** A counter. */
export function counter<const N extends string>(
  name: N,
  initial: number | Domain<number> = 0,
): CalledBy<Counter, N> {
  return sharedObject(fetchAndAddKind, name, initial) as CalledBy<Counter, N>;
}

/** Adds to a counter. Answers what it was before. */
export function fetchAndAdd(object: Counter, by = 1): Step<number> {
  return perform(object, "fetchAndAdd", by);
}
