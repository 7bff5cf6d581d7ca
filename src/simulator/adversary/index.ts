/** The kinds of adversaries, by name. A new kind is one file here and one line below. */
import { UsageError } from "../../model/error.ts";
import type { AdversaryKind } from "./adversary.ts";
import { delayBounded } from "./delayBounded.ts";
import { fair } from "./fair.ts";
import { priority } from "./priority.ts";
import { uniform } from "./random.ts";
import { roundRobin } from "./roundRobin.ts";

export type { Adversary, AdversaryKind, Beginning, Situation } from "./adversary.ts";
export { delayBounded, fair, priority, roundRobin, uniform };

/** Every kind of adversary that Lightcone has of itself. */
export const adversaries: readonly AdversaryKind[] = [uniform, fair, roundRobin, priority, delayBounded];

/** A kind of adversary, and its parameter. */
export interface NamedAdversary {
  readonly kind: AdversaryKind;
  readonly parameter: number;
}

/**
 * The adversary that a text names: `random`, or with a parameter `priority:3`.
 * @param own kinds besides Lightcone's, which they win over
 * @throws UsageError that lists the kinds
 */
export function adversaryNamed(text: string, own: readonly AdversaryKind[] = []): NamedAdversary {
  const [name = "", number, ...more] = text.split(":");
  const kind = [...own, ...adversaries].find((known) => known.name === name);
  const list = [...own, ...adversaries].map((known) => known.name).join(", ");
  if (kind === undefined) {
    throw new UsageError(`There is no adversary "${name}".`, `Possible are ${list}.`);
  }
  if (number === undefined) return { kind, parameter: kind.parameter ?? 0 };
  if (kind.parameter === undefined || more.length > 0 || !/^\d{1,4}$/.test(number)) {
    throw new UsageError(
      `The adversary "${text}" cannot be read.`,
      kind.parameter === undefined
        ? `${name} takes no number.`
        : `Give a whole number below 10000, such as ${name}:${kind.parameter}.`,
    );
  }
  return { kind, parameter: Number(number) };
}
