/**
 * The layout of a graph of configurations, by dagre: a layer for each number of steps. Arrows that lead on
 * are laid out with the boxes; what leads back, or aside, goes beside them. It is loaded when a picture is
 * wanted.
 */
import type { graphlib } from "@dagrejs/dagre";
import { at } from "../base/assert.ts";
import { BOX_LINE_PX, GRAPH_HEAD_PX, toneOf, valenceText } from "../diagram/index.ts";
import type { DrawnArrow, DrawnBox, DrawnGraph, GraphPixel } from "../diagram/index.ts";
import type { GraphArrow, GraphBox, GraphPictureReport } from "../host/node/graphBoxes.ts";
import { counted } from "./amounts.ts";

const LETTER_PX = 7.2;
const [LEFT_PX, MARGIN_PX] = [56, 24];
/** The room above a graph that has no heading. */
const PAGE_HEAD_PX = 30;
/** An arrow begins and ends so far from the corners of boxes, at least. */
const CORNER_PX = 14;
/** The number of events of a step that a pointer is told. */
const EVENTS_MAX = 6;
/** The name, for dagre, of what stands above all, so that each box is in the layer of its own. */
const ABOVE = "above";

/** Lays a graph out. */
export async function laidOutGraph(
  report: GraphPictureReport,
  texts: Pick<DrawnGraph, "title" | "subtitle">,
): Promise<DrawnGraph> {
  const { default: dagre } = await import("@dagrejs/dagre");
  const { arrows } = report;
  const boxes = report.boxes.map((box, i) => ({
    box,
    lines: linesOf(box, { values: report.values, number: i + 1 }),
  }));
  const depths = [...new Set(report.boxes.map(({ depth }) => depth))].sort((a, b) => a - b);
  const layers = report.boxes.map(({ depth }) => depths.indexOf(depth));
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 26, ranksep: 44, edgesep: 12 });
  graph.setNode(ABOVE, { width: 1, height: 1 });
  for (const [i, { lines }] of boxes.entries()) graph.setNode(`${i}`, sizeOf(lines));
  const isOn = ({ from, to }: GraphArrow): boolean => at(layers, to) > at(layers, from);
  for (const arrow of arrows) {
    if (!isOn(arrow)) continue;
    const [from, to] = [`${arrow.from}`, `${arrow.to}`];
    graph.setEdge(from, to, { minlen: at(layers, arrow.to) - at(layers, arrow.from) });
  }
  for (const [i, layer] of layers.entries())
    if ((graph.inEdges(`${i}`) ?? []).length === 0) graph.setEdge(ABOVE, `${i}`, { minlen: layer + 1 });
  dagre.layout(graph);
  return drawnGraph(graph, { ...texts, arrows, boxes, isOn, report });
}

interface DagrePoint {
  readonly x: number;
  readonly y: number;
}

/** The parts of a drawing that dagre does not know. */
interface Parts extends Pick<DrawnGraph, "title" | "subtitle"> {
  readonly arrows: readonly GraphArrow[];
  readonly boxes: readonly { readonly box: GraphBox; readonly lines: readonly string[] }[];
  readonly report: GraphPictureReport;
  isOn(arrow: GraphArrow): boolean;
}

