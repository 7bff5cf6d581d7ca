/** Swap registers. */
import type { Step } from "../sequential/request.ts";
import { perform, sharedObject, type ObjectKind, type CalledBy } from "./object.ts";
import type { Domain } from "./domain.ts";
import { registerKind, type Register } from "./register.ts";

/** The kind. */
export const swapKind: ObjectKind = {
  name: "swap",
  anonymous: true,
  about: "a register: swap writes a value and answers what was there",
  operations: {
    ...registerKind.operations,
    swap: (value, [next]) => ({ value: next, response: value }),
  },
  takes: { ...registerKind.takes, swap: 1 },
};

/** A register with swap. */
export interface SwapRegister<V> extends Register<V> {
  readonly swappable?: true;
}

/** A register with swap. */
export function swapRegister<const N extends string, V>(
  name: N,
  initial: V | Domain<V>,
): CalledBy<SwapRegister<V>, N>;
/** The same, of values whose type is given. */
export function swapRegister<V>(name: string, initial: V | Domain<V>): SwapRegister<V>;
/** The register, whatever is known of its type. */
export function swapRegister<V>(name: string, initial: V | Domain<V>): SwapRegister<V> {
  return sharedObject(swapKind, name, initial) as SwapRegister<V>;
}

/** Writes a value. Answers what was there. */
export function swap<V>(object: SwapRegister<V>, value: NoInfer<V>): Step<V> {
  return perform(object, "swap", value);
}
