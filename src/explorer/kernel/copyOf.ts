import { system as layOut, type System } from "../../model/system/system.ts";
import type { CheckOptions } from "../explorer.ts";

/** The same system over a new copy of the protocol, if there is one. */
export function copyOf(system: System, fresh: CheckOptions["fresh"]): System {
  if (fresh === undefined) return system;
  const processes = Object.fromEntries(Object.entries(system.roles).map(([role, ids]) => [role, ids.length]));
  const inputs = Object.fromEntries(system.firstChoices.map(({ name, values }) => [name, values]));
  const { topology, channel: channels, timing, failures, begin, memory, within: bounds } = system;
  const protocol = fresh();
  const isOwn = bounds.where !== undefined && bounds.where === system.protocol.within?.where;
  const within = isOwn ? { ...bounds, where: protocol.within?.where ?? bounds.where } : bounds;
  return layOut(protocol, { processes, topology, channels, timing, failures, begin, memory, inputs, within });
}
