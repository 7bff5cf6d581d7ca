/**
 * Scene → SVG: a space-time diagram with time running down the page. A message falls beside its sender
 * for as long as it is in transit and then goes straight to its receiver, in the row of its receipt.
 */
import { clip, escapeMarkup } from "./characters.ts";
import { colourKeysOf } from "./colourKeys.ts";
import {
  arrowLabel,
  GAP_HALF_PX,
  layOut,
  pixelOf,
  PLATE_PX,
  remarkIsLeft,
  remarkOf,
  signOf,
  widthPx,
  type Layout,
} from "./layout.ts";
import {
  effectTexts,
  cycleText,
  gapText,
  moreText,
  numberText,
  sizeText,
  type Arrow,
  type GridPoint,
  type Lane,
  type Mark,
  type Scene,
} from "./scene.ts";
import { drawCut, painted } from "./svgCones.ts";
import { drawObjects, squareAt } from "./svgObjects.ts";
import { drawOperations, stylesAtLines } from "./svgOperations.ts";
import { drawSign, legend } from "./svgSigns.ts";
import { drawValences } from "./svgValences.ts";
import { CONE_STYLE, KEY_STYLE, PICTURE_STYLE, SEEN_STYLE, standaloneStyle } from "./theme.ts";

/** The options for drawing a scene as SVG. */
export interface SvgOptions {
  /** The heading. Default: the name of the protocol. */
  readonly title?: string;
  /** Whether heading, colours and type are part of the picture. Default true; a page has its own. */
  readonly standalone?: boolean;
}

