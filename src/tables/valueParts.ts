/** The conversions between the values of slots and the model. */
import { at } from "../base/assert.ts";
import type { Plain } from "../base/value.ts";
import type { Event } from "../model/event/event.ts";
import { watchedAmong } from "../model/step/monitoring.ts";
import { formatLocal } from "../model/state/localState.ts";
import type { Configuration } from "../model/state/configuration.ts";
import type { Mailbox } from "../model/state/due.ts";
import type { Part } from "../model/state/part.ts";
import type { Letter } from "../model/state/message.ts";
import { looks } from "../model/memory/access.ts";
import type { Writes } from "../model/memory/objectValues.ts";
import { withNotes } from "../model/failure/notes.ts";
import { delayOfSent } from "../model/state/letter.ts";
import type { StepEnd } from "./completion.ts";
import { ABSENT } from "./integers.ts";
import type { Look } from "./looks.ts";
import type { Network } from "./network.ts";
import { CRASH, LATE, NotesSlot, type ClockSlot, type ObjectSlot, type ProcessSlot } from "./slot.ts";

/** The part of a configuration that belongs to a process, by the value of its slot. */
export function partOf(network: Network, slot: ProcessSlot, { value, sight }: Look): Part {
  const { system, slots, processes } = network;
  const mailbox = slot
    .mailbox(value)
    .map(({ from, ...letter }): Letter => ({ ...letter, from: system.processes[from]?.id }));
  const part = { local: slot.local(value), mailbox, pending: [] };
  if (!looks(system, part.local)) {
    const notes = slots[sight[0] ?? ABSENT];
    return notes === undefined ? part : { ...part, noted: (notes as NotesSlot).notes(at(sight, 1)) };
  }
  const seen: (Plain | undefined)[] = [];
  for (let i = 0; i < sight.length; i += 2)
    seen[at(sight, i) - processes.length] = (slots[at(sight, i)] as ObjectSlot).content(at(sight, i + 1));
  return { ...part, seen };
}

/** New values of objects: their slots and the values there, alternately. */
export function writesIn({ processes, objects }: Network, writes: Writes): number[] {
  const found: number[] = [];
  for (const [number, value] of writes) found.push(processes.length + number, at(objects, number).id(value));
  return found;
}

/** The mailbox of a process in a value of its slot, with letters as integers. */
export function mailboxAt(slot: ProcessSlot, value: number): Mailbox<number> {
  return {
    letters: slot.mailboxes.list(slot.mailboxOf.at(value)),
    order: slot.order,
    letter: (id) => slot.letter(id),
  };
}

/** The id of a mailbox of the model. */
export function mailboxOf({ system }: Network, slot: ProcessSlot, mailbox: readonly Letter[]): number {
  let ids: readonly number[] = [];
  for (const { from, ...letterOf } of mailbox) {
    const letter = slot.letterId({ ...letterOf, from: system.numbers.get(from ?? "") ?? ABSENT });
    ids = system.channel.send(ids, letter, slot.order);
  }
  return slot.mailboxes.id(ids);
}

/** The parcels that say to objects of the environment that a process has crashed. */
export function crashParcels({ system, processes }: Network, process: number): number[] {
  return system.objects.flatMap(({ kind }, i) =>
    kind.uponCrash === undefined ? [] : [processes.length + i, CRASH + process],
  );
}

/** The parcels by which monitors see events: slots and parcels, alternately. */
export function seenParcels({ monitors, monitorsAt }: Network, events: readonly Event[]): number[] {
  return monitors.flatMap((slot, i) => {
    const seen = watchedAmong(slot.monitor, events);
    return seen.length === 0 ? [] : [monitorsAt + i, slot.parcel(seen)];
  });
}

/** The parcels of a step, by receiver, with its costs. */
export function parcelsOf(
  network: Network,
  from: number,
  { local, sends, spends, notes, marks, breaksBounds, events }: StepEnd,
): number[] {
  const { system, processes, budgetOf, clock, notes: notesAt, slots } = network;
  const byReceiver = new Map<number, number[]>();
  const marked = marks === undefined ? {} : { marks };
  for (const { to: id, message } of sends) {
    const to = system.numbers.get(id) ?? -1;
    const letter = at(processes, to).letterId({
      from: system.channel.hidesSenders === true ? ABSENT : from,
      message,
      ...delayOfSent(system, { message }),
      ...marked,
    });
    byReceiver.set(to, [...(byReceiver.get(to) ?? []), letter]);
  }
  const costs = new Map<number, number>();
  for (const failure of spends) {
    const slot = at(budgetOf, failure);
    costs.set(slot, (costs.get(slot) ?? 0) + 1);
  }
  const noted = notes.length === 0 ? [] : [notesAt, (slots[notesAt] as NotesSlot).id(withNotes([], notes))];
  return [
    ...(breaksBounds === undefined || clock === ABSENT ? [] : [clock, LATE]),
    ...[...costs].flat(),
    // Who is down for ever takes no further step: it has crashed in this one.
    ...(local.down === "for ever" ? crashParcels(network, from) : []),
    ...noted,
    ...seenParcels(network, events),
    ...[...byReceiver].flatMap(([to, letters]) => [to, at(processes, to).parcels.id(letters)]),
  ];
}

/** The configuration that values of all slots stand for. */
export function configurationOf(network: Network, values: Int32Array): Configuration {
  const { processes, slots, clock, notes } = network;
  const parts = processes.map((slot, i) => partOf(network, slot, { value: values[i] as number, sight: [] }));
  const objects = network.objects.map((slot, i) => slot.content(values[processes.length + i] as number));
  const monitors = network.monitors.map((slot, i) => slot.content(values[network.monitorsAt + i] as number));
  const spent = network.budgetOf.map((slot) => (slot === ABSENT ? 0 : (values[slot] as number)));
  return {
    locals: parts.map(({ local }) => local),
    mailboxes: parts.map(({ mailbox }) => mailbox),
    ...(objects.length === 0 ? {} : { objects }),
    ...(monitors.length === 0 ? {} : { monitors }),
    pending: [],
    ...(spent.length === 0 ? {} : { spent }),
    ...(notes === ABSENT
      ? {}
      : { notes: { known: (slots[notes] as NotesSlot).notes(values[notes] as number) } }),
    ...(clock === ABSENT ? {} : { elapsed: (slots[clock] as ClockSlot).elapsed(values[clock] as number) }),
  };
}

/** The values of all slots in a settled configuration. */
export function valuesIn(network: Network, configuration: Configuration): Int32Array {
  const { locals, mailboxes, objects = [], monitors = [], spent = [] } = configuration;
  const { notes: remembered, elapsed } = configuration;
  const { processes, slots, clock, notes } = network;
  const values = new Int32Array(slots.length);
  for (const [i, slot] of processes.entries()) {
    const local = at(locals, i);
    const mailbox = mailboxOf(network, slot, at(mailboxes, i));
    values[i] = slot.value(slot.locals.id(formatLocal(local), local), mailbox);
  }
  for (const [i, slot] of network.objects.entries()) values[processes.length + i] = slot.id(at(objects, i));
  for (const [i, slot] of network.monitors.entries())
    values[network.monitorsAt + i] = slot.id(at(monitors, i));
  for (const [i, slot] of network.budgetOf.entries()) if (slot !== ABSENT) values[slot] = at(spent, i);
  if (notes !== ABSENT) values[notes] = (slots[notes] as NotesSlot).id(remembered?.known ?? []);
  if (clock !== ABSENT) values[clock] = (slots[clock] as ClockSlot).value(elapsed ?? 0);
  return values;
}
