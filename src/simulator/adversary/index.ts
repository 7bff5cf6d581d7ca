/** The kinds of adversaries, by name. A new kind is one file here and one line below. */
import { UsageError } from "../../model/error.ts";
import type { AdversaryKind, Beginning } from "./adversary.ts";
import { delayBounded } from "./delayBounded.ts";
import { fair } from "./fair.ts";
import { oblivious } from "./oblivious.ts";
import { priority } from "./priority.ts";
import { uniform } from "./uniform.ts";
import { roundRobin } from "./roundRobin.ts";
import { scriptedBy } from "./scripted.ts";
import { virtualTime } from "./virtualTime.ts";
import { worst } from "./worst.ts";

export type { Adversary, AdversaryKind, Beginning, Foresight, Outlook, Situation } from "./adversary.ts";
export { delayBounded, fair, oblivious, priority, roundRobin, scriptedBy, uniform, virtualTime, worst };

/** Every kind of adversary that Lightcone has of itself. */
export const adversaries: readonly AdversaryKind[] = [
  uniform,
  fair,
  roundRobin,
  priority,
  delayBounded,
  virtualTime,
  oblivious,
  worst,
];

/** A kind of adversary, and what is written behind its name. */
export interface NamedAdversary extends Pick<Beginning, "parameter" | "text"> {
  readonly kind: AdversaryKind;
}

/** The name of the adversary that follows a schedule file; callers that read files add it. */
const SCRIPTED = "scripted";

/**
 * The adversary that a text names: `random`, or with a parameter `priority:3`.
 * @param own kinds besides Lightcone's, which they win over
 * @throws UsageError that lists the kinds
 */
export function adversaryNamed(wanted: string, own: readonly AdversaryKind[] = []): NamedAdversary {
  const [name = ""] = wanted.split(":", 1);
  const hasText = wanted.length > name.length;
  const text = wanted.slice(name.length + 1);
  const kinds = [...own, ...adversaries];
  const kind = kinds.find((known) => known.name === name);
  if (kind === undefined) {
    const names = kinds.map((known) => known.name);
    const list = [...names, `${SCRIPTED}:FILE`].join(", ");
    const choice = { given: name, possible: [...names, SCRIPTED] };
    throw new UsageError(`There is no adversary "${name}".`, `Possible are ${list}.`, choice);
  }
  const isNumber = /^\d{1,4}$/.test(text);
  const isReadable = kind.form === undefined ? kind.parameter !== undefined && isNumber : text !== "";
  if (hasText && !isReadable)
    throw new UsageError(`The adversary "${wanted}" cannot be read.`, adviceOn(kind));
  return { kind, text, parameter: isNumber ? Number(text) : (kind.parameter ?? 0) };
}

function adviceOn({ name, parameter, form }: AdversaryKind): string {
  if (form !== undefined) return `Write ${name}:${form}.`;
  if (parameter === undefined) return `${name} takes no number.`;
  return `Give a whole number below 10000, such as ${name}:${parameter}.`;
}
