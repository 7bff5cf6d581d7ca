/**
 * The steps of a long execution that a picture shows: its beginning and its end, and whatever the violation
 * depends on if that is little. What is left out is always said.
 */

/** The steps to select from, by position, from 0. */
interface Selection {
  readonly count: number;
  /** The maximum number that is shown, save that a single step is never left out on its own. */
  readonly limit: number;
  /** The causal past of the violation, itself included; shown if it fits into half of the limit. */
  readonly wanted: readonly number[];
}

/** The positions that are shown, in order. */
export function shownSteps({ count, limit, wanted }: Selection): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (count <= limit) return all;
  const shown = new Set(wanted.length * 2 <= limit ? wanted : wanted.slice(-1));
  const room = Math.max(2, limit - shown.size);
  const first = Math.ceil(room / 3);
  fill(shown, all, shown.size + first);
  fill(shown, all.toReversed(), shown.size + room - first);
  const isAlone = (i: number): boolean =>
    (i === 0 || shown.has(i - 1)) && (i === count - 1 || shown.has(i + 1));
  return all.filter((i) => shown.has(i) || isAlone(i));
}

function fill(shown: Set<number>, order: readonly number[], size: number): void {
  for (const i of order) {
    if (shown.size >= size) return;
    shown.add(i);
  }
}
