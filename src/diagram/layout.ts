/** The layout of a scene, from its grid to pixels, for SVG. */
import { colourKeysOf } from "./colourKeys.ts";
import { unreachable } from "../base/assert.ts";
import { clip } from "./characters.ts";
import {
  furtherRemarks,
  remarks,
  sizeText,
  type Arrow,
  type StepMark,
  type GridPoint,
  type Lane,
  type Mark,
  type Row,
  type Scene,
} from "./scene.ts";
import { positions, wishedGaps } from "./spacing.ts";

/** The coordinates of a scene's columns and rows, in pixels. */
export interface Layout {
  readonly scene: Scene;
  readonly width: number;
  readonly height: number;
  /** The x coordinate of each process's line, by column. */
  readonly columns: readonly number[];
  /** The x coordinate of each shared object's lane. */
  readonly objects: readonly number[];
  /** The y coordinate of each row's middle. */
  readonly rows: readonly number[];
  /** The upper edge of the plates with the names. */
  readonly top: number;
  /** The height at which the lines of the processes end. */
  readonly bottom: number;
}

/** The height of the plate with a process's name. */
export const PLATE_PX = 26;
/** Half of the height of the band that stands for steps not shown. */
export const GAP_HALF_PX = 17;
const GUTTER_PX = 44;
/** The room for the signs of valences, behind it. */
const VALENCE_PX = 18;
const MARGIN_PX = 22;
const HEADING_PX = 46;
const GAP_MAX_PX = 280;
const LABEL_CHARACTERS = 40;

