/**
 * Processes as automata: what a process does next is a function of its state, whatever step has led there.
 * Programs that make protocols of others are easier to write so than as process code, which authors write.
 */
import { canonical, type Plain } from "../../base/value.ts";
import type { AnyRole, Context } from "../protocol.ts";
import type { Control, Surroundings } from "./control.ts";
import type { OperationRequest } from "./request.ts";

/** What a process does besides handling timers: one operation on a shared object after the other. */
export interface Automaton<S, C> {
  /** The operation that it is about to perform in a state; undefined: none, until a timer changes that. */
  readonly awaits: (state: S, context: C) => OperationRequest | undefined;
  /** What it does when it has performed that; the answer is null if the operation answers nothing. */
  readonly performed: (state: S, answer: Plain, context: C) => void;
}

/** What an automaton awaits in a state. It is nowhere in any code. */
export function controlOf({ automaton }: AnyRole, { state, context }: Surroundings): Control | undefined {
  const awaits = automaton?.awaits(state, context as Context);
  return awaits === undefined
    ? undefined
    : { calls: [], awaits: canonical(awaits) as unknown as OperationRequest };
}
