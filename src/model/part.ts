/**
 * The part of a configuration that belongs to one process: its local state, the letters in transit to it,
 * and what is left of the step that it is in the middle of.
 */
import type { Plain } from "../base/value.ts";
import { at } from "../base/assert.ts";
import type { Configuration, LocalState } from "./configuration.ts";
import { isEffect, type Effect } from "./event.ts";
import type { Cause } from "./cause.ts";
import { accessed } from "./memory/access.ts";
import type { Letter } from "./protocol.ts";
import type { Process, System } from "./system.ts";

/** A trigger that is about to happen at a process, whatever is chosen in its step. */
export type Expected = Cause & { readonly process: string };

/** What has begun and has still to happen. */
export type Pending = Effect | Expected;

/** What belongs to one process. */
export interface Part {
  readonly local: LocalState;
  /** In transit to it, in the channel's canonical order. */
  readonly mailbox: readonly Letter[];
  /** The value of the object on which it is about to perform an operation; absent if it is not. */
  readonly seen?: Plain;
  /** What failure models remember, of the whole system; absent where none does. */
  readonly noted?: readonly string[];
  /** Its pending events, in order. */
  readonly pending: readonly Pending[];
}

/** The part of a configuration that belongs to a process. */
export function partOf(system: System, configuration: Configuration, { number, id }: Process): Part {
  const { locals, mailboxes, objects = [], pending, notes } = configuration;
  const others = pending.findIndex((event) => event.process !== id);
  const local = at(locals, number);
  const seen = objects[accessed(system, local) ?? -1];
  return {
    local,
    mailbox: at(mailboxes, number),
    ...(seen === undefined ? {} : { seen }),
    ...(notes === undefined ? {} : { noted: notes.known }),
    pending: others === -1 ? pending : pending.slice(0, others),
  };
}

/** A part without the pending events that cannot happen any more. */
export function possible(part: Part): Part {
  const { local } = part;
  const pending = part.pending.filter((event) => {
    if (isEffect(event)) return true;
    return !local.halted && local.down !== "for ever";
  });
  return pending.length === part.pending.length ? part : { ...part, pending };
}
