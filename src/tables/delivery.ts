/** The effect of a parcel on the slot that it is sent to. */
import { at } from "../base/assert.ts";
import { afterCrash } from "../model/memory/environment.ts";
import { untimed } from "../model/state/letter.ts";
import { stoppedBy } from "../model/failure/mark.ts";
import type { System } from "../model/system/system.ts";
import { isTakenIn, isVoice } from "../model/state/voice.ts";
import { afterWord, isWord } from "./heldUp.ts";
import { MonitorSlot } from "./monitorSlot.ts";
import type { Occasions } from "./occasions.ts";
import {
  BudgetSlot,
  ClockSlot,
  CRASH,
  NotesSlot,
  ObjectSlot,
  REFUSED,
  type ProcessSlot,
  type Slot,
} from "./slot.ts";

/** A value of a slot, and the id of a parcel. */
interface Delivery {
  readonly value: number;
  readonly parcel: number;
}

/** The system that it is in, and what failures have done there. */
interface Wiring {
  readonly system: System;
  readonly occasions: Occasions;
  readonly objects: readonly ObjectSlot[];
}

/** The value of a slot after a parcel has been taken in, or REFUSED. */
export function afterParcel(network: Wiring, slot: Slot, { value, parcel }: Delivery): number {
  if (slot instanceof MonitorSlot) return slot.after(value, parcel);
  if (slot instanceof ObjectSlot) return parcel < CRASH ? parcel : crashed(network, slot, { value, parcel });
  if (slot instanceof ClockSlot) return slot.afterLate(value);
  if (slot instanceof BudgetSlot || slot instanceof NotesSlot) return slot.after(value, parcel);
  return mailed(network, slot as ProcessSlot, { value, parcel });
}

/** The value of an object's slot after a process has crashed, or REFUSED if it does not crash. */
function crashed({ system, objects }: Wiring, slot: ObjectSlot, { value, parcel }: Delivery): number {
  const object = at(system.objects, objects.indexOf(slot));
  const after = afterCrash(object, slot.content(value), at(system.processes, parcel - CRASH).id);
  return after === undefined ? REFUSED : slot.id(after);
}

/** The value of a process's slot after letters have been put into its mailbox, as far as they arrive. */
function mailed(network: Wiring, slot: ProcessSlot, { value, parcel }: Delivery): number {
  const { system, occasions } = network;
  const { channel, failures } = system;
  const local = slot.local(value);
  let after = slot.localOf.at(value);
  let mailbox: readonly number[] = slot.mailboxes.list(slot.mailboxOf.at(value));
  for (const sent of slot.parcels.list(parcel)) {
    if (isWord(sent)) {
      after = afterWord(network, slot, { local: after, word: sent });
      continue;
    }
    const { marks, ...letter } = slot.letters.value(sent);
    const sender = marks === undefined ? {} : { marks };
    if (!isTakenIn(local, letter)) continue;
    const stops = isVoice(letter) ? undefined : stoppedBy(failures, sender, local);
    if (stops !== undefined) {
      occasions.noteStop(stops);
      continue;
    }
    const isSame = marks === undefined && !local.halted;
    const arriving = isSame ? sent : slot.letterId(local.halted ? untimed(letter) : letter);
    mailbox = channel.send(mailbox, arriving, slot.order);
  }
  return slot.value(after, slot.mailboxes.id(mailbox));
}
