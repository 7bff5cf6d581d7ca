/** What a timing model is: when the events that a system has begun may, and must, happen. */

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
}
