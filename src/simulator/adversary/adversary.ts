/**
 * Adversaries: who chooses the next event. One sees what is enabled and names a ticket; nothing else in a
 * run is left open, so an adversary and a seed determine a run. All take constant or logarithmic time for
 * each event: they are told what changes and never look through everything.
 */
import type { Random } from "../../base/random.ts";
import type { Configuration } from "../../model/state/configuration.ts";
import type { Event } from "../../model/event/event.ts";
import type { Expected, Pending } from "../../model/state/part.ts";
import type { Message } from "../../model/state/message.ts";
import type { System } from "../../model/system/system.ts";
import type { NamedProperty } from "../../properties/property.ts";
import type { Fate } from "../fate.ts";

/**
 * The view of an adversary: tickets, which are numbers, and what they stand for. Processes are numbered from
 * 0, role by role, as in `System`.
 */
export interface Situation {
  /** The number of processes; where time is kept or rounds begin, the system as a whole is one more. */
  readonly processes: number;
  /** The number of enabled tickets. */
  readonly count: number;
  /** An enabled ticket, by a position from 0 to count - 1. The order has no meaning and changes. */
  enabledAt(position: number): number;
  isEnabled(ticket: number): boolean;
  /** The process that would take the step. */
  ownerOf(ticket: number): number;
  /** Whether the ticket belongs to the system as a whole: a round begins, or time passes. */
  isBeat(ticket: number): boolean;
  /** The number of ticks that may pass before it must have happened; Infinity where time is not kept. */
  timeLeft(ticket: number): number;
  /** The number of ticks since the message was sent, when it became enabled; 0 for all else. */
  timeWaited(ticket: number): number;
  /** The process that sent the message; -1 if the ticket is none. */
  senderOf(ticket: number): number;
  /** The message, if the ticket is one. */
  messageOf(ticket: number): Message;
  /** The name of the timer if the ticket is one; if it is no message either, what happens, in words. */
  timerOf(ticket: number): string;
  /** The oldest ticket of a process, which is enabled unless the process has halted; -1 if it has none. */
  oldestOf(process: number): number;
  /** The next ticket of the same process, enabled or not; -1 at the end. */
  youngerThan(ticket: number): number;
}

/** Chooses, in one run. */
export interface Adversary {
  /** The enabled ticket that is next, or -1 to end the run here. Asked only if something is enabled. */
  next(): number;
  /**
   * The position, from 0, of the option that a handler which calls `choose` gets.
   * @param step the step in which it does; only told in rounds and where there are failures, time or objects
   */
  choose(options: readonly unknown[], step?: Expected): number;
  /**
   * The position of the process that has its turn first at an object at which several meet in a round.
   * Without this method, `choose` decides.
   */
  goesFirst?(processes: readonly string[], object: string): number | undefined;
  /**
   * The position of the side on which a coin falls, for adversaries that follow a script; others leave it to
   * chance.
   */
  draw?(options: readonly unknown[], step?: Expected): number | undefined;
  /**
   * The position of the failure that strikes now, or -1 for none; not asked if none may. Without this method,
   * or if it answers undefined, that is left to chance.
   * @param next what happens next otherwise, in the middle of a step or round; undefined: a step is over
   */
  fail?(strikes: readonly Event[], next: Pending | undefined): number | undefined;
  /** Whether it is asked again when something has failed after a step, until it wants no more. */
  readonly failsAgain?: boolean;
  /** The time that has passed, for those who keep one of their own. */
  readonly time?: number;
  /** Hears of every ticket that becomes enabled. An adversary with this also has `disabled`. */
  enabled?(ticket: number): void;
  /** Hears of every ticket that is enabled no longer, also because it was chosen. */
  disabled?(ticket: number): void;
}

/** The configuration of a run, and the events that led to it since the last look. */
export interface Outlook {
  readonly system: System;
  readonly configuration: Configuration;
  readonly events: readonly Event[];
}

/** The questions that an adversary which looks ahead may ask. Nothing changes by asking. */
export interface Foresight {
  /** The properties that are judged. */
  readonly properties: readonly NamedProperty[];
  now(): Outlook;
  /** The outlook after the step of a ticket, if a fate decides all that is open in it. */
  after(ticket: number, fate: Fate): Outlook;
}

/** The arguments from which an adversary is made at the beginning of a run. */
export interface Beginning {
  readonly situation: Situation;
  /** The only source of chance. */
  readonly random: Random;
  /** The run ends after so many events at the latest. */
  readonly eventsMax: number;
  /** The number behind the name, as in `priority:3`; the kind's own default if there was none. */
  readonly parameter: number;
  /** All that is written behind the name and a colon; empty if nothing is. */
  readonly text: string;
  /** The foresight, for kinds that look ahead. */
  readonly foresight?: Foresight;
}

/** A kind of adversary. */
export interface AdversaryKind {
  /** The name in `--adversary`. */
  readonly name: string;
  /** One line for lists and help. */
  readonly about: string;
  /** The default of its parameter, if it has one. */
  readonly parameter?: number;
  /** The form of what follows the name, if that is not just a number, such as PROPERTY. */
  readonly form?: string;
  /** Whether it asks what would come of events: then its runs go through tables, whatever the system. */
  readonly looksAhead?: true;
  /** @throws UsageError if what is written behind the name cannot be read */
  begin(beginning: Beginning): Adversary;
}

/** A place in a run, early or late on every scale: uniform among the powers of two, then within one. */
export function somewhere(random: Random, end: number): number {
  const power = random.below(Math.max(1, Math.ceil(Math.log2(Math.max(2, end)))));
  return 2 ** power + random.below(2 ** power);
}
