/** Compare&swap registers. */
import { equal } from "../../base/value.ts";
import type { Step } from "../sequential/request.ts";
import { perform, sharedObject, type ObjectKind, type CalledBy } from "./object.ts";
import type { Domain } from "./domain.ts";
import { registerKind, type Register } from "./register.ts";

/** The kind. */
export const compareAndSwapKind: ObjectKind = {
  name: "compare&swap",
  anonymous: true,
  about: "a register: compareAndSwap writes a value if it holds the expected one, and answers whether it did",
  operations: {
    ...registerKind.operations,
    compareAndSwap: (value, [expected, next]) => {
      const isEqual = equal(value, expected);
      return { value: isEqual ? next : value, response: isEqual };
    },
  },
  takes: { ...registerKind.takes, compareAndSwap: 2 },
};

/** A register with compare&swap. */
export interface CompareAndSwapRegister<V> extends Register<V> {
  readonly comparable?: true;
}

/** A register with compare&swap. */
export function compareAndSwapRegister<const N extends string, V>(
  name: N,
  initial: V | Domain<V>,
): CalledBy<CompareAndSwapRegister<V>, N>;
/** The same, of values whose type is given. */
export function compareAndSwapRegister<V>(name: string, initial: V | Domain<V>): CompareAndSwapRegister<V>;
/** The register, whatever is known of its type. */
export function compareAndSwapRegister<V>(name: string, initial: V | Domain<V>): CompareAndSwapRegister<V> {
  return sharedObject(compareAndSwapKind, name, initial) as CompareAndSwapRegister<V>;
}

/** Writes `next` if the register holds `expected`. Answers whether it did. */
export function compareAndSwap<V>(
  object: CompareAndSwapRegister<V>,
  expected: NoInfer<V>,
  next: NoInfer<V>,
): Step<boolean> {
  return perform(object, "compareAndSwap", expected, next);
}
