/** Plain data with other ids in it: what a configuration says when processes trade places. */
import { canonical, type Plain } from "../../base/value.ts";
import type { Event } from "../../model/event/event.ts";
import type { LocalState } from "../../model/state/localState.ts";
import type { Message } from "../../model/state/message.ts";

/** The new id of each process that gets one. */
export type NewIds = ReadonlyMap<string, string>;

/**
 * A value in which whole strings that are ids have become others, keys included. What code writes with ids
 * in it, such as "p1-3", stays as it is; then processes are told apart by it, and that is found out.
 */
function renamed(value: Plain, ids: NewIds): Plain {
  if (typeof value === "string") return ids.get(value) ?? value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Plain[]).map((item) => renamed(item, ids));
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<Plain, Plain>)];
    return new Map(entries.map(([key, held]) => [renamed(key, ids), renamed(held, ids)]));
  }
  if (value instanceof Set)
    return new Set([...(value as ReadonlySet<Plain>)].map((item) => renamed(item, ids)));
  const fields = Object.entries(value as Readonly<Record<string, Plain>>);
  return Object.fromEntries(fields.map(([key, held]) => [ids.get(key) ?? key, renamed(held, ids)]));
}

/** A local state with other ids in it; not of process code. */
export function renamedLocal(local: LocalState, ids: NewIds): LocalState {
  const { input, state, decision } = local;
  return {
    ...local,
    input: canonical(renamed(input, ids)),
    state: canonical(renamed(state, ids)) as LocalState["state"],
    ...(decision === undefined ? {} : { decision: canonical(renamed(decision, ids)) }),
  };
}

/** A message with other ids in it. */
export function renamedMessage(message: Message, ids: NewIds): Message {
  return canonical(renamed(message as unknown as Plain, ids)) as unknown as Message;
}

/** An event with other ids in it. */
export function renamedEvent(event: Event, ids: NewIds): Event {
  // Where channels hide senders, there is none.
  const told = Object.fromEntries(Object.entries(event).filter(([, held]) => held !== undefined));
  return canonical(renamed(told as Plain, ids)) as unknown as Event;
}
