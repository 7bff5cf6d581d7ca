/** Parts that several failure models share: marks on processes, and messages that are not sent. */
import { assert } from "../../base/assert.ts";
import type { LocalState } from "../state/localState.ts";
import { faultOf, isEffect, type FaultForm } from "../event/event.ts";
import type { Part, Pending } from "../state/part.ts";
import type { Process } from "../state/process.ts";
import type { Timing } from "../timing/index.ts";
import type { Strike } from "./failure.ts";

/** A local state, marked as that of a process which fails in the way named. */
export function suffers(local: LocalState, failure: string): LocalState {
  if (hasFailed(local, failure)) return local;
  return { ...local, faults: [...(local.faults ?? []), failure].sort() };
}

/** Whether a process has failed in the way named. */
export function hasFailed(local: LocalState, failure: string): boolean {
  return local.faults?.includes(failure) ?? false;
}

/**
 * Whether a process may crash before its next pending event: between two steps, or within one; in a round,
 * before its trigger (Lynch, section 6.1: after it has sent all, and before its transition).
 */
export function isBetweenEffects(head: Pending | undefined, { rounds }: Timing): boolean {
  if (head === undefined) return !rounds;
  return isEffect(head) ? head.kind !== "start" : head.kind !== "recover";
}

/** The events left to a process that crashes in a round: any of the messages it had to send may go out. */
export function leftOver({ pending }: Part, { rounds }: Timing): readonly Pending[] {
  return rounds ? pending.slice(1).filter(({ kind }) => kind === "send") : [];
}

/** The message that a process which has crashed does not send any more; nothing if there is none. */
export function unsent(part: Part, process: Process): Strike[] {
  return part.pending[0]?.kind === "send" ? [{ ...omissionOf(part, process), free: true }] : [];
}

/** A message that a process is about to send does not leave it. */
export const failsToSend = {
  what: "fails to send",
  strikes: "sending",
  letters: "stay",
  drawn: { remark: "fails to send {label} to {to}" },
} as const satisfies FaultForm;

/** The message that a process is about to send is not sent. */
export function omissionOf(part: Part, process: Process): Strike {
  const [head, ...pending] = part.pending;
  assert(head?.kind === "send", "only what is about to be sent can be omitted");
  const { to, message } = head;
  return {
    event: faultOf(failsToSend, { process: process.id, to, message }),
    after: { ...part, pending },
  };
}
