/** A run under way, whatever carries it out (engine.ts). */
import type { InputVector } from "../model/state/configuration.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { Event } from "../model/event/event.ts";
import type { Cause } from "../model/event/cause.ts";
import type { Truths } from "../properties/kinds/kind.ts";
import type { NamedProperty } from "../properties/property.ts";
import type { Observer } from "../properties/view.ts";
import type { Adversary } from "./adversary/adversary.ts";
import type { Tickets } from "./tickets.ts";

/** A run, as those see it who drive it, judge it or count. */
export interface Running {
  readonly inputs: InputVector;
  readonly tickets: Tickets;
  /** Steps taken, and faults between steps; start steps are not counted. */
  readonly steps: number;
  /** Events: the triggers and all that they and the start steps caused. */
  readonly events: number;
  readonly messages: number;
  readonly decided: number;
  /** The largest number of messages of which each was sent after the one before it had been received. */
  readonly chain: number;
  /** Rounds that have begun. */
  readonly rounds: number;
  /** Ticks that have passed. */
  readonly time: number;
  /** Every event, if it is wanted. */
  readonly record: readonly Event[] | undefined;
  /** The events since the last settled configuration, where they can be told after a mistake. */
  readonly underWay: readonly Event[];
  /** The parts of the run that properties see. */
  readonly observe: Observer;
  /**
   * The truths of a property's predicates at this moment; absent: they are asked what they make of `observe`.
   */
  truths?(property: NamedProperty): Truths;
  /** Lets every process take its start step. From then on this adversary chooses. */
  start(adversary: Adversary): void;
  /** The step that a ticket stands for. */
  take(ticket: number): void;
  /**
   * Lets something fail before the next step.
   * @returns false if nothing does; then the next step may be taken
   */
  suffer(): boolean;
  /** The local state of one process at this moment, as the model has it. */
  local(number: number): LocalState;
  /** The trigger that a ticket stands for, before anything is chosen in its step. */
  causeOf(ticket: number): Cause;
}
