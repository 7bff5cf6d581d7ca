/** Messages side by side: those that do not overlap share a row. */

/** The columns between which a message goes. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The row of each span, from 0, undefined for those that are one row too many; and the number of these. */
export function packed(
  spans: readonly Span[],
  rowsMax: number,
): { readonly rows: readonly (number | undefined)[]; readonly count: number; readonly more: number } {
  const taken: (readonly [left: number, right: number])[][] = [];
  // Rows fill up: above the last one that took a span there is no room for an equal one.
  const latest = new Map<string, number>();
  const rows = spans.map(({ from, to }) => {
    const [left, right] = [Math.min(from, to), Math.max(from, to)];
    const span = `${left} ${right}`;
    const isFree = (others: (typeof taken)[number]): boolean =>
      others.every(([l, r]) => right <= l || r <= left);
    let row = latest.get(span) ?? 0;
    for (let others = taken[row]; others !== undefined && !isFree(others); others = taken[row]) row++;
    latest.set(span, row);
    if (row >= rowsMax) return undefined;
    (taken[row] ??= []).push([left, right]);
    return row;
  });
  return { rows, count: taken.length, more: rows.filter((row) => row === undefined).length };
}
