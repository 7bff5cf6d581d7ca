/** The causal past and future, as regions over the lines of the processes. */
import type { JSX } from "preact";
import type { Mark } from "../../diagram/index.ts";
import { firstRows, lastRows, type LightCone } from "../sight.ts";
import type { DiagramPlan } from "./diagramPlan.ts";

/** The room on either side of the outermost lines. */
const SIDE = 28;

/** The regions that are known to a process, or belong to the cone of a mark. */
export function Cones({
  plan,
  known,
  cone,
}: {
  readonly plan: DiagramPlan;
  readonly known: ReadonlySet<Mark> | undefined;
  readonly cone: LightCone | undefined;
}): JSX.Element {
  const past = cone?.past ?? known;
  return (
    <g class="cones">
      {past !== undefined && <path class="cone past" d={pastPath(plan, past)} />}
      {cone !== undefined && cone.future.size > 1 && (
        <path class="cone future" d={futurePath(plan, cone.future)} />
      )}
    </g>
  );
}

function pastPath({ columns, rows }: DiagramPlan, seen: ReadonlySet<Mark>): string {
  const ends = lastRows(seen, columns.length).map((row) => (row === undefined ? 4 : (rows[row] ?? 0) + 16));
  return region(columns, ends, 2);
}

function futurePath({ columns, rows, now }: DiagramPlan, seen: ReadonlySet<Mark>): string {
  const begins = firstRows(seen, columns.length).map((row) =>
    row === undefined ? now - 8 : (rows[row] ?? 0) - 16,
  );
  return region(columns, begins, now - 4);
}

/** A region between a level edge and heights at the lines, with round corners. */
function region(columns: readonly number[], heights: readonly number[], edge: number): string {
  const [left, right] = [(columns[0] ?? 0) - SIDE, (columns.at(-1) ?? 0) + SIDE];
  const corners = [
    [left, edge],
    [right, edge],
    [right, heights.at(-1) ?? edge],
    ...columns.map((x, i) => [x, heights[i] ?? edge]).toReversed(),
    [left, heights[0] ?? edge],
  ] as [number, number][];
  return `${corners.map((corner, i) => rounded(corners, corner, i)).join("")}Z`;
}

function rounded(
  corners: readonly (readonly [number, number])[],
  [x, y]: readonly [number, number],
  i: number,
): string {
  const before = corners[(i + corners.length - 1) % corners.length] ?? [x, y];
  const after = corners[(i + 1) % corners.length] ?? [x, y];
  const towards = ([toX, toY]: readonly [number, number]): string => {
    const length = Math.hypot(toX - x, toY - y) || 1;
    const part = Math.min(14, length / 2) / length;
    return `${(x + (toX - x) * part).toFixed(1)} ${(y + (toY - y) * part).toFixed(1)}`;
  };
  return `${i === 0 ? "M" : "L"}${towards(before)}Q${x} ${y} ${towards(after)}`;
}
