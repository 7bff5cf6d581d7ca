/** What a timing model is: when the events that a system has begun may, and must, happen. */

/** How long things take at most and at least, in ticks. */
export interface Bounds {
  /** A message is received no sooner than so many ticks after it was sent. */
  readonly minDelay: number;
  /** And no later than after so many. */
  readonly maxDelay: number;
  /** What a process is about to do, it does within so many: a timer that is due, a step of its code. */
  readonly maxStep: number;
  /** How wrong clocks go: k ticks of a local clock take from k / (1 + drift) to k · (1 + drift). */
  readonly drift: number;
}

/** Time that passes in ticks, the same for the whole system, which no process sees. */
export interface Ticks {
  readonly bounds: Bounds;
  /** Whether processes know the bounds. */
  readonly known: boolean;
  /** Whether they hold only from a moment on that the adversary chooses: the global stabilization time. */
  readonly stabilizes: boolean;
  /** How far ticks are counted for properties, from the start or from stabilization. */
  readonly horizon: number;
}

/** A timing model, with its parameters. */
export interface Timing {
  /** As users name it, without parameters. */
  readonly name: string;
  /** The text that `parseTiming` reads back; schedules begin with it. */
  readonly text: string;
  /** One line for lists and help. */
  readonly about: string;
  /** Whether all processes take their steps together, in rounds; if not, one step happens at a time. */
  readonly rounds: boolean;
  /** How conflicts at objects are resolved in a round, if there is a rule; if not, by the adversary. */
  readonly conflicts?: "in order";
  /** Absent where events take any time. */
  readonly ticks?: Ticks;
}
