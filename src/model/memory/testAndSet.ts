/** Test&set objects. */
import type { Step } from "../sequential/request.ts";
import type { Domain } from "./domain.ts";
import { perform, sharedObject, type ObjectKind, type CalledBy } from "./object.ts";
import type { Readable } from "./register.ts";

/** The kind. */
export const testAndSetKind: ObjectKind = {
  name: "test&set",
  anonymous: true,
  about: "a bit: testAndSet sets it and answers what it was; reset clears it",
  operations: {
    testAndSet: (value) => ({ value: true, response: value }),
    reset: () => ({ value: false }),
    read: (value) => ({ value, response: value }),
  },
  takes: { testAndSet: 0, reset: 0, read: 0 },
};

/** A test&set object. */
export interface TestAndSet extends Readable<boolean> {
  readonly testable?: true;
}

/** A test&set object, which is clear at first if nothing else is said. */
export function testAndSetBit<const N extends string>(
  name: N,
  initial: boolean | Domain<boolean> = false,
): CalledBy<TestAndSet, N> {
  return sharedObject(testAndSetKind, name, initial) as CalledBy<TestAndSet, N>;
}

/** Sets the bit. Answers whether it was set. */
export function testAndSet(object: TestAndSet): Step<boolean> {
  return perform(object, "testAndSet");
}

/** Clears the bit. */
export function reset(object: TestAndSet): Step<void> {
  return perform(object, "reset");
}
