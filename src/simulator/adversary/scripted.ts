import { format } from "../../base/text.ts";
import { canonical, type Plain } from "../../base/value.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import { formatMessage } from "../../model/state/message.ts";
import { isBeat, isEffect, isFault, type Event, type Fault, type Round } from "../../model/event/event.ts";
import { isRemedy } from "../../model/failure/index.ts";
import type { Expected, Pending } from "../../model/state/part.ts";
import type { System } from "../../model/system/system.ts";
import type { Adversary, AdversaryKind, Beginning, Situation } from "./adversary.ts";

/** The schedule to follow, and the run in which to follow it. */
interface Script {
  readonly system: System;
  readonly situation: Situation;
  /** A schedule; effects may be left out. */
  readonly events: readonly Event[];
  /** The adversary that goes on when the script is at its end; default none. */
  readonly afterwards?: Adversary;
}

/**
 * Follows a schedule. What is not enabled when its turn comes is passed over. A handler gets what was chosen
 * in the script, or its first option; and what fails in the script fails, as long as it goes on.
 */
export function scripted(script: Script): Adversary {
  return new Scripted(script);
}

/** The adversary that follows a schedule of a system as far as it goes, and then leaves it to another. */
export function scriptedBy(
  events: readonly Event[],
  system: System,
  { kind, ...settings }: Pick<Beginning, "parameter" | "text"> & { readonly kind: AdversaryKind },
): AdversaryKind {
  return {
    name: "scripted",
    about: "a schedule, as far as it goes, and then another adversary",
    ...(kind.looksAhead === true ? { looksAhead: true } : {}),
    begin(beginning: Beginning) {
      const afterwards = kind.begin({ ...beginning, ...settings });
      return scripted({ system, situation: beginning.situation, events, afterwards });
    },
  };
}

class Scripted implements Adversary {
  readonly failsAgain = true;
  private readonly script: Script;
  /** All before it has happened, or been passed over. */
  private position = 0;
  private isOver = false;
  /** The step under way, its choices, and how many of them have been made. */
  private step = "";
  private choices: readonly Plain[] = [];
  private chosen = 0;
  /** The round under way. */
  private round: Round | undefined;

  constructor(script: Script) {
    this.script = script;
  }

  get time(): number {
    return this.script.afterwards?.time ?? 0;
  }

  next(): number {
    const { system, situation, events, afterwards } = this.script;
    for (; this.position < events.length; this.position++) {
      const event = events[this.position] as Event;
      const ticket = isEffect(event) ? -1 : ticketFor(system, situation, event);
      if (ticket === -1) continue;
      this.begin(event);
      return ticket;
    }
    this.isOver = true;
    return afterwards?.next() ?? -1;
  }

  choose(options: readonly unknown[], step?: Expected): number {
    const { afterwards } = this.script;
    if (this.isOver && afterwards !== undefined) return afterwards.choose(options, step);
    return this.asWritten(options, step);
  }

  goesFirst(processes: readonly string[], object: string): number | undefined {
    const { afterwards } = this.script;
    if (this.isOver && afterwards !== undefined) return afterwards.goesFirst?.(processes, object);
    const turns = this.round?.order?.find((one) => one.object === object)?.processes ?? [];
    return Math.max(0, processes.indexOf(turns.find((id) => processes.includes(id)) ?? ""));
  }

  draw(options: readonly unknown[], step?: Expected): number | undefined {
    const { afterwards } = this.script;
    if (this.isOver && afterwards !== undefined) return afterwards.draw?.(options, step);
    return this.asWritten(options, step);
  }

  fail(strikes: readonly Event[], next: Pending | undefined): number | undefined {
    const { system, events, afterwards } = this.script;
    if (this.isOver) return afterwards?.fail?.(strikes, next);
    const expected = next === undefined ? undefined : nameOf(next as Event);
    for (let i = this.position; i < events.length; i++) {
      const event = events[i] as Event;
      if (isFault(event) && !isRemedy(event)) {
        const strike = strikes.findIndex((one) => formatEvent(one) === formatEvent(event));
        if (strike === -1) continue;
        this.position = i + 1;
        this.beginForged(event);
        return strike;
      }
      if (expected !== undefined && nameOf(event) === expected) {
        this.position = i;
        this.begin(event);
        return -1;
      }
      // What comes after the next step has time.
      if (system.timing.rounds ? isBeat(event) : !isEffect(event)) return -1;
    }
    return -1;
  }

  enabled(ticket: number): void {
    this.script.afterwards?.enabled?.(ticket);
  }

  disabled(ticket: number): void {
    this.script.afterwards?.disabled?.(ticket);
  }

  /** The event at the position happens. */
  private begin(event: Event): void {
    this.position++;
    if (isEffect(event)) return;
    if (event.kind === "round") this.round = event;
    this.choices = "choices" in event ? event.choices : [];
    this.chosen = 0;
    this.step = nameOf(event);
  }

  /** Begins the receipt of a forged message, if it is next in the script. */
  private beginForged(fault: Fault): void {
    const next = this.script.events[this.position];
    if (fault.strikes !== "truth" || next?.kind !== "receive") return;
    const isIt = next.process === fault.process && next.from === fault.from;
    if (isIt && formatMessage(next.message) === formatMessage(fault.message)) this.begin(next);
  }

  /** Goes on to a step of the round. */
  private seek(step: Expected): void {
    const { events } = this.script;
    const name = nameOf(step as Event);
    if (name === this.step) return;
    for (let i = this.position; i < events.length; i++) {
      const event = events[i] as Event;
      if (isBeat(event)) return;
      if (nameOf(event) !== name) continue;
      this.position = i;
      return this.begin(event);
    }
  }

  private asWritten(options: readonly unknown[], step: Expected | undefined): number {
    if (step !== undefined && this.script.system.timing.rounds) this.seek(step);
    const wanted = this.choices[this.chosen++];
    if (wanted === undefined) return 0;
    const text = format(wanted);
    const found = options.findIndex((option) => format(canonical(option)) === text);
    return Math.max(0, found);
  }
}

/** The text of an event, whatever is chosen in it. */
function nameOf(event: Event): string {
  return formatEvent({ ...event, choices: [] } as Event);
}

/** The enabled ticket that stands for an event, or -1. */
function ticketFor(system: System, situation: Situation, event: Event): number {
  const owner = isBeat(event) ? system.processes.length : system.numbers.get(event.process);
  if (owner === undefined || owner >= situation.processes) return -1;
  const sender = event.kind === "receive" ? (system.numbers.get(event.from ?? "") ?? -1) : -1;
  const text = textFor(event);
  for (let ticket = situation.oldestOf(owner); ticket !== -1; ticket = situation.youngerThan(ticket)) {
    if (situation.senderOf(ticket) !== sender || !situation.isEnabled(ticket)) continue;
    const own = sender === -1 ? situation.timerOf(ticket) : formatMessage(situation.messageOf(ticket));
    if (own === text) return ticket;
  }
  return -1;
}

function textFor(event: Event): string {
  if (event.kind === "receive") return formatMessage(event.message);
  if (event.kind === "round") return formatEvent({ kind: "round" });
  return event.kind === "timeout" ? event.timer : nameOf(event);
}
