/** The slots of monitors. */
import type { Plain } from "../base/value.ts";
import type { Event } from "../model/event/event.ts";
import { formatEvent } from "../model/event/eventText.ts";
import type { NamedMonitor } from "../model/system/monitor.ts";
import type { System } from "../model/system/system.ts";
import { Interner } from "./integers.ts";
import type { Repeat } from "./repeat.ts";
import { notedAfter } from "./repeatedMonitoring.ts";
import { Contents } from "./contents.ts";
import { ObjectSlot } from "./slot.ts";

/**
 * A monitor: the values are its states, as those of an object; a parcel is a list of events that it sees,
 * interned.
 */
export class MonitorSlot extends ObjectSlot {
  readonly monitor: NamedMonitor;
  private readonly sights = new Interner<readonly Event[]>();
  private readonly see: (state: Plain, events: readonly Event[]) => Plain;

  /** @param see the state after events, from the state before */
  constructor(monitor: NamedMonitor, see: (state: Plain, events: readonly Event[]) => Plain) {
    super(new Contents());
    this.monitor = monitor;
    this.see = see;
  }

  /** The parcel for a list of events. */
  parcel(events: readonly Event[]): number {
    return this.sights.id(events.map(formatEvent).join("\n"), events);
  }

  /** The value after a parcel. @throws ProtocolError */
  after(value: number, parcel: number): number {
    return this.id(this.see(this.content(value), this.sights.value(parcel)));
  }

  override get bytes(): number {
    return super.bytes + this.sights.bytes;
  }
}

/** The slots of the monitors of a system. */
export function monitorSlots(system: System, repeat: Repeat): MonitorSlot[] {
  return system.monitors.map(
    (monitor, number) =>
      new MonitorSlot(monitor, (state, events) => notedAfter(system, repeat, { number, state, events })),
  );
}

/** The names of the monitors whose states have not changed in all that was reached. */
export function unmoved(slots: readonly MonitorSlot[]): string[] {
  return slots.flatMap(({ count, monitor }) => (count <= 1 ? [monitor.name] : []));
}
