/** The page that a scene is drawn on in a terminal: its width, and the place of everything in it. */
import { changeTexts } from "./changes.ts";
import { write, type Ink, type Line } from "./canvas.ts";
import { clip, widthOf } from "./characters.ts";
import type { Glyphs } from "./glyphs.ts";
import {
  furtherRemarks,
  numberText,
  remarks,
  type Arrow,
  type Lane,
  type Mark,
  type Scene,
} from "./scene.ts";
import { wrappedItems } from "./wrapping.ts";
import { capThatFits, positions, wishedGaps, type Measures } from "./spacing.ts";

/** The width and glyphs that a drawing may use. */
export interface Means {
  readonly width: number;
  readonly glyphs: Glyphs;
}

/** The positions of everything in a picture. */
export interface Page extends Means {
  readonly scene: Scene;
  /** The width of the numbers of steps. */
  readonly gutter: number;
  /** The column from which on there is room for what is drawn across: behind numbers and valences. */
  readonly left: number;
  /** The position of each process's line, by column. */
  readonly lanes: readonly number[];
  readonly marks: ReadonlyMap<number, Mark>;
  /** Whether what a step changed stands beside it; where there is no room, it stands below the picture. */
  readonly changesBeside: boolean;
}

/** The smallest gap with which a picture says more than a list. */
const GAP_MIN = 6;
/** The gap that looks well where labels and names ask for less. */
const GAP_FINE = 11;
/** The room that is kept for remarks, if they need so much, and the least; longer ones take several lines. */
const REMARKS_FINE = 34;
const REMARKS_MIN = 24;
/** A longer label goes without the names of its fields where that makes gaps narrower. */
const LABEL_FINE = 32;

/** The page for a scene; undefined if it is too narrow for a picture. */
export function pageOf(scene: Scene, { width, glyphs }: Means): Page | undefined {
  const gutter = Math.max(1, ...scene.rows.map((row) => numberText(row).length));
  const left = gutter + 2 + (scene.valences === undefined ? 0 : 3);
  const firstLane = left + 1 + Math.min(Math.ceil(nameWidth(scene.lanes[0]) / 2), 8);
  const wished = wishedGaps(scene, measures(scene, false));
  const needed = Math.max(0, ...wishedGaps(scene, measures(scene, true)));
  const capIn = (roomMax: number, isBeside: boolean): number =>
    capThatFits(wished, width - firstLane - Math.min(roomMax, roomFor(scene, isBeside)));
  const capBeside = [REMARKS_FINE, REMARKS_MIN].map((room) => capIn(room, true)).find((cap) => cap >= needed);
  const cap = capBeside ?? capIn(REMARKS_FINE, false);
  if (wished.length > 0 && cap < GAP_MIN) return undefined;
  const marks = new Map(scene.marks.filter(({ row }) => row > 0).map((mark) => [mark.row, mark]));
  const page = (gap: number, changesBeside: boolean): Page => {
    const lanes = positions(firstLane, wished, gap);
    return { scene, glyphs, width, gutter, left, lanes, marks, changesBeside };
  };
  const beside = page(cap, capBeside !== undefined);
  return beside.changesBeside && !isCrowded(beside) ? beside : page(capIn(REMARKS_FINE, false), false);
}

/** Whether changes beside the steps take so many lines that the picture falls apart. */
function isCrowded({ scene, lanes, width }: Page): boolean {
  const room = width - (lanes.at(-1) ?? 0) - 4;
  const changed = scene.marks.filter(({ changes, row }) => changeTexts(changes).length > 0 && row > 0);
  const further = changed.map((mark) => wrappedItems(remarksOf(mark, true), room).length - 1);
  return further.reduce((sum, lines) => sum + lines, 0) > changed.length / 2;
}

/** The room to the right of all lanes that would hold everything that is told there in one line. */
function roomFor({ marks, arrows }: Scene, changesBeside: boolean): number {
  const fates = arrows.map(({ fate }) => (fate === "in transit" ? 14 : fate === "lost" ? 8 : 0));
  const told = marks.map((mark) => {
    const texts = remarksOf(mark, changesBeside);
    return widthOf([mark.beginning.label ?? "", ...texts].join(" · ")) + 4;
  });
  return Math.max(5, ...fates, ...told);
}

/** The widths that count; where gaps are as narrow as they can be, labels have no names of fields. */
function measures({ lanes }: Scene, isNarrow: boolean): Measures {
  return {
    name: nameWidth,
    betweenNames: isNarrow ? 1 : 2,
    arrow: (arrow) => {
      const [full = "", brief = full] = labelsOf(arrow);
      return widthOf(isNarrow || widthOf(full) > LABEL_FINE ? brief : full) + (isNarrow ? 3 : 5);
    },
    beside: (mark) => [0, isNarrow ? 0 : widthOf(mark.beginning.label ?? "") + 4],
    fine: isNarrow || lanes.length > 8 ? GAP_MIN : GAP_FINE,
  };
}

function nameWidth(lane: Lane | undefined): number {
  return Math.max(widthOf(lane?.process ?? ""), widthOf(lane?.input ?? ""));
}

/** The labels that an arrow may have, the fullest first; each says which step sent it, if need be. */
export function labelsOf({ label, brief, overtaken, sent }: Arrow): string[] {
  const when = overtaken ? ` @${sent}` : "";
  return [...new Set([label, brief])].map((text) => text + when);
}

/** The shortest label of an arrow, cut to a width; the step that sent it stays. */
export function cutLabel({ brief, overtaken, sent }: Arrow, width: number, sign: string): string {
  const when = overtaken ? ` @${sent}` : "";
  return clip(brief, Math.max(0, width - when.length), sign) + when;
}

/** The texts to the right of a step; its timer stands beside the mark. */
export function remarksOf(mark: Mark, withChanges: boolean): string[] {
  const told = mark.beginning.label === undefined ? remarks(mark) : furtherRemarks(mark);
  return withChanges ? [...told, ...changeTexts(mark.changes)] : told;
}

/** Writes words into a line, with the glyphs that there are; what does not fit is cut. */
export function addWords(
  line: Line,
  { x, text, ink }: { readonly x: number; readonly text: string; readonly ink: Ink },
  { width, glyphs }: Means,
): void {
  write(line, x, clip(inGlyphs(text, glyphs), width - x, glyphs.cut), ink);
}

/** A text in which signs that not every terminal has are written with what there is. */
export function inGlyphs(text: string, { ellipsis, dot, arrow, range, differs }: Glyphs): string {
  const signs = { "…": ellipsis, "·": dot, "→": arrow, "–": range, "≠": differs };
  return Object.entries(signs).reduce((words, [sign, glyph]) => words.replaceAll(sign, glyph), text);
}
