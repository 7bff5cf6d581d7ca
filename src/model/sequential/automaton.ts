/**
 * Processes as automata: what a process does next is a function of its state, whatever step has led there.
 * Programs that make protocols of others are easier to write so than as process code, which authors write.
 */
import { canonical } from "../../base/value.ts";
import type { AnyRole, Context } from "../system/role.ts";
import type { Control, Surroundings } from "./control.ts";
import type { OperationRequest } from "./request.ts";

/** The control of an automaton in a state: the operation that it awaits; it has no calls. */
export function controlOf({ automaton }: AnyRole, { state, context }: Surroundings): Control | undefined {
  const awaits = automaton?.awaits(state, context as Context);
  return awaits === undefined
    ? undefined
    : { calls: [], awaits: canonical(awaits) as unknown as OperationRequest };
}
