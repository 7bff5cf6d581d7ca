/** Consensus objects (Herlihy: Wait-free synchronization, 1991). */
import type { Step } from "../sequential/request.ts";
import { perform, sharedObject, type CalledBy, type ObjectKind, type SharedObject } from "./object.ts";

/** The kind. */
export const consensusKind: ObjectKind = {
  name: "consensus",
  about: "propose answers the value that was proposed first",
  operations: {
    propose: (decided: readonly unknown[], [value]) => {
      const first: unknown = decided.length === 0 ? value : decided[0];
      return { value: [first], response: first };
    },
  },
  takes: { propose: 1 },
};

/** A consensus object for values of type T. */
export interface Consensus<T> extends SharedObject<readonly T[]> {
  readonly proposed?: T;
}

/** A consensus object. */
export function consensusObject<T, const N extends string = string>(name: N): CalledBy<Consensus<T>, N> {
  return sharedObject<readonly T[]>(consensusKind, name, []) as CalledBy<Consensus<T>, N>;
}

/** Proposes a value. Answers the one that was proposed first. */
export function propose<T>(object: Consensus<T>, value: T): Step<T> {
  return perform(object, "propose", value);
}
