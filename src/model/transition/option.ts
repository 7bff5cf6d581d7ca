/** Options: what may happen at one process. */
import type { Event, Send } from "../event/event.ts";
import type { Writes } from "../memory/objectValues.ts";
import type { Part } from "../state/part.ts";

/** An event that may happen at a process, and what it leads to. */
export interface Option {
  readonly event: Event;
  readonly after: Part;
  /** The messages that leave the process, in order. */
  readonly sends: readonly Send[];
  /** The new values of the objects on which it performs operations. */
  readonly writes?: Writes;
  /** The timers of the process that it sets or cancels. */
  readonly rearmed?: readonly string[];
  /** The notes that failure models take, besides those on `sends`. */
  readonly notes?: readonly string[];
  /** Whether it follows from a failure that has happened before. */
  readonly isFree?: boolean;
  /** The failure whose budget it takes one from: a position in the system's list of failures. */
  readonly spends?: number;
  /** Whether it breaks the bounds on time, so that it cannot happen before they hold. */
  readonly breaksBounds?: true;
}
