import { formatWithin } from "../../model/system/within.ts";
import type { System } from "../../model/system/system.ts";
import { boundOf, type NamedProperty } from "../../properties/property.ts";
import { Confines } from "../../tables/confines.ts";
import { Judge } from "../../tables/judge.ts";
import type { Network } from "../../tables/network.ts";
import type { Repetition } from "../../tables/repetition.ts";

/** The bounds of a network's system; undefined if it has none. */
export function confinesOf(network: Network, repetition: Repetition): Confines | undefined {
  const { system } = network;
  if (formatWithin(system.within) === "") return undefined;
  const where = boundOf(system);
  const find = (copy: System): NamedProperty => boundOf(copy) ?? (where as NamedProperty);
  return new Confines(
    network,
    where === undefined ? undefined : new Judge(network, where, { repetition, find }),
  );
}
