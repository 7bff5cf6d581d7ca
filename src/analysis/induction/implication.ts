/** Exclusions as implications between conditions in the words of the author, as data. */
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import { formatFailure } from "../../model/failure/index.ts";
import { formatMessage } from "../../model/state/message.ts";
import type { FactClosure } from "./factClosure.ts";
import type { Coordinates } from "./coordinates.ts";
import type { Exclusion } from "./exclusion.ts";
import { ABSENT } from "../../tables/integers.ts";
import { BudgetSlot, type ObjectSlot } from "../../tables/slot.ts";
import { alternativesIn, lengthOfComparisons, type Comparison } from "./comparisons.ts";
import { traitsOf, type Traits } from "./traits.ts";

/** The name of a coordinate: what it is of. */
export type CoordinateName =
  | { readonly kind: "process"; readonly name: string }
  | { readonly kind: "object" | "monitor"; readonly name: string }
  /** The budget of a failure, of which so much has been spent. */
  | { readonly kind: "budget"; readonly name: string }
  /** Of a letter over channels that hide senders it is not said who it is from. */
  | { readonly kind: "letter"; readonly name: string; readonly from?: string; readonly to: string };

/** A condition on a coordinate: one of some alternatives is true, each of which is some comparisons. */
export interface Condition {
  readonly subject: CoordinateName;
  readonly alternatives: readonly (readonly Comparison[])[];
}

/** An implication: where some conditions are true, another one is. */
export interface Implication {
  readonly when: readonly Condition[];
  readonly follows: Condition;
}

/** An exclusion as an implication: that one of its coordinates is the conclusion which makes it shortest. */
export function implicationOf(
  coordinates: Coordinates,
  closure: FactClosure,
  exclusion: Exclusion,
): Implication {
  const parts = [...exclusion].map(([coordinate, atoms]) => {
    const domain = [...closure.coexistence.domain(coordinate)];
    const inside = conditionOf(coordinates, domain, (atom) => atoms.has(atom));
    const outside = conditionOf(coordinates, domain, (atom) => !atoms.has(atom));
    return { inside, outside, gain: sizeOf(inside) - sizeOf(outside) };
  });
  const gain = Math.max(...parts.map((part) => part.gain));
  const chosen = parts.findLastIndex((part) => part.gain === gain);
  return { when: parts.toSpliced(chosen, 1).map(({ inside }) => inside), follows: at(parts, chosen).outside };
}

function sizeOf({ alternatives }: Condition): number {
  return lengthOfComparisons(alternatives.flat());
}

/** The condition that a coordinate has one of some atoms of its domain. */
function conditionOf(
  coordinates: Coordinates,
  domain: readonly number[],
  isInside: (atom: number) => boolean,
): Condition {
  const traits = (all: readonly number[]): Traits[] => all.map((atom) => traitsIn(coordinates, atom));
  const inside = traits(domain.filter(isInside));
  const outside = traits(domain.filter((atom) => !isInside(atom)));
  const subject = subjectOf(coordinates, coordinates.coordinateOf(at(domain, 0)));
  return { subject, alternatives: alternativesIn({ inside, outside }) };
}

/** The subject of a coordinate. */
export function subjectOf({ list, network }: Coordinates, coordinate: number): CoordinateName {
  const { system } = network;
  const one = at(list, coordinate);
  if (one.kind === "local") return { kind: "process", name: at(system.processes, one.slot).id };
  if (one.kind === "letter") {
    const slot = at(network.processes, one.slot);
    const { from, message } = slot.letters.value(one.letter);
    return {
      kind: "letter",
      name: formatMessage(message),
      ...(from === ABSENT ? {} : { from: at(system.processes, from).id }),
      to: slot.process.id,
    };
  }
  const object = system.objects[one.slot - network.processes.length];
  if (object !== undefined) return { kind: "object", name: object.name };
  const spender = system.failures[network.budgetOf.indexOf(one.slot)];
  if (spender !== undefined) return { kind: "budget", name: `spent of ${formatFailure(spender)}` };
  return { kind: "monitor", name: at(network.monitors, one.slot - network.monitorsAt).monitor.name };
}

/** The only trait of what is no process: its value, or how many there are of it. */
export const VALUE = "";

function traitsIn(coordinates: Coordinates, atom: number): Traits {
  const { network } = coordinates;
  const value = coordinates.valueOf(atom);
  const one = at(coordinates.list, coordinates.coordinateOf(atom));
  if (one.kind === "local") return traitsOf(at(network.processes, one.slot).locals.value(value));
  const slot = network.slots[one.slot];
  if (one.kind === "letter" || slot instanceof BudgetSlot) return new Map([[VALUE, String(value)]]);
  return new Map([[VALUE, format((slot as ObjectSlot).content(value))]]);
}
