/**
 * Two executions side by side. What happens in both stands at the same height, and where a process first sees
 * a difference there is a mark (`differences` of `sceneOf`).
 */
import { at } from "../base/assert.ts";
import { emptyLine, write, type Line } from "./canvas.ts";
import { escapeMarkup } from "./characters.ts";
import { layOut, widthPx } from "./layout.ts";
import { pageOf, type Means } from "./page.ts";
import { drawText, meansOf, pictureOf, textOfLines, type TextOptions } from "./plainText.ts";
import type { GridPoint, Row, Scene } from "./scene.ts";
import { drawSvg } from "./svg.ts";
import { legend } from "./textLists.ts";
import { stylesAtLines } from "./svgOperations.ts";
import { PAIR_STYLE, standaloneStyle } from "./theme.ts";

/** Two scenes of executions of the same processes, and what each is called. */
export interface ScenePair {
  readonly scenes: readonly [Scene, Scene];
  readonly titles: readonly [string, string];
}

/** Rows of two scenes that stand at the same height, by number; undefined where one of them has none. */
type Level = readonly [number | undefined, number | undefined];

/** Two scenes with equal rows at the same height: spaces are put in between the others. */
export function level([a, b]: ScenePair["scenes"]): [Scene, Scene] {
  const levels = levelsOf(
    a.rows.map((_, i) => rowText(a, i)),
    b.rows.map((_, i) => rowText(b, i)),
  );
  return [spaced(a, levels, { own: 0, other: b.rows }), spaced(b, levels, { own: 1, other: a.rows })];
}

/** All that a row shows, but for numbers of steps. */
function rowText({ rows, marks }: Scene, number: number): string {
  const row = at(rows, number);
  const mark = row.kind === "step" ? marks.find((one) => one.row === number) : undefined;
  return [row.kind, "text" in row ? row.text : "", mark?.process ?? "", ...(mark?.events ?? [])].join("\n");
}

/** The longest common subsequence of two lists, level; what lies between stands side by side. */
function levelsOf(a: readonly string[], b: readonly string[]): Level[] {
  const lengths = [...a, ""].map(() => new Int32Array(b.length + 1));
  const length = (i: number, j: number): number => at(lengths, i)[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--)
      at(lengths, i)[j] =
        a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
  }
  const levels: Level[] = [];
  const apart: [number[], number[]] = [[], []];
  const settle = (): void => {
    const [left, right] = apart.map((some) => some.splice(0)) as typeof apart;
    for (let k = 0; k < Math.max(left.length, right.length); k++) levels.push([left[k], right[k]]);
  };
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      settle();
      levels.push([i++, j++]);
    } else if (j === b.length || (i < a.length && length(i + 1, j) >= length(i, j + 1))) apart[0].push(i++);
    else apart[1].push(j++);
  }
  settle();
  return levels;
}

/** A scene with spaces beside the rows that only the other one has. */
function spaced(
  scene: Scene,
  levels: readonly Level[],
  { own, other }: { readonly own: 0 | 1; readonly other: readonly Row[] },
): Scene {
  const places = levels.map((one) => one[own]);
  const moved = (row: number): number => places.indexOf(row);
  const movedPoint = <P extends GridPoint>(point: P): P => ({ ...point, row: moved(point.row) });
  return {
    ...scene,
    rows: levels.map((one): Row => {
      const row = one[own];
      return row === undefined
        ? { kind: "space", beside: at(other, one[1 - own] ?? 0) }
        : at(scene.rows, row);
    }),
    lanes: scene.lanes.map((lane) => (lane.end === undefined ? lane : { ...lane, end: moved(lane.end) })),
    marks: scene.marks.map(movedPoint),
    arrows: scene.arrows.map((arrow) => ({
      ...arrow,
      from: movedPoint(arrow.from),
      to: movedPoint(arrow.to),
    })),
    ...(scene.violation === undefined ? {} : { violation: moved(scene.violation) }),
  };
}

/** The cells between two pictures. */
const BETWEEN = 3;

/** The pictures of two scenes, side by side, or one below the other where there is no room. */
export function drawTextBeside({ scenes, titles }: ScenePair, options: TextOptions = {}): string {
  const whole = meansOf(options);
  const means: Means = { ...whole, width: Math.floor((whole.width - BETWEEN) / 2) };
  const [a, b] = level(scenes).map((scene) => pageOf(scene, means));
  if (a === undefined || b === undefined)
    return scenes.map((scene, i) => `${titles[i] ?? ""}\n\n${drawText(scene, options)}`).join("\n");
  const [left, right] = [a, b].map((page, i) => [
    ...heading(titles[i as 0 | 1]),
    ...pictureOf(page),
    ...legend(page).map((line) => [line]),
  ]) as [Line[][], Line[][]];
  const groups = Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
    sideBySide(left[i] ?? [], right[i] ?? [], means.width + BETWEEN),
  );
  return textOfLines(groups.flat(), options);
}

function heading(title: string): Line[][] {
  const line = emptyLine();
  write(line, 1, title, "process");
  return [[line], [emptyLine()]];
}

/** Lines with others to their right. */
function sideBySide(left: readonly Line[], right: readonly Line[], x: number): Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => {
    const line = left[i] ?? emptyLine();
    for (const [k, { text, ink }] of (right[i]?.cells ?? []).entries()) write(line, x + k, text, ink);
    return line;
  });
}

const MARGIN_PX = 22;
const TITLE_PX = 46;

/** The pictures of two scenes in one SVG, side by side. */
export function drawSvgBeside({ scenes, titles }: ScenePair): string {
  const parts = level(scenes).map((scene) => ({ scene, layout: layOut(scene, "") }));
  const widths = parts.map(({ layout }, i) => Math.max(layout.width, widthPx(titles[i] ?? "", 17) + 44));
  const width = widths.reduce((sum, one) => sum + one, MARGIN_PX);
  const picturesEnd = TITLE_PX + Math.max(...parts.map(({ layout }) => layout.height));
  const key = scenes.some(differsSomewhere) ? [keyAt(picturesEnd)] : [];
  const height = picturesEnd + (key.length === 0 ? 0 : KEY_PX);
  const drawn = parts.map(({ scene }, i) => {
    const x = i === 0 ? 0 : (widths[0] ?? 0) + MARGIN_PX;
    const inner = drawSvg(scene, { standalone: false }).replace("<svg ", `<svg x="${x}" y="${TITLE_PX}" `);
    const title = escapeMarkup(titles[i] ?? "");
    return `<text class="heading" x="${x + MARGIN_PX}" y="34">${title}</text>\n${inner.trimEnd()}`;
  });
  const style = [PAIR_STYLE, ...stylesAtLines(scenes)].join("\n");
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="lightcone" width="${width}" height="${height}" ` +
      `viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(titles.join(", "))}">`,
    `<style>\n${standaloneStyle(style)}\n</style>`,
    `<rect class="paper" width="${width}" height="${height}" rx="8"/>`,
    ...drawn,
    ...key,
    "</svg>",
  ].join("\n")}\n`;
}

/** The height of the line below that says what a ring means. */
const KEY_PX = 30;

function differsSomewhere({ marks }: Scene): boolean {
  return marks.some(({ differs }) => differs === true);
}

function keyAt(y: number): string {
  const [x, middle] = [MARGIN_PX + 8, y + KEY_PX / 2 - 8];
  return (
    `<circle class="differs" cx="${x}" cy="${middle}" r="8"/>` +
    `<text class="quiet" x="${x + 16}" y="${middle + 4}">first difference to its process</text>`
  );
}
