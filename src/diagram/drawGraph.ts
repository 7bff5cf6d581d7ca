/** A graph of configurations in SVG, given where everything is: boxes, and arrows that lead on or back. */
import { escapeMarkup } from "./characters.ts";
import { GRAPH_STYLE, HOOK_STYLE, PICTURE_STYLE, standaloneStyle } from "./theme.ts";
import type { ValenceTone } from "./valenceKeys.ts";

/** A place in pixels. */
export type GraphPixel = readonly [x: number, y: number];

/** A box, by its middle. */
export interface DrawnBox {
  readonly at: GraphPixel;
  readonly width: number;
  readonly height: number;
  /** The lines in it, the first in bold. */
  readonly lines: readonly string[];
  readonly tone: ValenceTone;
  readonly isInitial: boolean;
  readonly isEnd: boolean;
  readonly isRefuted: boolean;
}

/** An arrow: a way through some points, and what a pointer is told. */
export interface DrawnArrow {
  readonly points: readonly GraphPixel[];
  /** Whether it leads to a layer where one was before, or stays in its own. */
  readonly isBack: boolean;
  readonly about: string;
}

/** A graph, laid out. */
export interface DrawnGraph {
  readonly title: string;
  readonly subtitle: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DrawnBox[];
  readonly arrows: readonly DrawnArrow[];
  /** The layers: how many steps they are from the beginning, and their heights. */
  readonly layers: readonly { readonly steps: number; readonly y: number }[];
}

/** The height of a line in a box. */
export const BOX_LINE_PX = 16;
/** The room above the graph, for the heading. */
export const GRAPH_HEAD_PX = 84;

/** The picture of a graph as one `<svg>` element. A page has a style, and a heading, of its own. */
export function drawGraph(
  graph: DrawnGraph,
  { standalone = true }: { readonly standalone?: boolean } = {},
): string {
  const { title, subtitle, width, height } = graph;
  const style = standaloneStyle([PICTURE_STYLE, HOOK_STYLE, GRAPH_STYLE].join("\n"));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="lightcone" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(title)}">`,
    ...(standalone ? [`<style>\n${style}\n</style>`] : []),
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    `<text class="heading" x="22" y="34">${escapeMarkup(title)}</text>`,
    `<text class="quiet" x="22" y="52">${escapeMarkup(subtitle)}</text>`,
    ...graph.layers.map(({ steps, y }) => `<text class="number" x="34" y="${y + 4}">${steps}</text>`),
    ...graph.arrows.map(drawArrow),
    ...graph.boxes.map(drawBox),
    "</svg>",
  ].join("\n")}\n`;
}

function drawArrow({ points, isBack, about }: DrawnArrow): string {
  const [first = [0, 0], ...rest] = points;
  let [before, way] = [first, `M${first.join(" ")}`];
  for (const point of rest) {
    const middle = Math.round((before[1] + point[1]) / 2);
    way += isBack
      ? `L${point.join(" ")}`
      : `C${before[0]} ${middle} ${point[0]} ${middle} ${point[0]} ${point[1]}`;
    before = point;
  }
  const [x, y] = before;
  const head = isBack ? [x + 8, y - 4, x + 8, y + 4] : [x - 4, y - 8, x + 4, y - 8];
  return (
    `<g class="${isBack ? "edge back" : "edge"}"><title>${escapeMarkup(about)}</title>` +
    `<path d="${way}"/><polygon points="${[x, y, ...head].join(" ")}"/></g>`
  );
}

function drawBox(box: DrawnBox): string {
  const { lines, tone, isInitial, isEnd, isRefuted, width, height } = box;
  const [x, y] = box.at;
  const rectangle = (kind: string, by: number): string =>
    `<rect class="${kind}" x="${x - width / 2 - by}" y="${y - height / 2 - by}" ` +
    `width="${width + 2 * by}" height="${height + 2 * by}" rx="${8 + by}"/>`;
  const begin = y - ((lines.length - 1) * BOX_LINE_PX) / 2 + 4;
  return [
    ...(isEnd ? [rectangle("rim", 4)] : []),
    rectangle(isRefuted ? `box ${tone} refuted` : `box ${tone}`, 0),
    ...(isInitial ? [`<circle class="begin" cx="${x}" cy="${y - height / 2 - 9}" r="4"/>`] : []),
    ...lines.map((line, i) => {
      const kind = i === 0 ? "name" : line.startsWith("✗") ? "input refuted" : "input";
      return `<text class="${kind}" x="${x}" y="${begin + i * BOX_LINE_PX}">${escapeMarkup(line)}</text>`;
    }),
  ].join("");
}
