/** Shared objects in SVG: a lane for each, to which fine dots lead from the steps that are at it. */
import { escapeMarkup } from "./characters.ts";
import { PLATE_PX, remarkIsLeft, remarkOf, widthPx, type Layout } from "./layout.ts";
import type { Mark } from "./scene.ts";

/** The lanes with their names, and the dots and ticks of all steps at them. */
export function drawObjects(layout: Layout): string[] {
  const { objects, top, bottom, scene } = layout;
  const lanes = objects.flatMap((x, i) => [
    `<path class="object" d="M${x} ${top + PLATE_PX}V${bottom}"/>`,
    `<text class="object-name" x="${x}" y="${top + 17.5}">${escapeMarkup(scene.objects?.[i] ?? "")}</text>`,
  ]);
  return objects.length === 0 ? [] : [...lanes, ...scene.marks.flatMap((mark) => accessOf(layout, mark))];
}

/** The way from a step to its object, and the tick of its effect there: bold where it changes the object. */
function accessOf({ objects, columns, rows, scene }: Layout, mark: Mark): string[] {
  const { accesses = [], column, row } = mark;
  const y = rows[row] ?? 0;
  const places = accesses.map(({ object, changes }) => {
    return { x: objects[scene.objects?.indexOf(object) ?? -1] ?? 0, changes };
  });
  const last = places.at(-1);
  if (last === undefined) return [];
  const isBeside = !remarkIsLeft(scene, mark);
  const from = (columns[column] ?? 0) + 12 + (isBeside ? widthPx(remarkOf(mark)) + 8 : 0);
  const unknown = mark.isUnknown === true ? " unknown" : "";
  return [
    `<path class="access${unknown}" d="M${Math.round(from)} ${y}H${last.x - 9}"/>`,
    ...places.map(({ x, changes }) => {
      return `<path class="effect${changes ? " changes" : ""}${unknown}" d="M${x - 7} ${y}h14"/>`;
    }),
  ];
}

/** The sign of a step at an object. */
export function squareAt(x: number, y: number): string {
  return `<rect class="dot" x="${x - 5.5}" y="${y - 5.5}" width="11" height="11"/>`;
}
