/**
 * Scene → terminal text. Time runs down the page, one line per step. The arrow of a message stands in
 * the line of its receipt; if the sender has taken further steps since it sent the message, the label
 * says in which step that was: `accept(1) @7`. What a step changed stands to its right, in as many lines as
 * it takes; below are the states of all processes.
 */
import { unreachable } from "../base/assert.ts";
import { emptyLine, textOf, write, type Ink, type Line, type Style } from "./canvas.ts";
import { clip, widthOf } from "./characters.ts";
import { ASCII, UNICODE, type Glyphs } from "./glyphs.ts";
import { addWords, cutLabel, inGlyphs, labelsOf, pageOf, remarksOf, type Means, type Page } from "./page.ts";
import {
  cycleText,
  gapText,
  moreText,
  numberText,
  remarks,
  sizeText,
  type Arrow,
  type StepMark,
  type Mark,
  type Row,
  type Scene,
  type Wall,
} from "./scene.ts";
import { changesIn, legend, listed, paragraph, statesIn, VALENCE_INKS } from "./textLists.ts";
import { toneOf, valenceOfRow, valenceSign } from "./valenceKeys.ts";
import { wrappedItems, wrappedWords } from "./wrapping.ts";

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
  const means = meansOf(options);
  const page = pageOf(scene, means);
  const body =
    page === undefined
      ? listed(scene, means)
      : [...pictureOf(page).flat(), ...legend(page), ...(page.changesBeside ? [] : changesIn(page))];
  const title = paragraph(`${scene.protocol} · ${sizeText(scene)}`, "process", means);
  return textOfLines([...title, emptyLine(), ...body, ...statesIn(scene, means)], options);
}

/** The picture of a page: its heads, and for each row of its scene the lines that it takes. */
export function pictureOf(page: Page): Line[][] {
  return [heads(page), ...rows(page)];
}

/** The changes that the steps of a scene made and its states, without a picture, as lines of text. */
export function tellStates(scene: Scene, options: TextOptions = {}): string {
  const means = meansOf(options);
  return textOfLines([...changesIn({ scene, ...means }), ...statesIn(scene, means)], options);
}

/** The width and glyphs that options ask for. */
export function meansOf({ width = 100, ascii = false }: TextOptions): Means {
  return { width, glyphs: ascii ? ASCII : UNICODE };
}

/** Lines as text, each ending in a line break. */
export function textOfLines(lines: readonly Line[], { style = (_ink, text) => text }: TextOptions): string {
  return `${lines
    .map((line) => textOf(line, style))
    .join("\n")
    .trim()}\n`;
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
  const inputs = scene.lanes.map(({ input, differs }) =>
    differs === true && input !== undefined ? inGlyphs(`≠ ${input}`, page.glyphs) : input,
  );
  const names = centred(
    scene.lanes.map(({ process }) => process),
    "process",
  );
  return inputs.every((input) => input === undefined) ? [names] : [names, centred(inputs, "quiet")];
}

function rows(page: Page): Line[][] {
  return page.scene.rows.map((row, number): Line[] => {
    const line = emptyLine();
    drawLanes(page, line, number);
    write(line, 0, inGlyphs(numberText(row), page.glyphs).padStart(page.gutter + 1), "quiet");
    drawValence(page, line, number);
    return [line, ...drawRow(page, line, number)];
  });
}

/** Draws the sign of the valence after the step of a row, in its ink, behind the number. */
function drawValence({ scene, gutter, glyphs }: Page, line: Line, row: number): void {
  const valence = valenceOfRow(scene, row);
  if (valence === undefined) return;
  const { values } = scene.valences ?? { values: [] };
  const sign = inGlyphs(valenceSign(valence, values), glyphs);
  write(line, gutter + 2, sign, VALENCE_INKS[toneOf(valence, values)]);
}

/** Draws what a row shows into its line. @returns the lines that it takes besides */
function drawRow(page: Page, line: Line, number: number): Line[] {
  const row = page.scene.rows[number] as Row;
  switch (row.kind) {
    case "start":
      return drawStarts(page, line);
    case "step":
      return drawStep(page, line, number);
    case "gap":
      return banner(page, line, { text: gapText(row, page.scene), ink: "quiet", number });
    case "beat":
    case "tick":
      return banner(page, line, { text: row.text, ink: "quiet", rule: page.glyphs.dashTransit, number });
    case "cycle": {
      const words = `${page.glyphs.cycle} ${cycleText(row, page.scene)}`;
      return banner(page, line, { text: words, ink: "timing", rule: page.glyphs.dashTransit, number });
    }
    case "violation":
      return banner(page, line, {
        text: `${row.property} violated`,
        ink: "violation",
        rule: page.glyphs.violation,
        number,
      });
    case "lost":
    case "transit":
      return drawUnreceived(page, line, number);
    case "more":
      return banner(page, line, { text: moreText(row), ink: "quiet", number });
    case "space":
      return [];
    default:
      return unreachable(row);
  }
}

/** Draws the lines of all processes that have not ended before a row. */
function drawLanes({ scene, lanes, glyphs }: Page, line: Line, row: number): void {
  const hidden = scene.rows[row]?.kind === "gap";
  for (const { column, end, walls = [], operations = [] } of scene.lanes) {
    if (end !== undefined && end < row) continue;
    const isIn = ({ from, to = Infinity }: Wall): boolean => from < row && row < to;
    const whole = walls.some(isIn) ? glyphs.laneCut : operations.some(isIn) ? glyphs.laneBusy : glyphs.lane;
    write(line, lanes[column] ?? 0, hidden ? glyphs.laneHidden : whole, "line");
  }
}

