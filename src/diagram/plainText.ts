/**
 * Scene → terminal text. Time runs down the page, one line per step. The arrow of a message stands in
 * the line of its receipt; if the sender has taken further steps since it sent the message, the label
 * says in which step that was: `accept(1) @7`.
 */
import { unreachable } from "../base/assert.ts";
import { emptyLine, textOf, write, type Ink, type Line, type Style } from "./canvas.ts";
import { clip, widthOf } from "./characters.ts";
import { ASCII, UNICODE, type Glyphs } from "./glyphs.ts";
import { capThatFits, positions, wishedGaps, type Measures } from "./spacing.ts";
import {
  gapText,
  moreText,
  remarks,
  furtherRemarks,
  sizeText,
  type Arrow,
  type StepMark,
  type Lane,
  type Mark,
  type Scene,
} from "./scene.ts";

export type { Ink, Style } from "./canvas.ts";

/** The options for drawing a scene as text. */
export interface TextOptions {
  /** Columns of the terminal. Default 100. */
  readonly width?: number;
  /** Whether lines and marks use only ASCII characters. Default false. */
  readonly ascii?: boolean;
  /** Colours. Default: none. */
  readonly style?: Style;
}

/** The picture of a scene as lines of text, each ending in a line break. */
export function drawText(scene: Scene, options: TextOptions = {}): string {
  const { width = 100, ascii = false, style = (_ink, text) => text } = options;
  const glyphs = ascii ? ASCII : UNICODE;
  const page = pageOf(scene, width, glyphs);
  const body =
    page === undefined ? listed(scene, { width, glyphs }) : [...heads(page), ...rows(page), ...legend(page)];
  const lines = [title(scene, { width, glyphs }), emptyLine(), ...body];
  return `${lines
    .map((line) => textOf(line, style))
    .join("\n")
    .trimEnd()}\n`;
}

/** The positions of everything in a picture. */
interface Page {
  readonly scene: Scene;
  readonly glyphs: Glyphs;
  readonly width: number;
  /** The position of each process's line, by column. */
  readonly lanes: readonly number[];
  readonly marks: ReadonlyMap<number, Mark>;
}

/** The smallest gap with which a picture says more than a list. */
const GAP_MIN = 6;
/** The gap that looks well where labels and names ask for less. */
const GAP_FINE = 11;
const REMARKS_MAX = 26;

function pageOf(scene: Scene, width: number, glyphs: Glyphs): Page | undefined {
  const gutter = String(scene.stepCount).length + 3;
  const left = gutter + Math.min(Math.ceil(nameWidth(scene.lanes[0]) / 2), 8);
  const told = scene.marks.map((mark) => widthOf(remarksText(mark)) + 4);
  const room = width - left - Math.min(REMARKS_MAX, Math.max(5, ...told, transitCount(scene) > 0 ? 14 : 0));
  const wished = wishedGaps(scene, measures(scene));
  const cap = capThatFits(wished, room);
  if (wished.length > 0 && cap < GAP_MIN) return undefined;
  const lanes = positions(left, wished, cap);
  const marks = new Map(scene.marks.filter(({ row }) => row > 0).map((mark) => [mark.row, mark]));
  return { scene, glyphs, width, lanes, marks };
}

function measures(scene: Scene): Measures {
  return {
    name: nameWidth,
    betweenNames: 2,
    arrow: (arrow) => widthOf(labelText(arrow)) + 5,
    beside: (mark) => [0, widthOf(timerText(mark)) + 4],
    fine: scene.lanes.length > 8 ? GAP_MIN : GAP_FINE,
  };
}

function transitCount({ arrows }: Scene): number {
  return arrows.filter(({ fate }) => fate === "in transit").length;
}

function nameWidth(lane: Lane | undefined): number {
  return Math.max(widthOf(lane?.process ?? ""), widthOf(lane?.input ?? ""));
}

