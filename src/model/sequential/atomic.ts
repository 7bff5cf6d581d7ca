/**
 * Atomic steps: calls of process code in which nothing comes between the first step and the end. What happens
 * is the event of the first step; the operations that follow are performed within it, if all of them can be.
 */
import { textOf } from "../state/shape.ts";
import type { Control } from "./control.ts";
import { BadProcessCode, Call } from "./machine.ts";
import { Awaited, type Step, type Steps } from "./request.ts";

/**
 * A call of process code as one atomic step: `yield* atomically(transfer(a, b))`. @returns the call, which
 * answers what it returns
 */
export function atomically<T>(steps: Steps<T>): Steps<T> {
  const call: unknown = steps;
  if (call instanceof Call) {
    call.isAtomic = true;
    return steps;
  }
  const what = call instanceof Awaited ? "a single one, which is atomic by itself" : "what takes no step";
  throw new BadProcessCode(
    `makes an atomic step of ${what}`,
    "Write a function* that takes steps by `yield*`, several of them, and `yield* atomically(f(…))`.",
  );
}

/**
 * A condition without which the atomic step that it is in does not happen.
 * @throws BadProcessCode if it is neither true nor false
 */
export function provided(condition: boolean): Step<void> {
  if (typeof condition !== "boolean")
    throw new BadProcessCode(
      `gives ${textOf(condition)} as a condition (provided)`,
      "A condition is true or false: write `provided(count > 0)` for `provided(count)`.",
    );
  return new Awaited({ kind: "provided", holds: condition });
}

/** The name of the atomic step that process code is about to take; undefined if it takes none next. */
export function atomicStep(control: Pick<Control, "calls"> | undefined): string | undefined {
  const call = control?.calls.find(({ isAtomic }) => isAtomic === true);
  return call?.code.slice(call.code.lastIndexOf(" ") + 1);
}

/** @throws BadProcessCode if process code is about to take an atomic step. `why` it may not: after "and ". */
export function refuseAtomic(control: Pick<Control, "calls">, why: string): void {
  const name = atomicStep(control);
  if (name === undefined) return;
  throw new BadProcessCode(
    `is about to take the atomic step ${name}, and ${why}`,
    "Leave out `atomically`, or check the protocol on the memory that it was written for.",
  );
}
