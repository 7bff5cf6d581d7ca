/** The effect of a parcel on the slot that it is sent to. */
import { untimed } from "../model/state/letter.ts";
import { passes } from "../model/failure/mark.ts";
import type { System } from "../model/system/system.ts";
import { isTakenIn } from "../model/state/voice.ts";
import { BudgetSlot, ClockSlot, NotesSlot, ObjectSlot, type ProcessSlot, type Slot } from "./slot.ts";

/** A value of a slot, and the id of a parcel. */
interface Delivery {
  readonly value: number;
  readonly parcel: number;
}

/** The value of a slot after a parcel has been taken in, or REFUSED. */
export function afterParcel(system: System, slot: Slot, { value, parcel }: Delivery): number {
  if (slot instanceof ObjectSlot) return parcel;
  if (slot instanceof ClockSlot) return slot.afterLate(value);
  if (slot instanceof BudgetSlot || slot instanceof NotesSlot) return slot.after(value, parcel);
  return mailed(system, slot as ProcessSlot, { value, parcel });
}

/** The value of a process's slot after letters have been put into its mailbox, as far as they arrive. */
function mailed({ channel, failures }: System, slot: ProcessSlot, { value, parcel }: Delivery): number {
  const local = slot.local(value);
  let mailbox: readonly number[] = slot.mailboxes.list(slot.mailboxOf.at(value));
  for (const sent of slot.parcels.list(parcel)) {
    const { marks, ...letter } = slot.letters.value(sent);
    const sender = marks === undefined ? {} : { marks };
    if (!isTakenIn(local, letter) || !passes(failures, sender, local)) continue;
    const isSame = marks === undefined && !local.halted;
    const arriving = isSame ? sent : slot.letterId(local.halted ? untimed(letter) : letter);
    mailbox = channel.send(mailbox, arriving, slot.order);
  }
  return slot.value(slot.localOf.at(value), slot.mailboxes.id(mailbox));
}