/** The label of an arrow; where it must be cut, the step that sent it stays. */
function labelText(arrow: Arrow, width = Infinity, cut = ""): string {
  const when = arrow.overtaken ? ` @${arrow.sent}` : "";
  const label = widthOf(arrow.label) + when.length;
  return label <= width
    ? arrow.label + when
    : clip(arrow.label, Math.max(0, width - when.length), cut) + when;
}

function timerText({ beginning }: Mark): string {
  return beginning.label ?? "";
}

/** The text to the right of a step; its timer stands beside the mark. */
function remarksText(mark: Mark): string {
  return (mark.beginning.label === undefined ? remarks(mark) : furtherRemarks(mark)).join(" · ");
}

/** The width and glyphs that a drawing may use. */
interface Means {
  readonly width: number;
  readonly glyphs: Glyphs;
}

/** A line of words alone, cut to the width. */
function worded(text: string, ink: Ink, means: Means): Line {
  const line = emptyLine();
  addWords(line, { x: 0, text, ink }, means);
  return line;
}

function addWords(
  line: Line,
  { x, text, ink }: { x: number; text: string; ink: Ink },
  { width, glyphs }: Means,
): void {
  const words = text.replaceAll("…", glyphs.ellipsis).replaceAll("·", glyphs.dot);
  write(line, x, clip(words, width - x, glyphs.cut), ink);
}

function title(scene: Scene, means: Means): Line {
  const line = worded(scene.protocol, "process", means);
  addWords(line, { x: line.cells.length, text: ` · ${sizeText(scene)}`, ink: "quiet" }, means);
  return line;
}

/** The names of the processes, their inputs if they have any, and their start steps. */
function heads(page: Page): Line[] {
  const { scene, lanes } = page;
  const spacing = Math.min(...lanes.slice(1).map((lane, i) => lane - (lanes[i] ?? 0)));
  const centred = (texts: readonly (string | undefined)[], ink: Ink): Line => {
    const line = emptyLine();
    for (const [i, text = ""] of texts.entries()) {
      const fitting = clip(text, spacing - 1, page.glyphs.cut);
      write(line, (lanes[i] ?? 0) - Math.floor((widthOf(fitting) - 1) / 2), fitting, ink);
    }
    return line;
  };
  const inputs = scene.lanes.map(({ input }) => input);
  const names = centred(
    scene.lanes.map(({ process }) => process),
    "process",
  );
  return inputs.every((input) => input === undefined) ? [names] : [names, centred(inputs, "quiet")];
}

function rows(page: Page): Line[] {
  return page.scene.rows.map((row, number): Line => {
    const line = emptyLine();
    drawLanes(page, line, number);
    switch (row.kind) {
      case "start":
        drawStarts(page, line);
        break;
      case "step":
        drawStep(page, line, number);
        break;
      case "gap":
        banner(page, line, { text: gapText(row.first, row.last), ink: "quiet" });
        break;
      case "beat":
        banner(page, line, { text: row.text, ink: "quiet", rule: page.glyphs.dashTransit, isWide: true });
        break;
      case "violation":
        banner(page, line, {
          text: `${row.property} violated`,
          ink: "violation",
          rule: page.glyphs.violation,
        });
        break;
      case "transit":
        drawTransit(page, line, number);
        break;
      case "more":
        banner(page, line, { text: moreText(row.count), ink: "quiet" });
        break;
      default:
        return unreachable(row);
    }
    return line;
  });
}

function drawLanes({ scene, lanes, glyphs }: Page, line: Line, row: number): void {
  const hidden = scene.rows[row]?.kind === "gap";
  for (const { column, end } of scene.lanes) {
    if (end !== undefined && end < row) continue;
    write(line, lanes[column] ?? 0, hidden ? glyphs.laneHidden : glyphs.lane, "line");
  }
}

