/** Ticks: everything that waits comes one tick nearer, in all slots at once. */
import { elapsedAfterTick } from "../model/transition/beat.ts";
import { formatLocal } from "../model/state/localState.ts";
import { afterTick } from "../model/transition/tick.ts";
import { ABSENT } from "./integers.ts";
import type { Move } from "./move.ts";
import type { Network } from "./network.ts";
import { mailboxOf, partOf } from "./valueParts.ts";
import { REFUSED, type ClockSlot, type ProcessSlot } from "./slot.ts";

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
  const object = network.lookAt(slot, value);
  const seen = object === ABSENT ? ABSENT : (values[object] as number);
  const key = 2 * (seen + 1) + Number(isStable);
  const known = slot.ticked.get(value, key);
  if (known !== ABSENT) return known;
  const { process } = slot;
  const after = afterTick(
    { system: network.system, process, isStable },
    partOf(network, slot, { value, object, seen }),
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

/** The moves of the system as a whole, if time is kept: a tick, or the bounds beginning to hold. */
export function* beatMoves(network: Network, values: Int32Array): Generator<Move> {
  const later = tick(network, values);
  if (later !== undefined) yield { events: [{ kind: "tick" }], values: later };
  const { clock, slots } = network;
  if (clock === ABSENT || (slots[clock] as ClockSlot).elapsed(values[clock] as number) !== -1) return;
  yield { events: [{ kind: "stabilize" }], values: values.with(clock, (slots[clock] as ClockSlot).value(0)) };
}
