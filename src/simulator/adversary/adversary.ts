/**
 * Adversaries: who chooses the next event. One sees what is enabled and names a ticket; nothing else in a
 * run is left open, so an adversary and a seed determine a run. All take constant or logarithmic time for
 * each event: they are told what changes and never look through everything.
 */
import type { Random } from "../../base/random.ts";
import type { Message } from "../../model/protocol.ts";

/**
 * What an adversary sees: tickets, which are numbers, and what they stand for. Processes are numbered from
 * 0, role by role, as in `System`.
 */
export interface Situation {
  /** How many processes there are. */
  readonly processes: number;
  /** How many tickets are enabled. */
  readonly count: number;
  /** An enabled ticket, by a position from 0 to count - 1. The order has no meaning and changes. */
  enabledAt(position: number): number;
  isEnabled(ticket: number): boolean;
  /** The process that would take the step. */
  ownerOf(ticket: number): number;
  /** The process that sent the message; -1 if the ticket is a timer. */
  senderOf(ticket: number): number;
  /** The message, if the ticket is one. */
  messageOf(ticket: number): Message;
  /** The name of the timer, if the ticket is one. */
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
  /** Which of the options a handler that calls `choose` gets, from 0. */
  choose(options: readonly unknown[]): number;
  /** How a coin falls, for those who follow a script; others leave that to chance. */
  draw?(options: readonly unknown[]): number;
  /** Told of every ticket that becomes enabled. Whoever has this also has `disabled`. */
  enabled?(ticket: number): void;
  /** Told of every ticket that is enabled no longer, also because it was chosen. */
  disabled?(ticket: number): void;
}

/** What an adversary is made from at the beginning of a run. */
export interface Beginning {
  readonly situation: Situation;
  /** The only source of chance. */
  readonly random: Random;
  /** The run ends after so many events at the latest. */
  readonly eventsMax: number;
  /** The number behind the name, as in `priority:3`; the kind's own default if there was none. */
  readonly parameter: number;
}

/** A kind of adversary. */
export interface AdversaryKind {
  /** As users name it in `--adversary`. */
  readonly name: string;
  /** One line for lists and help. */
  readonly about: string;
  /** The default of its parameter, if it has one. */
  readonly parameter?: number;
  begin(beginning: Beginning): Adversary;
}

/** A place in a run, early or late on every scale: uniform among the powers of two, then within one. */
export function somewhere(random: Random, end: number): number {
  const power = random.below(Math.max(1, Math.ceil(Math.log2(Math.max(2, end)))));
  return 2 ** power + random.below(2 ** power);
}