/** The width of a character, in parts of the size of its type. */
function emOf(character: string): number {
  if (/[ijlt.,:;'|!()[\]{}"` fr]/.test(character)) return 0.34;
  if (/[mwMW@…]/.test(character)) return 0.9;
  if (/[A-Z]/.test(character)) return 0.68;
  return character.charCodeAt(0) < 0x2e80 ? 0.57 : 1.05;
}

/** The widths of the usual characters, by code: long executions have many of them. */
const USUAL_EMS = Array.from({ length: 128 }, (_, code) => emOf(String.fromCharCode(code)));

/** The approximate width of a text, in pixels: type differs from machine to machine. */
export function widthPx(text: string, size = 12.5): number {
  let em = 0;
  for (const character of text) em += USUAL_EMS[character.charCodeAt(0)] ?? emOf(character);
  return Math.ceil(em * size);
}

/** The label of an arrow; a long one goes without the names of its fields, and is cut at last. */
export function arrowLabel({ label, brief }: Arrow): string {
  return clip(label.length <= LABEL_CHARACTERS ? label : brief, LABEL_CHARACTERS);
}

/** The text beside a mark; halting and forging are drawn and not written. */
export function remarkOf(mark: Mark): string {
  const { beginning } = mark;
  const all = mark.beginning.sign === "forged" ? furtherRemarks(mark) : remarks(mark);
  const told = all.filter((remark) => remark !== "halts");
  const rest = beginning.label === undefined ? told : [beginning.label, ...told.slice(1)];
  return clip(rest.join(" · "), LABEL_CHARACTERS);
}

/** Whether what is written beside a mark stands to its left: away from the arrow that comes in. */
export function remarkIsLeft({ lanes }: Scene, { beginning, column }: Mark): boolean {
  const from = lanes.find(({ process }) => process === beginning.from);
  return from !== undefined && from.column > column;
}

/** Lays out a scene, with room for a heading above unless that is empty. */
export function layOut(scene: Scene, heading: string): Layout {
  const beside = (mark: Mark): readonly [number, number] => {
    const text = remarkOf(mark);
    const room = text === "" ? 0 : widthPx(text, mark.decision === undefined ? 12.5 : 14) + 26;
    return remarkIsLeft(scene, mark) ? [room, 0] : [0, room];
  };
  const gaps = wishedGaps(scene, {
    name: plateWidth,
    betweenNames: 18,
    arrow: (arrow) => widthPx(arrowLabel(arrow)) + 74,
    beside,
    fine: scene.lanes.length > 10 ? 70 : 104,
  });
  const edge = (column: number, side: 0 | 1): number =>
    Math.max(0, ...scene.marks.filter((mark) => mark.column === column).map((mark) => beside(mark)[side]));
  const halfPlate = (lane: Lane | undefined): number => (lane === undefined ? 0 : plateWidth(lane) / 2);
  const gutter = GUTTER_PX + (scene.valences === undefined ? 0 : VALENCE_PX);
  const first = gutter + Math.max(halfPlate(scene.lanes[0]), edge(0, 0));
  const columns = positions(first, gaps, GAP_MAX_PX);
  const right = Math.max(halfPlate(scene.lanes.at(-1)), edge(scene.lanes.length - 1, 1));
  const last = (columns.at(-1) ?? 0) + right;
  const objects = objectColumns(scene, last);
  const top = MARGIN_PX + (heading === "" ? 0 : HEADING_PX);
  const { rows, bottom } = stack(scene, top);
  const meanings = [
    ...signsOf(scene).map((sign) => MEANINGS[sign]),
    ...colourKeysOf(scene).map(({ text }) => text),
  ];
  const legend = meanings.reduce((sum, text) => sum + widthPx(text, 11.5) + LEGEND_GAP_PX, MARGIN_PX);
  const headed =
    heading === "" ? 0 : MARGIN_PX * 2 + Math.max(widthPx(heading, 16), widthPx(sizeText(scene), 11.5));
  const edges = objects.map((x, i) => x + objectWidth(scene.objects?.[i] ?? "") / 2);
  const width = Math.max((edges.at(-1) ?? last) + MARGIN_PX, legend, headed);
  return {
    scene,
    width: Math.ceil(width),
    height: bottom + (meanings.length === 0 ? 16 : 46),
    columns,
    objects,
    rows,
    top,
    bottom,
  };
}

/** The lanes of the shared objects, to the right of all that stands beside the last process. */
function objectColumns({ objects = [] }: Scene, left: number): number[] {
  let x = left + 6;
  return objects.map((name) => {
    const half = objectWidth(name) / 2;
    x += 2 * half;
    return x - half;
  });
}

/** The width of the name of an object, and some room around it. */
function objectWidth(name: string): number {
  return Math.max(48, widthPx(name, 12.5) + 18);
}

function stack(scene: Scene, top: number): { rows: number[]; bottom: number } {
  const hasInputs = scene.lanes.some(({ input }) => input !== undefined);
  let y = top + PLATE_PX + (hasInputs ? 16 : 0);
  const rows = scene.rows.map((row) => {
    const height = heightOf(row);
    y += height;
    return y - height / 2;
  });
  return { rows, bottom: y + 12 };
}

function heightOf(row: Row): number {
  switch (row.kind) {
    case "start":
      return 38;
    case "step":
      return 36;
    case "gap":
      return 50;
    case "beat":
    case "tick":
      return 30;
    case "lost":
      return 27;
    case "cycle":
      return 34;
    case "violation":
      return 44;
    case "transit":
      return 27;
    case "more":
      return 30;
    case "space":
      return heightOf(row.beside);
    default:
      return unreachable(row);
  }
}

/** The width of the plate with a process's name; its input stands below and may be as wide. */
function plateWidth({ process, input }: Lane): number {
  return Math.max(
    widthPx(process, 13.5) + 22,
    input === undefined ? 0 : widthPx(`input ${clip(input, 24)}`, 11.5),
  );
}

/** The pixels of a point of the grid. What happens in a gap leaves it at its lower edge. */
export function pixelOf(
  { columns, rows, scene }: Layout,
  { column, row }: GridPoint,
): readonly [x: number, y: number] {
  return [columns[column] ?? 0, (rows[row] ?? 0) + (scene.rows[row]?.kind === "gap" ? GAP_HALF_PX : 0)];
}

/** The signs of a picture. */
export type PictureSign = StepMark["sign"] | "decision" | "halt" | "transit";

/** The meaning of each sign, for the legend. */
export const MEANINGS: Readonly<Record<PictureSign, string>> = {
  start: "starts",
  step: "step",
  timing: "timing event",
  decision: "decision",
  halt: "halts",
  crash: "crashes",
  lost: "lost",
  doubled: "doubled",
  forged: "forged",
  mishap: "mishap",
  transit: "in transit at the end",
};

/** The room between two entries of the legend, with the sign of the second one. */
export const LEGEND_GAP_PX = 44;

/** The sign of a mark; that it halts is drawn beside it. */
export function signOf({ beginning, decision }: Mark): PictureSign {
  return decision === undefined ? beginning.sign : "decision";
}

/** The signs that the legend explains: those that occur and do not explain themselves. */
export function signsOf({ marks, arrows }: Scene): PictureSign[] {
  const signs = new Set<PictureSign>(marks.map(signOf));
  if (arrows.some(({ fate }) => fate === "lost")) signs.add("lost");
  return [
    ...(["timing", "decision"] as const).filter((sign) => signs.has(sign)),
    ...(["crash", "lost", "forged"] as const).filter((sign) => signs.has(sign)),
    ...(marks.some(({ halts }) => halts) ? ["halt" as const] : []),
    ...(arrows.some(({ fate }) => fate === "in transit") ? ["transit" as const] : []),
  ];
}
