/** What a failure model is: what may go wrong at one process, or on the channels to it. */
import type { LocalState } from "../configuration.ts";
import type { Fault, Send } from "../event.ts";
import type { Part } from "../part.ts";
import type { Process, System } from "../system.ts";

/** A fault that may happen now, and what it leads to. */
export interface Strike {
  readonly event: Fault;
  readonly after: Part;
  /** Whose failure it is, if not of the process at which it strikes. */
  readonly by?: string;
  /** What leaves the process. */
  readonly sends?: readonly Send[];
  /** What failure models are to remember of it. See `FailureKind.notes`. */
  readonly notes?: readonly string[];
  /** It costs nothing: it is part of a failure that was paid for before. */
  readonly free?: boolean;
  /** It breaks the bounds on time, so that it cannot happen before they hold. */
  readonly breaksBounds?: true;
}

/** An event that only one failure model knows. */
export interface MishapForm {
  /** What schedules say: "is cut off", of a process; "delays", of the network, to a message. */
  readonly what: string;
  readonly befalls: "process" | "message";
  /** The mark that it sets on the process, or takes off. */
  readonly sets?: string;
  readonly clears?: string;
  /** It puts something right again, and has to happen at some time. */
  readonly isRemedy?: true;
}

/** The marks of a process. */
export type Marked = Pick<LocalState, "marks">;

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
  /** Whether processes that fail in this way forge messages, of some alphabet. */
  readonly forges?: boolean;
  /** Whether it does no more than end processes, for ever. */
  readonly endsProcesses?: boolean;
  /** Whether it does nothing but to messages: without any, it changes nothing. */
  readonly needsMessages?: boolean;
  /** Events of its own. */
  readonly mishaps?: readonly MishapForm[];
  /**
   * What is to be remembered of a message that is sent. Notes are kept as a set, for the whole system;
   * strikes see in `Part.noted` what had been noted when the step, or the round, began.
   */
  notes?(send: Send): readonly string[];
  /** Everything that may go wrong next at a process, given its part of the configuration. */
  strikes(part: Part, process: Process, system: System): readonly Strike[];
  /** What puts something right again: unlike strikes it costs nothing, and has to happen at some time. */
  remedies?(part: Part, process: Process): readonly Strike[];
  /** Whether what one process sends to another arrives, given the marks of both. Default: it does. */
  passes?(sender: Marked, receiver: Marked): boolean;
  /** Why it makes no sense in a system, if it does not; goes on after "it makes no sense here: ". */
  refusal?(
    failure: Failure,
    system: Pick<System, "channel" | "timing" | "failures" | "protocol">,
  ): string | undefined;
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
