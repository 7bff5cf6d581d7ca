/**
 * The picture of a hook: one configuration, and what becomes of a step that is taken at once, or after that
 * of another process. Its shape is always the same, so nothing has to lay it out.
 */
import { clip, escapeMarkup } from "./characters.ts";
import { standaloneStyle } from "./theme.ts";

/** A step of the picture, in words, and the valence that it leads to. */
interface HookStep {
  readonly text: string;
  readonly valence: string;
}

/** The texts of a picture. */
interface HookTexts {
  readonly title: string;
  /** The valence of the configuration at its top. */
  readonly valence: string;
  readonly early: HookStep;
  readonly other: HookStep;
  readonly late: HookStep;
}

const WIDTH = 900;
const HEIGHT = 380;
/** The greatest number of characters of a step. */
const TEXT_MAX = 48;

/** The places of the four configurations. */
const TOP = { x: 450, y: 90 };
const EARLY = { x: 230, y: 200 };
const AFTER = { x: 670, y: 200 };
const LATE = { x: 670, y: 320 };

/** The middle of a box, or where a label begins or ends. */
type Pixel = typeof TOP;

const STYLE = `.lightcone{font-family:ui-sans-serif,system-ui,sans-serif;font-size:12.5px;fill:var(--ink)}
.lightcone .paper{fill:var(--paper)}
.lightcone .heading{font-size:15px;font-weight:650}
.lightcone .step{stroke:var(--message);stroke-width:1.5}
.lightcone .head{fill:var(--message)}
.lightcone .box{fill:var(--band);stroke:var(--lane);stroke-width:1.5}
.lightcone .open{stroke:var(--future);stroke-width:2.5}
.lightcone .settled{stroke:var(--decision);stroke-width:2.5}
.lightcone .name{font-weight:600;text-anchor:middle}
.lightcone .halo{paint-order:stroke;stroke:var(--paper);stroke-width:5px;stroke-linejoin:round}`;

/** The picture as one `<svg>` element. */
export function drawHook({ title, valence, early, other, late }: HookTexts): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="lightcone" width="${WIDTH}" height="${HEIGHT}" ` +
      `viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeMarkup(title)}">`,
    `<style>\n${standaloneStyle(STYLE)}\n</style>`,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    `<text class="heading" x="22" y="34">${escapeMarkup(title)}</text>`,
    arrow(TOP, EARLY),
    arrow(TOP, AFTER),
    arrow(AFTER, LATE),
    box(TOP, valence),
    box(EARLY, early.valence),
    box(AFTER, other.valence),
    box(LATE, late.valence),
    label({ x: 336, y: 138 }, "end", early.text),
    label({ x: 564, y: 138 }, "start", other.text),
    label({ x: 656, y: 264 }, "end", late.text),
    "</svg>",
  ].join("\n")}\n`;
}

/** Half of the height of a box. */
const HALF = 16;

function arrow(from: Pixel, to: Pixel): string {
  const [start, end] = [from.y + HALF, to.y - HALF];
  const [dx, dy] = [to.x - from.x, end - start];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const corner = (side: number): string =>
    `${Math.round(to.x - 9 * ux - side * 4 * uy)},${Math.round(end - 9 * uy + side * 4 * ux)}`;
  return (
    `<line class="step" x1="${from.x}" y1="${start}" x2="${to.x}" y2="${end}"/>` +
    `<polygon class="head" points="${to.x},${end} ${corner(1)} ${corner(-1)}"/>`
  );
}

function box({ x, y }: Pixel, valence: string): string {
  const kind = valence.includes("(") ? "open" : "settled";
  const width = 24 + 7.5 * valence.length;
  return (
    `<rect class="box ${kind}" x="${x - width / 2}" y="${y - HALF}" width="${width}" ` +
    `height="${2 * HALF}" rx="8"/>` +
    `<text class="name" x="${x}" y="${y + 4}">${escapeMarkup(valence)}</text>`
  );
}

function label({ x, y }: Pixel, anchor: "start" | "end", text: string): string {
  const content = escapeMarkup(clip(text, TEXT_MAX));
  return `<text class="halo" x="${x}" y="${y}" text-anchor="${anchor}">${content}</text>`;
}
