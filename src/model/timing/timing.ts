/** Timing models: when the events that a system has begun may, and must, happen. */

/** The bounds on time, in ticks. */
export interface Bounds {
  /** A message is received no sooner than so many ticks after it was sent. */
  readonly minDelay: number;
  /** A message is received no later than so many ticks after it was sent. */
  readonly maxDelay: number;
  /** A timer that is due, or a step of process code, happens within so many ticks. */
  readonly maxStep: number;
  /** The drift of local clocks: k of their ticks take from k / (1 + drift) to k · (1 + drift). */
  readonly drift: number;
}

/** Time that passes in ticks, the same for the whole system, which no process sees. */
export interface Ticks {
  readonly bounds: Bounds;
  /** Whether processes know the bounds. */
  readonly known: boolean;
  /** Whether they hold only from a moment on that the adversary chooses: the global stabilization time. */
  readonly stabilizes: boolean;
  /** The number of ticks counted for properties, from the start or from stabilization. */
  readonly horizon: number;
}

/** A timing model, with its parameters. */
export interface Timing {
  /** The name for users, without parameters. */
  readonly name: string;
  /** The text that `parseTiming` reads back; schedules begin with it. */
  readonly text: string;
  /** One line for lists and help. */
  readonly about: string;
  /** Whether all processes take their steps together, in rounds; if not, one step happens at a time. */
  readonly rounds: boolean;
  /** The rule by which conflicts at objects are resolved in a round; absent: the adversary chooses. */
  readonly conflicts?: "in order";
  /** The ticks; absent where events take any time. */
  readonly ticks?: Ticks;
}
