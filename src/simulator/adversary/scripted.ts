import { format } from "../../base/text.ts";
import { canonical, type Plain } from "../../base/value.ts";
import { formatMessage, type Trigger } from "../../model/event.ts";
import type { System } from "../../model/system.ts";
import type { Adversary, Situation } from "./adversary.ts";

/** What to follow. */
export interface Script {
  readonly system: System;
  readonly situation: Situation;
  readonly triggers: readonly Trigger[];
  /** Who goes on when the script is at its end; default nobody. */
  readonly afterwards?: Adversary;
}

/**
 * Follows a list of triggers. One that is not enabled when its turn comes is passed over. A handler gets
 * what was chosen in the script, or its first option.
 */
export function scripted({ system, situation, triggers, afterwards }: Script): Adversary {
  let position = 0;
  let choices: readonly Plain[] = [];
  let chosen = 0;
  const asWritten = (options: readonly unknown[]): number => {
    const wanted = choices[chosen++];
    if (wanted === undefined) return 0;
    const text = format(wanted);
    const found = options.findIndex((option) => format(canonical(option)) === text);
    return Math.max(0, found);
  };
  return {
    next() {
      for (; position < triggers.length; position++) {
        const trigger = triggers[position] as Trigger;
        const ticket = ticketFor(system, situation, trigger);
        if (ticket === -1) continue;
        position++;
        choices = trigger.choices;
        chosen = 0;
        return ticket;
      }
      choices = [];
      return afterwards?.next() ?? -1;
    },
    choose: asWritten,
    draw: asWritten,
    ...(afterwards?.enabled === undefined
      ? {}
      : { enabled: (ticket: number) => afterwards.enabled?.(ticket) }),
    ...(afterwards?.disabled === undefined
      ? {}
      : { disabled: (ticket: number) => afterwards.disabled?.(ticket) }),
  };
}

/** The enabled ticket that stands for a trigger, or -1. */
export function ticketFor(system: System, situation: Situation, trigger: Trigger): number {
  const owner = system.numbers.get(trigger.process);
  if (owner === undefined || (trigger.kind !== "receive" && trigger.kind !== "timeout")) return -1;
  const sender = trigger.kind === "receive" ? (system.numbers.get(trigger.from) ?? -1) : -1;
  const text = trigger.kind === "receive" ? formatMessage(trigger.message) : trigger.timer;
  for (let ticket = situation.oldestOf(owner); ticket !== -1; ticket = situation.youngerThan(ticket)) {
    if (situation.senderOf(ticket) !== sender || !situation.isEnabled(ticket)) continue;
    const own = sender === -1 ? situation.timerOf(ticket) : formatMessage(situation.messageOf(ticket));
    if (own === text) return ticket;
  }
  return -1;
}
