/**
 * The transition rules: which events are enabled in a configuration, and what each leads to. Everything
 * that explores, simulates or replays stands on these two functions.
 */
import { at, unreachable } from "../base/assert.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { formatConfiguration, lettersOf, type Configuration, type LocalState } from "./configuration.ts";
import { formatEvent, type Effect, type Event, type Trigger } from "./event.ts";
import { afterEffect, react, type Cause, type Reaction } from "./localStep.ts";
import type { Letter } from "./protocol.ts";
import type { System } from "./system.ts";

/** The causes of the steps that a process may take next: its receivable letters and its timers. */
export function causes(system: System, local: LocalState, mailbox: readonly Letter[]): Cause[] {
  if (local.halted) return [];
  const receivable = system.channel.receivable(mailbox, lettersOf(system));
  return [
    ...receivable.map(({ letter }) => ({
      kind: "receive" as const,
      from: letter.from,
      message: letter.message,
    })),
    ...local.timers.map((timer) => ({ kind: "timeout" as const, timer })),
  ];
}

/**
 * The events that may happen next, each once. In the middle of a step only its next effect may; in a
 * settled configuration every trigger of every process may, process by process.
 */
export function enabled(system: System, configuration: Configuration): Event[] {
  const [next] = configuration.pending;
  if (next !== undefined) return [next];
  return system.processes.flatMap((process) => {
    const local = at(configuration.locals, process.number);
    return causes(system, local, at(configuration.mailboxes, process.number)).flatMap((cause) =>
      react(system, process, local, cause).map(({ choices }) => ({ ...cause, process: process.id, choices })),
    );
  });
}

/** Thrown by `step` for an event that is not enabled. `enabled` lists what was. */
export class NotEnabled extends Error {
  readonly event: Event;
  readonly enabled: readonly Event[];
  constructor(event: Event, enabledEvents: readonly Event[]) {
    super(`"${formatEvent(event)}" is not enabled`);
    this.event = event;
    this.enabled = enabledEvents;
  }
}

/**
 * The configuration after `event`.
 * @throws NotEnabled if the event is not enabled in `configuration`.
 */
export function step(system: System, configuration: Configuration, event: Event): Configuration {
  switch (event.kind) {
    case "receive":
    case "timeout":
      return trigger(system, configuration, event);
    case "send":
    case "decide":
    case "output":
    case "halt":
      return effect(system, configuration, event);
    default:
      return unreachable(event);
  }
}

function trigger(system: System, configuration: Configuration, event: Trigger): Configuration {
  const number = system.numbers.get(event.process);
  if (number === undefined || configuration.pending.length > 0)
    throw notEnabled(system, configuration, event);
  const process = at(system.processes, number);
  const local = at(configuration.locals, number);
  const mailbox = mailboxAfter(system, configuration, event);
  if (local.halted || mailbox === undefined) throw notEnabled(system, configuration, event);
  const reaction = chosen(react(system, process, local, event), event.choices);
  if (reaction === undefined) throw notEnabled(system, configuration, event);
  return {
    locals: configuration.locals.with(number, reaction.next),
    mailboxes: configuration.mailboxes.with(number, mailbox),
    pending: reaction.effects,
  };
}

/** What the mailbox holds once the trigger has been taken out; undefined if the trigger cannot happen. */
function mailboxAfter(system: System, before: Configuration, event: Trigger): readonly Letter[] | undefined {
  const number = system.numbers.get(event.process) ?? -1;
  const mailbox = at(before.mailboxes, number);
  if (event.kind === "timeout") {
    return at(before.locals, number).timers.includes(event.timer) ? mailbox : undefined;
  }
  const letters = lettersOf(system);
  const wanted = { from: event.from, message: event.message };
  const receivable = system.channel.receivable(mailbox, letters);
  return receivable.find(({ letter }) => letters.compare(letter, wanted) === 0)?.rest;
}

function chosen(reactions: readonly Reaction[], choices: readonly Plain[]): Reaction | undefined {
  const wanted = format(choices);
  return reactions.find((reaction) => format(reaction.choices) === wanted);
}

function effect(system: System, configuration: Configuration, event: Effect): Configuration {
  const [next, ...pending] = configuration.pending;
  if (next === undefined || formatEvent(next) !== formatEvent(event))
    throw notEnabled(system, configuration, event);
  const { locals, mailboxes } = configuration;
  const number = system.numbers.get(next.process) ?? -1;
  if (next.kind === "send") {
    const to = system.numbers.get(next.to) ?? -1;
    const letter = { from: next.process, message: next.message };
    const mailbox = system.channel.send(at(mailboxes, to), letter, lettersOf(system));
    return { locals, mailboxes: mailboxes.with(to, mailbox), pending };
  }
  return { locals: locals.with(number, afterEffect(at(locals, number), next)), mailboxes, pending };
}

function notEnabled(system: System, configuration: Configuration, event: Event): NotEnabled {
  return new NotEnabled(event, enabled(system, configuration));
}

/** Lets all pending effects happen. @returns the settled configuration and the effects, in order. */
export function settle(
  system: System,
  configuration: Configuration,
): { settled: Configuration; effects: Effect[] } {
  const effects: Effect[] = [];
  let settled = configuration;
  while (settled.pending.length > 0) {
    const next = at(settled.pending, 0);
    effects.push(next);
    settled = step(system, settled, next);
  }
  return { settled, effects };
}

/** Whether two configurations are equal. */
export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return formatConfiguration(a) === formatConfiguration(b);
}