/** A text in the middle of the picture, over a rule across all processes if there is one. */
function banner(
  page: Page,
  line: Line,
  { text, ink, rule, isWide }: { text: string; ink: Ink; rule?: string; isWide?: boolean },
): void {
  const words = ` ${text.replaceAll("…", page.glyphs.ellipsis)} `;
  const first = (page.lanes[0] ?? 0) - 2;
  const across = (page.lanes.at(-1) ?? 0) + 2;
  const last =
    isWide === true ? Math.min(page.width - 1, Math.max(across, first + widthOf(words) + 3)) : across;
  if (rule !== undefined) write(line, first, rule.repeat(last - first + 1), ink);
  addWords(
    line,
    { x: Math.max(1, Math.floor((first + last + 1 - widthOf(words)) / 2)), text: words, ink },
    page,
  );
}

function drawStarts(page: Page, line: Line): void {
  const starts = page.scene.marks.filter(({ row }) => row === 0);
  for (const mark of starts) drawMark(page, line, mark);
  const told = starts.flatMap((mark) => remarks(mark).map((remark) => `${mark.process} ${remark}`));
  drawRemarks(page, line, told.join(" · "), "quiet");
}

function drawStep(page: Page, line: Line, row: number): void {
  const mark = page.marks.get(row);
  if (mark === undefined) return;
  write(line, 0, String(mark.step).padStart(String(page.scene.stepCount).length + 1), "quiet");
  const arrow = page.scene.arrows.find(
    ({ fate, to }) => (fate === "received" || fate === "lost") && to.row === row,
  );
  if (arrow !== undefined) drawArrow(page, line, arrow);
  drawMark(page, line, mark);
  write(line, (page.lanes[mark.column] ?? 0) + 2, timerText(mark), "timing");
  drawRemarks(page, line, remarksText(mark), mark.decision === undefined ? "quiet" : "decision");
}

function drawTransit(page: Page, line: Line, row: number): void {
  const arrows = page.scene.arrows.filter(({ fate, to }) => fate === "in transit" && to.row === row);
  for (const arrow of arrows) drawArrow(page, line, arrow);
  const first = page.scene.rows.findIndex(({ kind }) => kind === "transit");
  if (row === first) drawRemarks(page, line, "in transit", "quiet");
}

/** Draws the remarks on a step to the right of all lanes; what does not fit is cut. */
function drawRemarks(page: Page, line: Line, text: string, ink: Ink): void {
  const x = Math.max((page.lanes.at(-1) ?? 0) + 4, line.cells.length + (text === "" ? 0 : 3));
  addWords(line, { x, text, ink }, page);
}

function drawMark({ lanes, glyphs }: Page, line: Line, mark: Mark): void {
  const x = lanes[mark.column] ?? 0;
  if (mark.decision !== undefined) write(line, x, glyphs.decision, "decision");
  else {
    const [glyph, ink] = SIGNS[mark.beginning.sign];
    const isPlain = ink === "mark" || ink === "timing";
    if (mark.halts && isPlain) write(line, x, glyphs.halt, "mark");
    else if (glyph !== undefined) write(line, x, glyphs[glyph], ink);
  }
}

/** The glyph of a sign, if it has one, and its colour. */
const SIGNS: Readonly<Record<StepMark["sign"], readonly [glyph: keyof Glyphs | undefined, ink: Ink]>> = {
  start: ["step", "mark"],
  step: ["step", "mark"],
  timing: ["timing", "timing"],
  crash: ["crash", "violation"],
  mishap: ["mishap", "violation"],
  forged: ["step", "violation"],
  lost: [undefined, "violation"],
  doubled: [undefined, "violation"],
};

/** An arrow, from its sender's line to its receiver's. */
function drawArrow(page: Page, line: Line, arrow: Arrow): void {
  const { lanes, glyphs } = page;
  const [from, to] = [lanes[arrow.from.column] ?? 0, lanes[arrow.to.column] ?? 0];
  if (from === to) return write(line, from + 2, `${glyphs.toLeft} ${labelText(arrow)}`, "message");
  const [left, right, transit] = [Math.min(from, to), Math.max(from, to), arrow.fate !== "received"];
  for (let x = left + 1; x < right; x++) {
    const crosses = lanes.includes(x) && (line.cells[x]?.text ?? " ") !== " ";
    const dash = transit ? glyphs.dashTransit : glyphs.dash;
    write(line, x, crosses ? (transit ? glyphs.lane : glyphs.crossing) : dash, crosses ? "line" : "message");
  }
  write(line, from, from < to ? glyphs.leaveRight : glyphs.leaveLeft, "line");
  const head =
    arrow.fate === "lost"
      ? glyphs.lost
      : transit
        ? from < to
          ? glyphs.openRight
          : glyphs.openLeft
        : from < to
          ? glyphs.toRight
          : glyphs.toLeft;
  write(line, from < to ? to - 1 : to + 1, head, "message");
  drawLabel(page, line, arrow);
}

