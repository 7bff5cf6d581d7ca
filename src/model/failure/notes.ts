/** The notes that the failure models of a system take of an execution, as a set. */
import type { Send } from "../event/event.ts";
import { isVoice } from "../state/voice.ts";
import type { Failure } from "./failure.ts";

/** Notes in a configuration: sorted, each once. */
export interface Notes {
  /** The notes taken before the present step, or round, began. */
  readonly known: readonly string[];
  /** The notes taken since; absent in settled configurations. */
  readonly fresh?: readonly string[];
}

/** Whether anything is remembered in a system. */
export function remembers(failures: readonly Failure[]): boolean {
  return failures.some(({ kind }) => kind.notes !== undefined);
}

/** The notes on messages that leave a process. */
export function notesOn(failures: readonly Failure[], sends: readonly Send[]): string[] {
  const said = sends.filter((send) => !isVoice(send));
  return failures.flatMap(({ kind }) => said.flatMap((send) => kind.notes?.(send) ?? []));
}

/** A sorted set with some more notes. */
export function withNotes(notes: readonly string[], more: readonly string[]): readonly string[] {
  return more.every((one) => notes.includes(one)) ? notes : [...new Set([...notes, ...more])].sort();
}

/** Notes after something has happened. `isSettled`: the step or round is over. */
export function afterNoting(
  { known, fresh = [] }: Notes,
  more: readonly string[],
  isSettled: boolean,
): Notes {
  const all = withNotes(fresh, more);
  if (isSettled) return { known: withNotes(known, all) };
  return all.length === 0 ? { known } : { known, fresh: all };
}
