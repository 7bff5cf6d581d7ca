/** Failure models: the faults that may happen at one process, or on the channels to it. */
import type { Alphabet } from "../system/alphabet.ts";
import type { Channel } from "../communication/index.ts";
import type { Timing } from "../timing/timing.ts";
import type { LocalState } from "../state/localState.ts";
import type { Fault, FaultForm, Send } from "../event/event.ts";
import type { Part } from "../state/part.ts";
import type { Process } from "../state/process.ts";

/** All that a failure model may know of a system. */
export interface FailureScope {
  readonly processes: readonly Process[];
  /** The ids of the processes of each role. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Process numbers by id. */
  readonly numbers: ReadonlyMap<string, number>;
  readonly channel: Channel;
  readonly timing: Timing;
  /** The messages that Byzantine processes may send. */
  readonly alphabet: Alphabet;
}

/** The rest of a system that a failure model is combined with. */
export interface FailureSetting {
  readonly channel: Channel;
  readonly timing: Timing;
  readonly failures: readonly Failure[];
  /** Whether there are shared objects. */
  readonly hasObjects: boolean;
  /** Whether some role does not take each message at once: it is process code, or has guards. */
  readonly isSelective: boolean;
}

/** A fault that may happen now, and what it leads to. */
export interface Strike {
  readonly event: Fault;
  readonly after: Part;
  /** The id of the process whose failure it is, if not the one at which it strikes. */
  readonly by?: string;
  /** The messages that leave the process. */
  readonly sends?: readonly Send[];
  /** The notes that failure models take of it. See `FailureKind.notes`. */
  readonly notes?: readonly string[];
  /** Whether it costs nothing, as a part of a failure that was paid for before. */
  readonly free?: boolean;
  /** Whether it breaks the bounds on time, so that it cannot happen before they hold. */
  readonly breaksBounds?: true;
}

/** The marks of a process. */
export type Marked = Pick<LocalState, "marks">;

/** A failure model. Adding one is adding a file beside this one, and a line to the list in index.ts. */
export interface FailureKind {
  /** The name in `--failures`. */
  readonly name: string;
  /** One line for lists and help. */
  readonly about: string;
  /** The unit of a budget: processes that fail in this way, or single faults. */
  readonly counts: "processes" | "faults";
  /** Whether processes that fail in this way recover. */
  readonly recovers?: boolean;
  /** Whether processes that fail in this way forge messages, of some alphabet. */
  readonly forges?: boolean;
  /** Whether it does no more than end processes, for ever. */
  readonly endsProcesses?: boolean;
  /** Whether it may end a step in the middle of its effects, so that their order matters. */
  readonly cutsSteps?: boolean;
  /** Whether it takes away no message for ever that is sent again and again. */
  readonly isFair?: boolean;
  /** Whether it does nothing but to messages: without any, it changes nothing. */
  readonly needsMessages?: boolean;
  /** The occasion that it needs to make a difference, if not any; goes on after "there is never ". */
  readonly occasion?: string;
  /** The faults that it brings. */
  readonly faults: readonly FaultForm[];
  /**
   * The notes to take of a message that is sent. They are kept as a set, for the whole system; strikes see in
   * `Part.noted` what had been noted when the step, or the round, began.
   */
  notes?(send: Send): readonly string[];
  /** The faults that may happen next at a process, given its part of the configuration. */
  strikes(part: Part, process: Process, system: FailureScope): readonly Strike[];
  /**
   * The events that put something right again. Unlike strikes they cost nothing, and have to happen at some
   * time.
   */
  remedies?(part: Part, process: Process): readonly Strike[];
  /**
   * The local state of a process that has suffered from it before anything happens: what the first of its
   * faults leaves. Absent: that makes no sense.
   */
  inPlace?(local: LocalState, process: Process): LocalState;
  /** Whether what one process sends to another arrives, given the marks of both. Default: it does. */
  passes?(sender: Marked, receiver: Marked): boolean;
  /**
   * The reason why it makes no sense in a system, if it does not; goes on after "it makes no sense here: ".
   */
  refusal?(failure: Failure, setting: FailureSetting): string | undefined;
}

/** A failure model with its budget: how much an adversary may do with it. */
export interface Failure {
  readonly kind: FailureKind;
  /** The maximum number of processes or faults (see `counts`); Infinity: any number. */
  readonly budget: number;
  /**
   * The only processes that may fail, or on whose incoming channels something may, by their ids or the names
   * of their roles; absent: all.
   */
  readonly processes?: readonly string[];
  /** The budget is for each round, not for the whole execution. */
  readonly perRound?: boolean;
}

/** Whether a failure may befall a process. */
export function mayBefall({ processes }: Failure, { id, roleName }: Process): boolean {
  return processes === undefined || processes.includes(id) || processes.includes(roleName);
}

/** Whether the budget of a failure affords some more, when so much of it has been spent. */
export function affords({ budget }: Failure, spent: number, cost = 1): boolean {
  return spent + cost <= budget;
}
