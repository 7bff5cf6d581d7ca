/** Ticks: everything that waits comes one tick nearer, in all slots at once. */
import { at } from "../base/assert.ts";
import type { Beat } from "../model/event/event.ts";
import { afterMending } from "../model/memory/environment.ts";
import { elapsedAfterTick } from "../model/transition/beat.ts";
import { formatLocal } from "../model/state/localState.ts";
import { afterTick } from "../model/transition/tick.ts";
import { ABSENT } from "./integers.ts";
import type { Move } from "./move.ts";
import type { Network } from "./network.ts";
import { mailboxOf, partOf } from "./valueParts.ts";
import { REFUSED, type ClockSlot, type ProcessSlot } from "./slot.ts";

/** The number of a tick among the beats. */
const TICK = 0;
/** The number of the beat from which bounds hold. */
const STABILIZE = 1;
/** The number of the beat in which something happens to the first object; those of others follow. */
const MEND = 2;

/** The values after a tick; undefined if time may not pass, or nothing waits for it. */
export function tick(network: Network, values: Int32Array): Int32Array | undefined {
  const { ticks } = network.system.timing;
  if (ticks === undefined) return undefined;
  const clock = network.clock === ABSENT ? undefined : (network.slots[network.clock] as ClockSlot);
  const elapsed = clock?.elapsed(values[network.clock] as number);
  const after = values.slice();
  for (const [i, slot] of network.processes.entries()) {
    const value = ticked(network, slot, { values, isStable: elapsed !== -1 });
    if (value === REFUSED) return undefined;
    after[i] = value;
  }
  if (clock !== undefined)
    after[network.clock] = clock.value(elapsedAfterTick(ticks.horizon, elapsed) as number);
  return after.some((value, slot) => value !== values[slot]) ? after : undefined;
}

/** The value of a process's slot after a tick, or REFUSED. */
function ticked(
  network: Network,
  slot: ProcessSlot,
  { values, isStable }: { readonly values: Int32Array; readonly isStable: boolean },
): number {
  const value = values[slot.process.number] as number;
  const key = 2 * (network.looks.sight(slot, values) + 1) + Number(isStable);
  const known = slot.ticked.get(value, key);
  if (known !== ABSENT) return known;
  const { process } = slot;
  const after = afterTick(
    { system: network.system, process, isStable },
    partOf(network, slot, network.looks.at(slot, values)),
  );
  const result =
    after === undefined
      ? REFUSED
      : slot.value(
          slot.locals.id(formatLocal(after.local), after.local),
          mailboxOf(network, slot, after.mailbox),
        );
  slot.ticked.add(value, key, result);
  return result;
}

/**
 * The moves of the system as a whole: a tick, or the bounds beginning to hold, if time is kept; and what has
 * to happen to an object at some time.
 */
export function* beatMoves(network: Network, values: Int32Array): Generator<Move> {
  const later = tick(network, values);
  if (later !== undefined) yield { events: [{ kind: "tick" }], values: later, slot: ABSENT, item: TICK };
  const { clock, slots } = network;
  if (isUnstable(network, values)) {
    const stable = values.with(clock, (slots[clock] as ClockSlot).value(0));
    yield { events: [{ kind: "stabilize" }], values: stable, slot: ABSENT, item: STABILIZE };
  }
  for (const [i, object] of network.system.objects.entries()) {
    const mended = mendedAt(network, values, i);
    if (mended === ABSENT) continue;
    const after = values.with(network.processes.length + i, mended);
    yield { events: [{ kind: "mend", object: object.name }], values: after, slot: ABSENT, item: MEND + i };
  }
}

/** The value of an object's slot after what has to happen to it at some time; ABSENT if nothing has to. */
export function mendedAt(
  { system, objects, processes }: Network,
  values: Int32Array,
  object: number,
): number {
  const slot = at(objects, object);
  const mended = afterMending(
    at(system.objects, object),
    slot.content(values[processes.length + object] as number),
  );
  return mended === undefined ? ABSENT : slot.id(mended);
}

/** The event of a beat, by its number among the beats. */
export function beatAt({ system }: Network, item: number): Beat {
  if (item === TICK) return { kind: "tick" };
  return item === STABILIZE
    ? { kind: "stabilize" }
    : { kind: "mend", object: at(system.objects, item - MEND).name };
}

/** Whether something has to happen somewhere before time may pass. */
export function isOverdue(network: Network, values: Int32Array): boolean {
  const isStable = !isUnstable(network, values);
  return network.processes.some((slot) => ticked(network, slot, { values, isStable }) === REFUSED);
}

/** Whether the bounds on time do not hold yet. */
export function isUnstable({ clock, slots }: Network, values: Int32Array): boolean {
  return clock !== ABSENT && (slots[clock] as ClockSlot).elapsed(values[clock] as number) === -1;
}