function drawnGraph(
  graph: graphlib.Graph,
  { title, subtitle, arrows, boxes, isOn, report }: Parts,
): DrawnGraph {
  const top = Math.min(...boxes.map((_, i) => graph.node(`${i}`).y - graph.node(`${i}`).height / 2));
  const place = ({ x, y }: DagrePoint): GraphPixel => [
    Math.round(x + LEFT_PX),
    Math.round(y - top + (title === "" ? PAGE_HEAD_PX : GRAPH_HEAD_PX)),
  ];
  const drawn = boxes.map(({ box, lines }, i): DrawnBox => {
    const { isInitial, isEnd, refuted, valence } = box;
    const tone = toneOf(valence, report.values);
    const { width, height } = graph.node(`${i}`);
    const isRefuted = refuted.length > 0;
    return { at: place(graph.node(`${i}`)), width, height, lines, tone, isInitial, isEnd, isRefuted };
  });
  const ways = arrows.map((arrow): DrawnArrow => {
    const about = aboutArrow(arrow);
    if (!isOn(arrow))
      return { points: wayBack(at(drawn, arrow.from), at(drawn, arrow.to)), isBack: true, about };
    const { points } = graph.edge(`${arrow.from}`, `${arrow.to}`) as {
      readonly points: readonly DagrePoint[];
    };
    const ends = [at(drawn, arrow.from), at(drawn, arrow.to)] as const;
    return { points: wayOn(points.map(place), ends), isBack: false, about };
  });
  const layers = new Map(drawn.map(({ at: [, y] }, i) => [at(boxes, i).box.depth, y]));
  const reached = [
    ...drawn.map(({ at: [x], width }) => x + width / 2),
    ...ways.flatMap(({ points }) => points.map(([x]) => x)),
  ];
  return {
    title,
    subtitle,
    width: Math.max(...reached, 22 + 6 * subtitle.length) + MARGIN_PX,
    height: Math.max(...drawn.map(({ at: [, y], height }) => y + height / 2)) + MARGIN_PX,
    boxes: drawn,
    arrows: ways,
    layers: [...layers].map(([steps, y]) => ({ steps, y })),
  };
}

/** The way from the bottom of one box to the top of another, through the points between. */
function wayOn(points: readonly GraphPixel[], [from, to]: readonly [DrawnBox, DrawnBox]): GraphPixel[] {
  const within = ({ at: [x], width }: DrawnBox, wished: number): number => {
    const most = width / 2 - CORNER_PX;
    return Math.round(Math.min(x + most, Math.max(x - most, wished)));
  };
  const [[firstX] = from.at, ...rest] = points;
  const [lastX] = rest.at(-1) ?? to.at;
  return [
    [within(from, firstX), Math.round(from.at[1] + from.height / 2)],
    ...rest.slice(0, -1),
    [within(to, lastX), Math.round(to.at[1] - to.height / 2)],
  ];
}

/** The way from the side of one box to that of another, beside both. */
function wayBack(from: DrawnBox, to: DrawnBox): GraphPixel[] {
  const side = ({ at: [x, y], width }: DrawnBox, by: number): GraphPixel => [
    Math.round(x + width / 2),
    y + by,
  ];
  const [begin, end] = [side(from, -5), side(to, 5)];
  const beside = Math.max(begin[0], end[0]) + 18;
  return [begin, [beside, begin[1]], [beside, end[1]], end];
}

/** The lines in a box: what can be decided, what is shown, and how much it stands for; or its number. */
function linesOf(
  { configurations, decided, states, valence, refuted }: GraphBox,
  { values, number }: { readonly values: readonly string[]; readonly number: number },
): string[] {
  const told = [
    ...(values.length === 0 ? [] : [valenceText(valence)]),
    ...(decided.length === 0 ? [] : [`decided: ${decisionText(decided)}`]),
    ...states.map((state) => decisionText([state])),
    ...refuted.map((property) => `✗ ${property}`),
  ];
  const size = configurations === 1 ? [] : [counted(configurations, "configuration")];
  return told.length + size.length === 0 ? [`${number}`] : [...told, ...size];
}

/** The decisions of processes, or what they hold, in few words: `p1 0 · p2 0`. */
export function decisionText(decided: GraphBox["decided"]): string {
  return decided.map(({ process, value }) => `${process} ${value}`).join(" · ");
}

function sizeOf(lines: readonly string[]): { width: number; height: number } {
  const longest = Math.max(...lines.map(({ length }) => length));
  return { width: Math.round(longest * LETTER_PX) + 22, height: lines.length * BOX_LINE_PX + 16 };
}

function aboutArrow({ steps, events }: GraphArrow): string {
  const shown = events.slice(0, EVENTS_MAX).join("; ");
  const more = events.length > EVENTS_MAX ? "; …" : "";
  return `${steps === 1 ? "" : `${counted(steps, "step")}, such as: `}${shown}${more}`;
}
