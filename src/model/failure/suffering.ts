/** Parts that several failure models share: marks on processes, and messages that are not sent. */
import { assert } from "../../base/assert.ts";
import type { LocalState } from "../state/localState.ts";
import type { Channel } from "../communication/index.ts";
import { faultOf, isEffect, type FaultForm, type Send } from "../event/event.ts";
import type { Part, Pending } from "../state/part.ts";
import type { Process } from "../state/process.ts";
import type { Timing } from "../timing/index.ts";
import type { FailureScope, Strike } from "./failure.ts";

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

/**
 * The events left to a process that crashes in place of its next one: where that is to send a message, any
 * subset of what it was to send with it may still go out, up to the next event that is no sending.
 */
export function leftOver({ pending: [head, ...rest] }: Part, { channel }: FailureScope): readonly Pending[] {
  if (head?.kind !== "send") return [];
  const end = rest.findIndex(({ kind }) => kind !== "send");
  return withoutFollowing(head, end === -1 ? rest : rest.slice(0, end), channel);
}

/** A local state with these events still to come: who has crashed and sends nothing more has no marks. */
export function withoutSpentMarks(local: LocalState, pending: readonly Pending[]): LocalState {
  if (local.down !== "for ever" || local.marks === undefined || pending.length > 0) return local;
  const { marks: _, ...kept } = local;
  return kept;
}

/** The message that a process which has crashed does not send any more; nothing if there is none. */
export function unsent(part: Part, process: Process, { channel }: FailureScope): Strike[] {
  const [head] = part.pending;
  if (head?.kind !== "send") return [];
  const { event, after } = omissionOf(part, process);
  const pending = withoutFollowing(head, after.pending, channel);
  return [{ event, after: { ...after, local: withoutSpentMarks(part.local, pending), pending }, free: true }];
}

/** Events without what stays unsent with a message: a queue that breaks off has no gaps. */
function withoutFollowing({ to }: Send, events: readonly Pending[], { order }: Channel): readonly Pending[] {
  return order === "any" ? events : events.filter((event) => event.kind !== "send" || event.to !== to);
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
