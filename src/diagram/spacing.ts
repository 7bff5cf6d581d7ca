/** The distances between the lines of the processes, so that names, labels and remarks have room. */
import type { Arrow, Lane, Mark, Scene } from "./scene.ts";

/** Widths in the units of a drawing: cells of a terminal, or pixels. */
export interface Measures {
  /** The width of a name; half of a gap must hold half of the name on either side, and `betweenNames`. */
  name(lane: Lane): number;
  readonly betweenNames: number;
  /** The width that an arrow needs: its label and its ends. */
  arrow(arrow: Arrow): number;
  /** The widths of the texts to the left and to the right of a mark; 0 if there is none. */
  beside(mark: Mark): readonly [left: number, right: number];
  /** The gap that looks well where nothing needs more. */
  readonly fine: number;
}

/** The wished width of each gap between two neighbouring processes, from left to right. */
export function wishedGaps({ lanes, arrows, marks }: Scene, measures: Measures): number[] {
  const gaps = lanes.slice(1).map((lane, i) => {
    const names = ((lanes[i] === undefined ? 0 : measures.name(lanes[i])) + measures.name(lane)) / 2;
    return Math.max(measures.fine, Math.ceil(names) + measures.betweenNames);
  });
  const widen = (gap: number, width: number): void => {
    if (gap >= 0 && gap < gaps.length) gaps[gap] = Math.max(gaps[gap] ?? 0, width);
  };
  for (const mark of marks) {
    const [left, right] = measures.beside(mark);
    widen(mark.column - 1, left);
    widen(mark.column, right);
  }
  for (const arrow of arrows) {
    const [left, right] = spanOf(arrow);
    const missing = measures.arrow(arrow) - gaps.slice(left, right).reduce((sum, gap) => sum + gap, 0);
    const last = arrow.from.column < arrow.to.column ? right - 1 : left;
    if (arrow.fate !== "not shown" && left < right && missing > 0) widen(last, (gaps[last] ?? 0) + missing);
  }
  return gaps;
}

/** The leftmost and the rightmost column of an arrow. */
function spanOf({ from, to }: Arrow): readonly [left: number, right: number] {
  return [Math.min(from.column, to.column), Math.max(from.column, to.column)];
}

/** The greatest width of a gap, a whole number, with which all gaps together fit into the room. */
export function capThatFits(gaps: readonly number[], room: number): number {
  let cap = Math.max(0, ...gaps);
  while (cap > 0 && gaps.reduce((sum, gap) => sum + Math.min(gap, cap), 0) > room) cap--;
  return cap;
}

/** Positions from gaps: the first is `start`, and no gap is wider than `cap`. */
export function positions(start: number, gaps: readonly number[], cap: number): number[] {
  const places = [start];
  for (const gap of gaps) places.push((places.at(-1) ?? start) + Math.min(gap, cap));
  return places;
}
