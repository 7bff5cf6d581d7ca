/**
 * The part of a configuration that belongs to one process: its local state, the letters in transit to it,
 * and what is left of the step that it is in the middle of.
 */
import type { ObjectValues } from "../memory/objectValues.ts";
import type { LocalState } from "./localState.ts";
import { isEffect, type Effect } from "../event/event.ts";
import type { Cause } from "../event/cause.ts";
import type { Letter } from "./message.ts";

/** A trigger that is about to happen at a process, whatever is chosen in its step. */
export type Expected = Cause & { readonly process: string };

/** A pending event: one that has begun and has still to happen. */
export type Pending = Effect | Expected;

/** The part of a configuration that belongs to one process. */
export interface Part {
  readonly local: LocalState;
  /** The letters in transit to it, in the channel's canonical order. */
  readonly mailbox: readonly Letter[];
  /** The objects on which it may be about to perform operations; absent if there are none. */
  readonly seen?: ObjectValues;
  /** The notes of failure models, for the whole system; absent where none takes any. */
  readonly noted?: readonly string[];
  /** Its pending events, in order. */
  readonly pending: readonly Pending[];
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
