/**
 * The picture of a hook: one configuration, and what becomes of a step that is taken at once, or after that
 * of another process. Its shape is always the same, so nothing has to lay it out.
 */
import { clip, escapeMarkup } from "./characters.ts";
import { HOOK_STYLE, PICTURE_STYLE, standaloneStyle } from "./theme.ts";
import { toneOf, valenceText } from "./valenceKeys.ts";

/** A step of the picture, in words, and the valence that it leads to. */
interface HookStep {
  readonly text: string;
  readonly valence: readonly string[];
}

/** The texts of a picture. */
interface HookTexts {
  readonly title: string;
  /** All values that are decided in some configuration. */
  readonly values: readonly string[];
  /** The valence of the configuration at its top. */
  readonly valence: readonly string[];
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

/** The picture as one `<svg>` element; one that does not stand alone has the colours of its page. */
export function drawHook(
  texts: HookTexts,
  { standalone = true }: { readonly standalone?: boolean } = {},
): string {
  const { title, values, valence, early, other, late } = texts;
  const boxed = (where: Pixel, of: readonly string[]): string =>
    box(where, valenceText(of), toneOf(of, values));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="lightcone" width="${WIDTH}" height="${HEIGHT}" ` +
      `viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeMarkup(title)}">`,
    ...(standalone ? [`<style>\n${standaloneStyle(`${PICTURE_STYLE}\n${HOOK_STYLE}`)}\n</style>`] : []),
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}" rx="8"/>`,
    `<text class="heading" x="22" y="34">${escapeMarkup(title)}</text>`,
    arrow(TOP, EARLY),
    arrow(TOP, AFTER),
    arrow(AFTER, LATE),
    boxed(TOP, valence),
    boxed(EARLY, early.valence),
    boxed(AFTER, other.valence),
    boxed(LATE, late.valence),
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
    `<polygon class="step-head" points="${to.x},${end} ${corner(1)} ${corner(-1)}"/>`
  );
}

function box({ x, y }: Pixel, valence: string, tone: string): string {
  const width = 24 + 7.5 * valence.length;
  return (
    `<rect class="box ${tone}" x="${x - width / 2}" y="${y - HALF}" width="${width}" ` +
    `height="${2 * HALF}" rx="8"/>` +
    `<text class="name" x="${x}" y="${y + 4}">${escapeMarkup(valence)}</text>`
  );
}

function label({ x, y }: Pixel, anchor: "start" | "end", text: string): string {
  const content = escapeMarkup(clip(text, TEXT_MAX));
  return `<text class="halo" x="${x}" y="${y}" text-anchor="${anchor}">${content}</text>`;
}
