/** The readings of a property, in a line: the least that has to be said of why it is violated. */
import type { PredicateReading } from "../properties/readings.ts";

/** So many readings are told, and so many characters of a value. */
const TOLD_MAX = 3;
const VALUE_MAX = 40;

/** The line under a violation; none where the property has read nothing, or nothing is known of it. */
export function becauseLine(
  readings: readonly PredicateReading[] | undefined,
  { rounds }: { readonly rounds: boolean },
): string[] {
  if (readings === undefined || readings.length === 0) return [];
  const changed = readings
    .filter(({ since }) => since !== undefined)
    .toSorted((a, b) => (a.since?.step ?? 0) - (b.since?.step ?? 0));
  if (changed.length === 0)
    return [`Nothing has changed what it depends on: ${listed(readings, valueText)}.`];
  const told = ({ since, ...reading }: PredicateReading): string =>
    `${valueText(reading)} (${rounds ? "round" : "step"} ${since?.step})`;
  return [`It is false because of ${listed(changed, told)}.`];
}

function listed(readings: readonly PredicateReading[], text: (reading: PredicateReading) => string): string {
  const more = readings.length - TOLD_MAX;
  const shown = more > 1 ? readings.slice(0, TOLD_MAX) : readings;
  return [...shown.map(text), ...(more > 1 ? [`${more} more`] : [])].join(", ");
}

/** A reading as an equation. */
function valueText({ name, value }: PredicateReading): string {
  return `${name} = ${shortened(value)}`;
}

/** A value, of which no more is shown than fits. */
export function shortened(value: string): string {
  return value.length <= VALUE_MAX ? value : `${value.slice(0, VALUE_MAX - 1)}…`;
}
