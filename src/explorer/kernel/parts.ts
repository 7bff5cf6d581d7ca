/** Between the values of slots and the model: what a value stands for, and the other way round. */
import { at } from "../../base/assert.ts";
import type { Part } from "../../model/part.ts";
import type { Letter } from "../../model/protocol.ts";
import type { Completion } from "./completion.ts";
import { ABSENT } from "./integers.ts";
import type { Network } from "./network.ts";
import type { ObjectSlot, ProcessSlot } from "./slot.ts";

/** Where a process is: the value of its slot, and the slot and value of the object that it looks at. */
export interface Look {
  readonly value: number;
  /** A slot, or ABSENT. */
  readonly object: number;
  /** A value of that slot, or ABSENT. */
  readonly seen: number;
}

/** The part of a configuration that belongs to a process, by the value of its slot. */
export function partOf({ system, slots }: Network, slot: ProcessSlot, { value, object, seen }: Look): Part {
  const mailbox = slot
    .mailbox(value)
    .map(({ from, message }): Letter => ({ from: at(system.processes, from).id, message }));
  const part = { local: slot.local(value), mailbox, pending: [] };
  return object === ABSENT ? part : { ...part, seen: (slots[object] as ObjectSlot).content(seen) };
}

/** The id of a mailbox of the model. */
export function mailboxOf({ system }: Network, slot: ProcessSlot, mailbox: readonly Letter[]): number {
  let ids: readonly number[] = [];
  for (const { from, message } of mailbox) {
    const letter = slot.letterId(system.numbers.get(from) ?? -1, message);
    ids = system.channel.send(ids, letter, slot.order);
  }
  return slot.mailboxes.id(ids);
}

/** What a step sends, put together by receiver, and what it costs. */
export function parcelsOf(
  { system, processes, budgetOf }: Network,
  from: number,
  { sends, spends }: Completion,
): number[] {
  const byReceiver = new Map<number, number[]>();
  for (const { to: id, message } of sends) {
    const to = system.numbers.get(id) ?? -1;
    const letter = at(processes, to).letterId(from, message);
    byReceiver.set(to, [...(byReceiver.get(to) ?? []), letter]);
  }
  const costs = new Map<number, number>();
  for (const failure of spends) {
    const slot = at(budgetOf, failure);
    costs.set(slot, (costs.get(slot) ?? 0) + 1);
  }
  return [
    ...[...costs].flat(),
    ...[...byReceiver].flatMap(([to, letters]) => [to, at(processes, to).parcels.id(letters)]),
  ];
}
