/**
 * The transition rules: which events are enabled in a configuration, and what each leads to. Everything
 * that explores, simulates or replays stands on these two functions. What may happen at one process is
 * said in part.ts; here it is put together.
 */
import { at } from "../base/assert.ts";
import { formatConfiguration, lettersOf, type Configuration } from "./configuration.ts";
import { formatEvent, type Event, type Send } from "./event.ts";
import { accessed } from "./memory/access.ts";
import { options, roundOf, rulesOf, type Option } from "./options.ts";
import type { Part } from "./part.ts";
import type { Process, System } from "./system.ts";

/**
 * The events that may happen next, each once. In the middle of a step only its next effect may, or a
 * failure instead of it; in a settled configuration every trigger of every process may, process by process,
 * or the next round begins.
 */
export function enabled(system: System, configuration: Configuration): Event[] {
  const beats: Event[] = mayBeginRound(system, configuration) ? [{ kind: "round" }] : [];
  return [
    ...processesDue(system, configuration).flatMap((process) =>
      affordable(system, configuration, process).map(({ event }) => event),
    ),
    ...beats,
  ];
}

/** Whether something is enabled that is not the work of a failure: if not, the execution may end here. */
export function isQuiescent(system: System, configuration: Configuration): boolean {
  return enabled({ ...system, failures: [] }, configuration).length === 0;
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
  if (event.kind === "round") {
    if (!mayBeginRound(system, configuration)) throw notEnabled(system, configuration, event);
    return beginRound(system, configuration);
  }
  const process = processesDue(system, configuration).find(({ id }) => id === event.process);
  if (process === undefined) throw notEnabled(system, configuration, event);
  const text = formatEvent(event);
  const option = affordable(system, configuration, process).find((one) => formatEvent(one.event) === text);
  if (option === undefined) throw notEnabled(system, configuration, event);
  return after(system, configuration, { process, option });
}

/** The processes at which something may happen: all, or the one that is in the middle of a step. */
function processesDue(system: System, { pending: [head] }: Configuration): readonly Process[] {
  if (head === undefined) return system.processes;
  return [at(system.processes, system.numbers.get(head.process) ?? -1)];
}

/** The part of a configuration that belongs to a process. */
function partOf(system: System, configuration: Configuration, { number, id }: Process): Part {
  const { locals, mailboxes, objects = [], pending } = configuration;
  const others = pending.findIndex((event) => event.process !== id);
  const local = at(locals, number);
  const seen = objects[accessed(system, local) ?? -1];
  return {
    local,
    mailbox: at(mailboxes, number),
    ...(seen === undefined ? {} : { seen }),
    pending: others === -1 ? pending : pending.slice(0, others),
  };
}

/** What may happen at a process and does not exceed the budget of any failure. */
function affordable(system: System, configuration: Configuration, process: Process): Option[] {
  const { spent = [] } = configuration;
  return options(rulesOf(system), process, partOf(system, configuration, process)).filter(
    ({ spends }) => spends === undefined || at(spent, spends) < at(system.failures, spends).budget,
  );
}

function after(
  system: System,
  before: Configuration,
  { process, option }: { readonly process: Process; readonly option: Option },
): Configuration {
  const { number } = process;
  const { after: part, send, spends, writes } = option;
  const object = accessed(system, at(before.locals, number)) ?? -1;
  const others = before.pending.slice(partOf(system, before, process).pending.length);
  const changed: Configuration = {
    ...before,
    locals: before.locals.with(number, part.local),
    mailboxes: before.mailboxes.with(number, part.mailbox),
    ...(writes === undefined || before.objects === undefined
      ? {}
      : { objects: before.objects.with(object, writes) }),
    pending: [...part.pending, ...others],
    ...(spends === undefined || before.spent === undefined
      ? {}
      : { spent: before.spent.with(spends, at(before.spent, spends) + 1) }),
  };
  return send === undefined ? changed : delivered(system, changed, send);
}

/** Puts a message on its channel. What is sent to a process that is down is gone. */
function delivered(system: System, before: Configuration, { process, to, message }: Send): Configuration {
  const number = system.numbers.get(to) ?? -1;
  if (at(before.locals, number).down !== undefined) return before;
  const letter = { from: process, message };
  const mailbox = system.channel.send(at(before.mailboxes, number), letter, lettersOf(system));
  return { ...before, mailboxes: before.mailboxes.with(number, mailbox) };
}

/** A round may begin when the one before is over and it holds something for somebody. */
function mayBeginRound(system: System, configuration: Configuration): boolean {
  if (!system.timing.rounds || configuration.pending.length > 0) return false;
  return system.processes.some(
    (process) => roundOf(process, partOf(system, configuration, process)).length > 0,
  );
}

/** All that is in transit is about to be received; those who recover do so first. */
function beginRound(system: System, before: Configuration): Configuration {
  const events = system.processes.flatMap((process) => roundOf(process, partOf(system, before, process)));
  const [first, rest] = [true, false].map((wanted) =>
    events.filter(({ kind }) => (kind === "recover") === wanted),
  );
  const spent = before.spent?.map((count, i) => (at(system.failures, i).perRound === true ? 0 : count));
  return {
    ...before,
    mailboxes: before.mailboxes.map(() => []),
    pending: [...(first ?? []), ...(rest ?? [])],
    ...(spent === undefined ? {} : { spent }),
  };
}

function notEnabled(system: System, configuration: Configuration, event: Event): NotEnabled {
  return new NotEnabled(event, enabled(system, configuration));
}

/**
 * Lets everything that has begun happen, without further failures; where something is chosen, the first
 * option. @returns the settled configuration and the events, in order.
 */
export function settle(
  system: System,
  configuration: Configuration,
): { settled: Configuration; effects: Event[] } {
  const effects: Event[] = [];
  let settled = configuration;
  while (settled.pending.length > 0) {
    const next = at(enabled(system, settled), 0);
    effects.push(next);
    settled = step(system, settled, next);
  }
  return { settled, effects };
}

/** A way in which everything that has begun can happen. */
export interface Settlement {
  readonly settled: Configuration;
  readonly events: readonly Event[];
}

/** Every way in which everything that has begun can happen, whatever is chosen and whatever fails. */
export function* settlements(
  system: System,
  configuration: Configuration,
  events: readonly Event[] = [],
): Generator<Settlement> {
  if (configuration.pending.length === 0) {
    yield { settled: configuration, events };
    return;
  }
  for (const event of enabled(system, configuration)) {
    yield* settlements(system, step(system, configuration, event), [...events, event]);
  }
}

/** Whether two configurations are equal. */
export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return formatConfiguration(a) === formatConfiguration(b);
}
