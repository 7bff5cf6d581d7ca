import type { Cause } from "../model/event/cause.ts";
import { lettersOf } from "../model/state/letter.ts";
import type { Letter } from "../model/state/message.ts";
import type { RunLayout } from "./runLayout.ts";
import { NONE, type Tickets } from "./tickets.ts";

/** The letters in transit of a run, with a ticket for each. */
export interface Ticketed {
  readonly layout: RunLayout;
  readonly tickets: Tickets;
  /** The cause for which a process would take the step of a ticket. */
  causeOf(ticket: number): Cause;
}

/** The letters in transit to a process, in the order that the model keeps. */
export function mailboxOf(run: Ticketed, process: number): readonly Letter[] {
  const { tickets, layout } = run;
  let mailbox: readonly Letter[] = [];
  for (let ticket = tickets.oldestOf(process); ticket !== NONE; ticket = tickets.youngerThan(ticket)) {
    const cause = run.causeOf(ticket);
    if (cause.kind !== "receive") continue;
    const letter = { from: cause.from, message: cause.message };
    mailbox = layout.system.channel.send(mailbox, letter, lettersOf(layout.system));
  }
  return mailbox;
}
