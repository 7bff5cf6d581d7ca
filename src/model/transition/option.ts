/** Options: what may happen at one process. */
import type { Plain } from "../../base/value.ts";
import type { Event, Send } from "../event/event.ts";
import type { Part } from "../state/part.ts";

/** An event that may happen at a process, and what it leads to. */
export interface Option {
  readonly event: Event;
  readonly after: Part;
  /** What leaves the process, in order. */
  readonly sends: readonly Send[];
  /** The new value of the object on which it performs an operation. */
  readonly writes?: Plain;
  /** What failure models are to remember, besides what they note of `sends`. */
  readonly notes?: readonly string[];
  /** It follows from a failure that has happened before. */
  readonly isFree?: boolean;
  /** Whose budget it takes one from: a position in the system's list of failures. */
  readonly spends?: number;
  /** It breaks the bounds on time, so that it cannot happen before they hold. */
  readonly breaksBounds?: true;
}