/** A text across the picture, and its row. */
interface Banner {
  readonly text: string;
  readonly ink: Ink;
  /** The sign of which the rule behind it is made, if there is one. */
  readonly rule?: string;
  readonly number: number;
}

/** A text in the middle of the picture, over a rule across all processes if there is one. */
function banner(page: Page, line: Line, { text, ink, rule, number }: Banner): Line[] {
  const first = Math.max(page.left, (page.lanes[0] ?? 0) - 2);
  const [piece = "", ...rest] = wrappedWords(inGlyphs(text, page.glyphs), page.width - first - 6);
  const words = ` ${piece} `;
  const across = (page.lanes.at(-1) ?? 0) + 2;
  const last =
    rule === undefined ? across : Math.min(page.width - 1, Math.max(across, first + widthOf(words) + 3));
  if (rule !== undefined) write(line, first, rule.repeat(last - first + 1), ink);
  const x = Math.max(rule === undefined ? 1 : first + 2, Math.floor((first + last + 1 - widthOf(words)) / 2));
  addWords(line, { x, text: words, ink }, page);
  return rest.map((words) => {
    const more = emptyLine();
    drawLanes(page, more, number);
    addWords(more, { x: first + 2, text: ` ${words} `, ink }, page);
    return more;
  });
}

function drawStarts(page: Page, line: Line): Line[] {
  const starts = page.scene.marks.filter(({ row }) => row === 0);
  for (const mark of starts) drawMark(page, line, mark);
  const told = starts.flatMap((mark) => remarks(mark).map((remark) => `${mark.process} ${remark}`));
  return drawRemarks(page, line, { items: told, ink: "quiet", number: 0 });
}

function drawStep(page: Page, line: Line, row: number): Line[] {
  const mark = page.marks.get(row);
  if (mark === undefined) return [];
  const arrow = page.scene.arrows.find(
    ({ fate, to }) => (fate === "received" || fate === "lost") && to.row === row,
  );
  if (arrow !== undefined) drawArrow(page, line, arrow);
  const others = page.scene.marks.filter((one) => one.row === row && one !== mark);
  for (const one of [...others, mark]) drawMark(page, line, one);
  addWords(
    line,
    { x: (page.lanes[mark.column] ?? 0) + 2, text: mark.beginning.label ?? "", ink: "timing" },
    page,
  );
  const ink = mark.differs === true ? "violation" : mark.decision === undefined ? "quiet" : "decision";
  const told = others.flatMap((one) => remarks(one).map((remark) => `${one.process} ${remark}`));
  const items = [...told, ...remarksOf(mark, page.changesBeside)];
  return drawRemarks(page, line, { items, ink, number: row });
}

/** Draws messages that nobody receives: those that are lost, or in transit. */
function drawUnreceived(page: Page, line: Line, row: number): Line[] {
  const arrows = page.scene.arrows.filter(({ to }) => to.row === row);
  for (const arrow of arrows) drawArrow(page, line, arrow);
  const { kind } = page.scene.rows[row] as Row;
  const isFirst = page.scene.rows[row - 1]?.kind !== kind;
  const items = isFirst ? [kind === "lost" ? "lost" : "in transit"] : [];
  return drawRemarks(page, line, { items, ink: "quiet", number: row });
}

/** Texts beside a row, and its number. */
interface Remarks {
  readonly items: readonly string[];
  readonly ink: Ink;
  readonly number: number;
}

/** The smallest room for remarks beside what else is written there. */
const BESIDE_MIN = 24;

/** Draws remarks to the right of all lanes. @returns the further lines that they take */
function drawRemarks(page: Page, line: Line, { items, ink, number }: Remarks): Line[] {
  if (items.length === 0) return [];
  const edge = (page.lanes.at(-1) ?? 0) + 4;
  const begins = Math.max(edge, line.cells.length + 3);
  const isBeside = begins === edge || page.width - begins >= BESIDE_MIN;
  const x = isBeside ? begins : edge;
  const texts = wrappedItems(
    items.map((item) => inGlyphs(item, page.glyphs)),
    page.width - x,
  );
  const [first = ""] = texts;
  if (isBeside) addWords(line, { x, text: first, ink }, page);
  return texts.slice(isBeside ? 1 : 0).map((text) => {
    const more = emptyLine();
    drawLanes(page, more, number + 1);
    addWords(more, { x, text, ink }, page);
    return more;
  });
}

function drawMark({ lanes, glyphs }: Page, line: Line, mark: Mark): void {
  const x = lanes[mark.column] ?? 0;
  if (mark.isUnknown === true) write(line, x, glyphs.unknown, "quiet");
  else if (mark.decision !== undefined) write(line, x, glyphs.decision, "decision");
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
  if (from === to) return write(line, from + 2, `${glyphs.toLeft} ${labelsOf(arrow)[0]}`, "message");
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
  const step = from < to ? -1 : 1;
  const put = (text: string, [start, end]: readonly [number, number]): void => {
    const middle = (start + end + step) / 2;
    write(line, Math.round(middle - (widthOf(text) - 1) / 2), text, "message");
  };
  for (const text of labelsOf(arrow)) {
    const fits = ([start, end]: readonly [number, number]): boolean =>
      widthOf(text) <= Math.abs(end - start) - 3;
    const gaps: [number, number][] = [];
    for (let i = arrow.to.column; i !== arrow.from.column; i += step)
      gaps.push([lanes[i + step] ?? 0, lanes[i] ?? 0]);
    const place = [...gaps, [from, to] as const].find(fits);
    if (place !== undefined) return put(text, place);
  }
  put(cutLabel(arrow, Math.abs(to - from) - 3, glyphs.cut), [from, to]);
}
