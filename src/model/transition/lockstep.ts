/**
 * Process code in a synchronous round: which of the things that it might do there happens next. What its code
 * awaits when the round begins is what it does in it; see timing/synchronous.ts.
 */
import { at } from "../../base/assert.ts";
import { lettersOf } from "../state/letter.ts";
import { accepts } from "../state/due.ts";
import { goingOn, roundOf } from "./options.ts";
import { type Configuration, partOf } from "../state/configuration.ts";
import type { Expected, Part, Pending } from "../state/part.ts";
import type { Letter } from "../state/message.ts";
import type { Process } from "../state/process.ts";
import type { System } from "../system/system.ts";

/**
 * A configuration in which the first of what is pending can happen: in a round, what process code does not
 * ask for is put back, and operations that have to wait are left out.
 */
export function arranged(system: System, configuration: Configuration): Configuration {
  if (!system.timing.rounds) return configuration;
  let here = configuration;
  for (;;) {
    const [head] = here.pending;
    if (head === undefined) return here;
    const process = at(system.processes, system.numbers.get(head.process) ?? -1);
    const part = partOf(system, here, process);
    const after = arrangedPart(system, process, part);
    if (after === part) return here;
    here = {
      ...here,
      mailboxes: here.mailboxes.with(process.number, after.mailbox),
      pending: [...after.pending, ...here.pending.slice(part.pending.length)],
    };
  }
}

/** The part of a process in which the first pending event can happen, as in `arranged`. */
export function arrangedPart(system: System, process: Process, part: Part): Part {
  const { run, when } = process.role;
  if (!system.timing.rounds || (run === undefined && when === undefined)) return part;
  const [head, ...rest] = part.pending;
  if (head?.kind === "receive" && !accepts(system, { process, local: part.local }, head))
    return arrangedPart(system, process, withNextLetter(system, process, part));
  if (head?.kind === "operation" && goingOn(system, process, part).length === 0)
    return { ...part, pending: rest };
  return part;
}

/** The pending events of a process in the next round, if it were the first to take its turn. */
export function expected(system: System, process: Process, part: Part): readonly Pending[] {
  return arrangedPart(system, process, { ...part, pending: roundOf(process, part) }).pending;
}

/** Puts the first letter in front that a process asks for; if it asks for none, all stay for later rounds. */
function withNextLetter(system: System, process: Process, part: Part): Part {
  const { local, pending } = part;
  const count = pending.findIndex(({ kind }) => kind !== "receive");
  const head = count === -1 ? pending : pending.slice(0, count);
  const others = count === -1 ? [] : pending.slice(count);
  const letters = head.flatMap((event) => {
    return event.kind === "receive" ? [{ from: event.from, message: event.message }] : [];
  });
  const { channel } = system;
  const order = lettersOf(system);
  const next = channel
    .receivable<Letter>(letters, order)
    .find(({ letter }) => accepts(system, { process, local }, letter));
  if (next !== undefined) {
    const receipts = [next.letter, ...next.rest].map(({ from, message }): Expected => {
      return { kind: "receive", process: process.id, from, message };
    });
    return { ...part, pending: [...receipts, ...others] };
  }
  const nothing: readonly Letter[] = [];
  const mailbox = [...letters, ...part.mailbox].reduce(
    (kept, letter) => channel.send(kept, letter, order),
    nothing,
  );
  return { ...part, mailbox, pending: others };
}
