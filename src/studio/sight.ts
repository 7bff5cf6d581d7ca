/** The sight of an execution: the cone of a mark, and the knowledge of a process. */
import { markBefore, type Arrow, type Mark, type Scene } from "../diagram/scene.ts";

/** The marks that a mark may have been caused by, itself included; and those that it may cause. */
export interface LightCone {
  readonly past: ReadonlySet<Mark>;
  readonly future: ReadonlySet<Mark>;
}

/** The light cone of a mark. */
export function coneOf({ marks }: Scene, mark: Mark): LightCone {
  return {
    past: new Set(marks.filter((other) => other === mark || markBefore(other, mark))),
    future: new Set(marks.filter((other) => other === mark || markBefore(mark, other))),
  };
}

/** The marks that a process knows of at the end: its last one, and the past of that. */
export function knownTo({ marks }: Scene, process: string): ReadonlySet<Mark> {
  const last = marks.findLast((mark) => mark.process === process);
  if (last === undefined) return new Set();
  const { time } = last;
  return new Set(marks.filter((mark) => (mark.time[mark.column] ?? 0) <= (time[mark.column] ?? 0)));
}

/** Whether both ends of a message are among some marks; of one that has not arrived, its beginning. */
export function isArrowIn(seen: ReadonlySet<Mark>, { marks }: Scene, { from, to, fate }: Arrow): boolean {
  const isSeen = (row: number, column: number): boolean =>
    [...seen].some((mark) => mark.row === row && mark.column === column) ||
    !marks.some((mark) => mark.row === row && mark.column === column);
  return isSeen(from.row, from.column) && (fate === "in transit" || isSeen(to.row, to.column));
}

/** The last row, by column, of the marks; undefined where there is none. */
export function lastRows(seen: ReadonlySet<Mark>, count: number): (number | undefined)[] {
  const rows = new Array<number | undefined>(count).fill(undefined);
  for (const { column, row } of seen) rows[column] = Math.max(rows[column] ?? 0, row);
  return rows;
}

/** The first row, by column, of the marks; undefined where there is none. */
export function firstRows(seen: ReadonlySet<Mark>, count: number): (number | undefined)[] {
  const rows = new Array<number | undefined>(count).fill(undefined);
  for (const { column, row } of seen) rows[column] = Math.min(rows[column] ?? Infinity, row);
  return rows;
}