/** The label goes into the gap nearest to the receiver that has room for it, else into the middle. */
function drawLabel({ lanes, glyphs }: Page, line: Line, arrow: Arrow): void {
  const [from, to] = [lanes[arrow.from.column] ?? 0, lanes[arrow.to.column] ?? 0];
  const forward = from < to;
  const text = labelText(arrow);
  const step = forward ? -1 : 1;
  let [start, end] = [from, to];
  for (let i = arrow.to.column; i !== arrow.from.column; i += step) {
    const [here, next] = [lanes[i] ?? 0, lanes[i + step] ?? 0];
    if (widthOf(text) > Math.abs(here - next) - 3) continue;
    [start, end] = [next, here];
    break;
  }
  const fitting = labelText(arrow, Math.abs(end - start) - 3, glyphs.cut);
  const middle = (start + end + step) / 2;
  write(line, Math.round(middle - (widthOf(fitting) - 1) / 2), fitting, "message");
}

/** The legend of the signs that occur, in as many lines as it takes. */
function legend(page: Page): Line[] {
  const { marks, arrows } = page.scene;
  const { timing, decision, halt, dashTransit, openRight, crash, lost } = page.glyphs;
  const signs = [
    ...(marks.some(({ beginning }) => beginning.sign === "timing") ? [`${timing} timing event`] : []),
    ...(marks.some((mark) => mark.decision !== undefined) ? [`${decision} decision`] : []),
    ...(marks.some(({ halts }) => halts) ? [`${halt} halts`] : []),
    ...(marks.some(({ beginning }) => beginning.sign === "crash") ? [`${crash} crashes`] : []),
    ...(arrows.some(({ fate }) => fate === "lost") ? [`${dashTransit}${dashTransit}${lost} lost`] : []),
    ...(transitCount(page.scene) > 0 ? [`${dashTransit}${dashTransit}${openRight} in transit`] : []),
    ...(arrows.some(({ overtaken }) => overtaken) ? ["@n sent in step n"] : []),
    ...(arrows.some(({ overtaken, sent }) => overtaken && sent === 0) ? ["@0 sent at the start"] : []),
  ];
  const lines: string[] = [];
  for (const sign of signs) {
    const longer = `${lines.at(-1) ?? ""}   ${sign}`;
    if (lines.length > 0 && widthOf(longer) <= page.width) lines[lines.length - 1] = longer;
    else lines.push(` ${sign}`);
  }
  return lines.length === 0 ? [] : [emptyLine(), ...lines.map((line) => worded(line, "quiet", page))];
}

/** The steps, one a line, for pictures that do not fit. */
function listed({ lanes, rows: all, marks }: Scene, means: Means): Line[] {
  const named = new Map(marks.map((mark) => [mark.row, mark]));
  const reason = `${lanes.length} processes do not fit into ${means.width} columns; the steps instead:`;
  const lines = all.flatMap((row, number): Line[] => {
    const mark = named.get(number);
    if (row.kind === "gap") return [worded(gapText(row.first, row.last), "quiet", means)];
    if (row.kind === "beat") return [worded(row.text, "quiet", means)];
    if (row.kind === "violation") return [worded(`${row.property} violated`, "violation", means)];
    if (row.kind !== "step" || mark === undefined) return [];
    const told = [mark.beginning.text, ...furtherRemarks(mark)];
    return [worded(`${String(row.step).padStart(4)}  ${told.join(" · ")}`, "plain", means)];
  });
  return [worded(reason, "quiet", means), emptyLine(), ...lines];
}
