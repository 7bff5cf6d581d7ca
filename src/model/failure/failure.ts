/** What a failure model is: what may go wrong at one process, or on the channels to it. */
import type { Fault } from "../event.ts";
import type { Part } from "../part.ts";
import type { Process, System } from "../system.ts";

/** A fault that may happen now, and what it leads to. */
export interface Strike {
  readonly event: Fault;
  readonly after: Part;
  /** It costs nothing: it is part of a failure that was paid for before. */
  readonly free?: boolean;
}

/** A failure model. Adding one is adding a file beside this one, and a line to the list in index.ts. */
export interface FailureKind {
  /** As users name it in `--failures`. */
  readonly name: string;
  /** One line for lists and help. */
  readonly about: string;
  /** What a budget counts: processes that fail in this way, or single faults. */
  readonly counts: "processes" | "faults";
  /** Whether processes that fail in this way recover. */
  readonly recovers?: boolean;
  /** Everything that may go wrong next at a process, given its part of the configuration. */
  strikes(part: Part, process: Process, system: System): readonly Strike[];
  /** Why it makes no sense in a system, if it does not; goes on after "it makes no sense here: ". */
  refusal?(failure: Failure, system: Pick<System, "channel" | "timing" | "failures">): string | undefined;
}

/** A failure model with its budget: how much an adversary may do with it. */
export interface Failure {
  readonly kind: FailureKind;
  /** At most so many processes or faults (see `counts`); Infinity: any number. */
  readonly budget: number;
  /** The only processes that may fail, or on whose incoming channels something may; absent: all. */
  readonly processes?: readonly string[];
  /** The budget is for each round, not for the whole execution. */
  readonly perRound?: boolean;
}
