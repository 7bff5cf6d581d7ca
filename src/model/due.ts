/** What may happen now: the messages that the channels and time let through, and the timers that are due. */
import type { Receivable } from "./communication/index.ts";
import { lettersOf, type LocalState } from "./configuration.ts";
import { formatMessage } from "./message.ts";
import type { Letter } from "./message.ts";
import { awaitsMessage } from "./sequential/control.ts";
import type { Process, System } from "./system.ts";
import { isVoice } from "./voice.ts";
import { arrived } from "./timing/window.ts";

/** The letters that may be received next, each with what is in transit after that. */
export function receivable(system: System, mailbox: readonly Letter[]): readonly Receivable<Letter>[] {
  const next = system.channel.receivable(mailbox, lettersOf(system)).filter(({ letter }) => !isVoice(letter));
  return arrived(next, ({ letter }) => letter, formatMessage);
}

/** Whether a process takes a message of some type now; one without process code always does. */
export function accepts({ role }: Process, { control }: LocalState, type: string): boolean {
  return role.run === undefined || awaitsMessage(control, type) || Object.hasOwn(role.upon ?? {}, type);
}

/** The timers that may fire next. */
export function dueTimers({ timers, time }: LocalState): readonly string[] {
  return time?.timers === undefined ? timers : timers.filter((name) => time.timers?.[name]?.after === 0);
}