/** The picture of a scene as one `<svg>` element, with nothing outside it needed. */
export function drawSvg(
  scene: Scene,
  { title = scene.protocol, standalone = true }: SvgOptions = {},
): string {
  const layout = layOut(scene, standalone ? title : "");
  const { width, height } = layout;
  const label = escapeMarkup(`${title}: ${sizeText(scene)}`);
  const kind = scene.cones === undefined ? "lightcone" : "lightcone focus";
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="${kind}" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">`,
    ...(standalone ? [`<style>\n${styleOf(scene)}\n</style>`] : []),
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    ...(standalone ? [heading(title, sizeText(scene))] : []),
    ...bands(layout),
    ...drawValences(layout),
    ...drawObjects(layout),
    ...drawOperations(layout),
    ...scene.lanes.flatMap((lane) => drawLane(layout, lane)),
    ...drawCut(layout),
    ...scene.arrows.map((arrow) => drawArrow(layout, arrow)),
    ...scene.arrows.filter(({ fate }) => fate !== "not shown").map((arrow) => drawLabel(layout, arrow)),
    ...banners(layout),
    ...scene.marks.map((mark, i) => drawMark(layout, mark, i)),
    ...inputs(layout),
    `<g class="plates">${scene.lanes.map((lane) => plate(layout, lane)).join("\n")}</g>`,
    legend(layout),
    "</svg>",
  ]
    .filter((line) => line !== "")
    .map((line) => painted(line, scene))
    .join("\n")}\n`;
}

function styleOf(scene: Scene): string {
  const { seenBy, cones } = scene;
  return standaloneStyle(
    [
      seenBy === undefined ? PICTURE_STYLE : SEEN_STYLE,
      ...(cones === undefined ? [] : [CONE_STYLE]),
      ...(colourKeysOf(scene).length === 0 ? [] : [KEY_STYLE]),
      ...stylesAtLines([scene]),
    ].join("\n"),
  );
}

/** A class, and that of what is unknown beside it. */
function seen(kind: string, { isUnknown }: { readonly isUnknown?: true }): string {
  return isUnknown === true ? `${kind} unknown` : kind;
}

interface Spot {
  readonly x: number;
  readonly y: number;
  /** Its classes. */
  readonly kind: string;
  readonly anchor?: "start" | "middle" | "end";
}

function text({ x, y, kind, anchor }: Spot, content: string): string {
  if (content === "") return "";
  const where = anchor === undefined ? "" : ` text-anchor="${anchor}"`;
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}"${where}>${escapeMarkup(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Markup in which all numbers are rounded to a tenth of a pixel. */
function markup(pieces: TemplateStringsArray, ...values: readonly (number | string)[]): string {
  const rounded = values.map((value) => (typeof value === "number" ? round(value) : value));
  return String.raw({ raw: pieces }, ...rounded);
}

function heading(title: string, size: string): string {
  return [text({ x: 22, y: 34, kind: "heading" }, title), text({ x: 22, y: 52, kind: "quiet" }, size)].join(
    "\n",
  );
}

/** The background: the rows that react to a pointer, and the bands of what is left out. */
function bands({ scene, rows, width }: Layout): string[] {
  return scene.rows.flatMap((row, i) => {
    const y = rows[i] ?? 0;
    if (row.kind === "step") {
      const mark = scene.marks.findIndex((candidate) => candidate.row === i);
      const number = text({ x: 30, y: y + 4, kind: "number" }, numberText(row));
      return [
        markup`<rect class="row" data-mark="${mark}" x="0" y="${y - 18}" width="${width}" height="36"/>`,
        number,
      ];
    }
    if (row.kind === "gap")
      return [
        markup`<rect class="gap" x="0" y="${y - GAP_HALF_PX}" width="${width}" height="${2 * GAP_HALF_PX}"/>`,
      ];
    return [];
  });
}

/** The distance of the walls of who is cut off from its line. */
const WALL_PX = 5;

/** The line of a process, in pieces from step to step, so that a piece can be part of a causal past. */
function drawLane(layout: Layout, { column, end, walls = [] }: Lane): string[] {
  const { scene, rows, columns, top, bottom } = layout;
  const x = round(columns[column] ?? 0);
  const own = [...scene.marks.entries()].filter(([, mark]) => mark.column === column);
  const stop = end === undefined ? bottom : (rows[end] ?? 0) + 13;
  const pieces: string[] = [];
  let [from, y] = ["", top + PLATE_PX];
  const piece = (to: string, down: number): void => {
    pieces.push(...stretch(layout, { x, from: y, to: down }, `${from}${to}`));
  };
  for (const [i, mark] of own) {
    const next = rows[mark.row] ?? 0;
    piece(` data-to="${i}"`, next);
    [from, y] = [` data-from="${i}"`, next];
  }
  if (stop > y) piece("", stop);
  const [left, right] = [x - WALL_PX, x + WALL_PX];
  const walled = walls.map(({ from: first, to: last }) => {
    const above = round(rows[first] ?? 0);
    const down = `${above}V${round(last === undefined ? stop : (rows[last] ?? stop))}`;
    return markup`<path class="wall" d="M${left} ${down}M${right} ${down}"/>`;
  });
  return [...pieces, ...walled];
}

/** A stretch of a line, dashed where it crosses steps that are not shown. */
function stretch(
  { scene, rows }: Layout,
  line: { x: number; from: number; to: number },
  data: string,
): string[] {
  const draw = (from: number, to: number, kind: string): string[] =>
    to > from ? [markup`<path class="${kind}"${data} d="M${line.x} ${from}V${to}"/>`] : [];
  const pieces: string[] = [];
  let y = line.from;
  for (const [i, row] of scene.rows.entries()) {
    const middle = rows[i] ?? 0;
    if (row.kind !== "gap" || middle <= line.from || middle >= line.to) continue;
    pieces.push(
      ...draw(y, middle - GAP_HALF_PX, "lane"),
      ...draw(middle - GAP_HALF_PX, middle + GAP_HALF_PX, "lane hidden"),
    );
    y = middle + GAP_HALF_PX;
  }
  return [...pieces, ...draw(y, line.to, "lane")];
}

/** The marks that an arrow connects, as attributes, for following causes and effects through the picture. */
function linked({ marks }: Scene, { from, to, fate }: Arrow): string {
  const markAt = (point: GridPoint): number =>
    marks.findIndex(({ column, row }) => column === point.column && row === point.row);
  const [sender, receiver] = [markAt(from), fate === "in transit" ? -1 : markAt(to)];
  return `${sender === -1 ? "" : ` data-from="${sender}"`}${receiver === -1 ? "" : ` data-to="${receiver}"`}`;
}

function drawArrow(layout: Layout, arrow: Arrow): string {
  const sent = arrow.sent === 0 ? "at the start" : `in step ${arrow.sent}`;
  const fate = arrow.fate === "received" ? "" : `, ${arrow.fate}`;
  const told = `<title>${escapeMarkup(`${arrow.message}, sent ${sent}${fate}`)}</title>`;
  const kind = seen("message", arrow);
  return `<g class="${kind}"${linked(layout.scene, arrow)}>${told}${shapeOf(layout, arrow)}</g>`;
}

/** Labels lie above all arrows, each in the row of the receipt and next to the arrowhead. */
function drawLabel(layout: Layout, arrow: Arrow): string {
  const [x] = pixelOf(layout, arrow.from);
  const [toX, toY] = pixelOf(layout, arrow.to);
  const way = Math.sign(toX - x);
  const distance = arrow.fate === "in transit" || isLostAlone(layout, arrow) ? 27 : 20;
  const spot = way === 0 ? { x: toX + 38, y: toY - 4 } : { x: toX - way * distance, y: toY - 6 };
  const label = text({ ...spot, kind: "label halo", anchor: way > 0 ? "end" : "start" }, arrowLabel(arrow));
  return `<g class="${seen("words", arrow)}"${linked(layout.scene, arrow)}>${label}</g>`;
}

/** Whether a message is lost in a row of its own, and not at a step that says so. */
function isLostAlone({ scene }: Layout, { to }: Arrow): boolean {
  return scene.rows[to.row]?.kind === "lost";
}

function shapeOf(layout: Layout, arrow: Arrow): string {
  const [x, y] = pixelOf(layout, arrow.from);
  const [toX, toY] = pixelOf(layout, arrow.to);
  const way = Math.sign(toX - x);
  if (arrow.fate === "not shown") {
    return markup`<path class="faint" d="M${x} ${y}L${x + way * 14} ${toY - 2 * GAP_HALF_PX}"/>`;
  }
  const isAlone = isLostAlone(layout, arrow);
  const received = arrow.fate === "received" || (arrow.fate === "lost" && !isAlone);
  if (way === 0) return loop({ x, y, toY }, received);
  const tip = toX - way * (received ? 6.5 : 16);
  const end = tip - (received ? way * 8 : 0);
  const kind = arrow.fate === "received" ? "" : ` class="dashed"`;
  const line = markup`<path${kind} d="${fall(layout, arrow)}H${end}"/>`;
  const head = isAlone
    ? markup`<path class="cross thin" d="M${tip - 4} ${toY - 4}l8 8m0 -8l-8 8"/>`
    : received
      ? markup`<path class="head" d="M${tip} ${toY}l${-9 * way} -4v8z"/>`
      : markup`<path class="open" d="M${tip - 7 * way} ${toY - 5}l${7 * way} 5l${-7 * way} 5"/>`;
  return line + head;
}

/**
 * The first part of an arrow: straight down beside the sender, the steeper the longer the message is in
 * transit, and round the corner into the row of its receipt.
 */
function fall(layout: Layout, arrow: Arrow): string {
  const [x, y] = pixelOf(layout, arrow.from);
  const [toX, toY] = pixelOf(layout, arrow.to);
  const way = Math.sign(toX - x);
  const gap = Math.abs((layout.columns[arrow.from.column + way] ?? toX) - x);
  const isNext = Math.abs(arrow.from.column - arrow.to.column) === 1;
  const free = isNext ? Math.max(gap * 0.36, gap - widthPx(arrowLabel(arrow)) - 30) : gap * 0.8;
  const across = Math.min(free, 26 + (toY - y) * 0.3);
  const radius = Math.min(16, across / 2, (toY - y) / 2);
  const length = Math.hypot(across, toY - y);
  const [cornerX, before] = [
    x + way * across,
    [(way * across * radius) / length, ((toY - y) * radius) / length] as const,
  ];
  return (
    markup`M${x} ${y}L${cornerX - before[0]} ${toY - before[1]}` +
    markup`Q${cornerX} ${toY} ${cornerX + way * radius} ${toY}`
  );
}

/** A message of a process to itself. */
function loop({ x, y, toY }: { x: number; y: number; toY: number }, received: boolean): string {
  const curve = markup`M${x} ${y}C${x + 36} ${y} ${x + 36} ${toY} ${x + 14} ${toY}`;
  const head = received ? markup`<path class="head" d="M${x + 6.5} ${toY}l9 -4v8z"/>` : "";
  return `<path${received ? "" : ` class="dashed"`} d="${curve}"/>${head}`;
}

/** About as wide as a character of quiet text. */
const QUIET_PX = 6.6;

/** The texts across all processes: the violation, and the words for what is left out. */
function banners({ scene, rows, width }: Layout): string[] {
  return scene.rows.flatMap((row, i) => {
    const y = round(rows[i] ?? 0);
    const middle = round(width / 2);
    if (row.kind === "gap" || row.kind === "more") {
      const words = row.kind === "gap" ? gapText(row, scene) : moreText(row);
      return [text({ x: middle, y: y + 4, kind: "gap-text halo" }, words)];
    }
    if (row.kind === "beat" || row.kind === "tick") {
      const number = numberText(row);
      const x = number === "" ? 22 : 44;
      return [
        `<path class="round" d="M14 ${y}H${width - 14}"/>`,
        text({ x: 30, y: y - 5, kind: "number halo" }, number),
        text({ x, y: y - 5, kind: "quiet halo" }, clip(row.text, Math.floor((width - 22 - x) / QUIET_PX))),
      ];
    }
    if (row.kind === "cycle") {
      const words = `↻ ${cycleText(row, scene)}`;
      return [
        `<path class="cycle" d="M14 ${y}H${width - 14}"/>`,
        text({ x: middle, y: y + 4.5, kind: "cycle-text halo" }, words),
      ];
    }
    if (row.kind !== "violation") return [];
    const words = `${row.property} violated`;
    const half = round(widthPx(words, 14) / 2 + 14);
    return [
      `<g class="violation"><line x1="14" y1="${y}" x2="${width - 14}" y2="${y}"/>` +
        `<rect x="${middle - half}" y="${y - 12}" width="${2 * half}" height="24" rx="12"/>` +
        `${text({ x: middle, y: y + 4.5, kind: "property" }, words)}</g>`,
    ];
  });
}

function drawMark(layout: Layout, mark: Mark, i: number): string {
  const [x, y] = pixelOf(layout, mark).map(round) as [number, number];
  const left = remarkIsLeft(layout.scene, mark);
  const kind = mark.decision === undefined ? "remark halo" : "remark decision halo";
  const beside = text(
    { x: left ? x - 15 : x + 15, y: y + 4, kind, anchor: left ? "end" : "start" },
    remarkOf(mark),
  );
  const told = `<title>${escapeMarkup([mark.beginning.text, ...effectTexts(mark)].join("; "))}</title>`;
  const bar = mark.halts ? `<path class="bar" d="M${x - 8} ${y + 13}h16"/>` : "";
  const area = `<circle class="row" cx="${x}" cy="${y}" r="15"/>`;
  const ring = mark.differs === true ? `<circle class="differs" cx="${x}" cy="${y}" r="12"/>` : "";
  const isAccess = mark.accesses !== undefined && signOf(mark) === "step";
  const signed = isAccess ? squareAt(x, y) : drawSign(signOf(mark), x, y);
  const below = `${told}${area}${ring}${bar}`;
  return `<g class="${seen("mark", mark)}" data-mark="${i}">${below}${signed}${beside}</g>`;
}

function inputs({ columns, top, scene }: Layout): string[] {
  const y = top + PLATE_PX + 15;
  return scene.lanes.flatMap(({ input, column, differs }) => {
    if (input === undefined) return [];
    const words = `${differs === true ? "≠ " : ""}input ${clip(input, 24)}`;
    return [text({ x: columns[column] ?? 0, y, kind: "input halo" }, words)];
  });
}

function plate({ columns, top }: Layout, { process, column }: Lane): string {
  const x = columns[column] ?? 0;
  const width = widthPx(process, 13.5) + 22;
  const size = `width="${width}" height="${PLATE_PX}"`;
  const box = markup`<rect class="plate" x="${x - width / 2}" y="${top}" ${size} rx="7"/>`;
  return box + text({ x, y: top + 17.5, kind: "name" }, process);
}
