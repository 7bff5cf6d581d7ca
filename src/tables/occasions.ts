/** Occasions for failures: whether those of a system could ever strike, and made a difference. */
import { isFault, type Event } from "../model/event/event.ts";
import type { System } from "../model/system/system.ts";
import { formatFailure, type Failure, type FailureKind } from "../model/failure/index.ts";

/** A failure that changes nothing in a system, as text, and what it lacks. */
export interface IdleFailure {
  readonly failure: string;
  readonly lacks: "messages" | "budget" | "occasion" | "effect";
  /** The occasion that it needs to have an effect, if its kind says so. */
  readonly occasion?: string;
}

/** The occasions that failures have had in all that was reached. */
export class Occasions {
  private readonly faults = new Set<string>();
  private readonly stopped = new Set<FailureKind>();

  /** Notes the faults among events that may happen. */
  note(events: readonly Event[]): void {
    for (const event of events) if (isFault(event)) this.faults.add(nameOf(event));
  }

  /** Notes that a message has not arrived because of the state of two processes. */
  noteStop(kind: FailureKind): void {
    this.stopped.add(kind);
  }

  /** The failures that change nothing. `isSilent`: nobody ever sends a message. */
  idle({ failures, begin }: Pick<System, "failures" | "begin">, isSilent: boolean): IdleFailure[] {
    return failures.flatMap((failure): IdleFailure[] => {
      if (failure.budget === 0 && begin.some(({ kind }) => kind === failure.kind)) return [];
      const lacks = this.lackOf(failure, isSilent);
      if (lacks === undefined) return [];
      const { occasion } = failure.kind;
      const needs = lacks === "effect" && occasion !== undefined ? { occasion } : {};
      return [{ failure: formatFailure(failure), lacks, ...needs }];
    });
  }

  private lackOf({ kind, budget }: Failure, isSilent: boolean): IdleFailure["lacks"] | undefined {
    if (isSilent && kind.needsMessages === true) return "messages";
    if (budget === 0) return "budget";
    if (!kind.faults.some((fault) => this.faults.has(nameOf(fault)))) return "occasion";
    return kind.passes !== undefined && !this.stopped.has(kind) ? "effect" : undefined;
  }
}

function nameOf({ strikes, what }: { readonly strikes: string; readonly what: string }): string {
  return `${strikes} ${what}`;
}
