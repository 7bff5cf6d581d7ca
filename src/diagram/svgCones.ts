/** The cones of a step in SVG: what belongs to them, and the cut where its past ends. */
import { at } from "../base/assert.ts";
import { PLATE_PX, type Layout } from "./layout.ts";
import type { ConePart, Scene } from "./scene.ts";

/** An element and the marks that it stands for or connects, as the script of a page reads them. */
const LINKED = /class="([^"]*)"((?: data-(?:mark|from|to)="-?\d+")+)/g;

/** Elements with the part that they belong to as one more class, as the script of a page paints them. */
export function painted(element: string, { cones }: Scene): string {
  if (cones === undefined) return element;
  return element.replace(LINKED, (_, kind: string, data: string) => {
    const part = partOf(cones.parts, data);
    return `class="${part === "beside" ? kind : `${kind} ${part}`}"${data}`;
  });
}

/** The part of a piece of the picture: the past if its end is in that, the future if its beginning is. */
function partOf(parts: readonly ConePart[], data: string): ConePart {
  const of = (name: string): ConePart | undefined => {
    const number = new RegExp(`data-${name}="(\\d+)"`).exec(data)?.[1];
    return number === undefined ? undefined : at(parts, Number(number));
  };
  const [mark, from, to] = [of("mark"), of("from"), of("to")];
  if (mark !== undefined) return mark;
  if (to === "self" || to === "past") return "past";
  return from === "self" || from === "future" ? "future" : "beside";
}

/** The distance of the cut from the last step in it. */
const BELOW_PX = 15;

/** The line of the cut, and its name. */
export function drawCut({ scene, rows, columns, top, width }: Layout): string[] {
  const { cones } = scene;
  if (cones === undefined) return [];
  const heights = scene.lanes.map(({ column }) => {
    const row = cones.cut[column];
    return row === undefined ? top + PLATE_PX + 6 : at(rows, row) + BELOW_PX;
  });
  const points = scene.lanes.map(({ column }, i) => `${at(columns, column)} ${at(heights, i)}`);
  const [first = 0, last = 0] = [heights[0], heights.at(-1)];
  return [
    `<path class="cut" d="M14 ${first}L${points.join("L")}L${width - 14} ${last}"/>`,
    `<text class="cut-text halo" x="14" y="${first + 11}">cut</text>`,
  ];
}
