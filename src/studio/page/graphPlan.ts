/**
 * The layout of a configuration graph: a layer for each number of steps, from above to below. The steps that
 * lead on to the next layer are laid out by dagre; what leads back, or aside, is drawn on top of that.
 */
import dagre from "@dagrejs/dagre";
import { at } from "../../base/assert.ts";
import type { ConfigurationGraph } from "../conversation.ts";

/** A graph, laid out in pixels. */
export interface GraphPlan {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly { readonly number: number; readonly x: number; readonly y: number }[];
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly path: string;
    /** Whether it leads to a layer where one was before, or stays in its own. */
    readonly isBack: boolean;
  }[];
}

const MARGIN = 44;
/** The room beside a configuration; in small graphs there is some for words. */
const [BESIDE_PX, ROOMY_PX] = [18, 66];
/** The number of configurations in a layer up to which a graph is small. */
const SMALL_MAX = 7;
const LAYER_PX = 84;
const NODE_PX = 18;
/** The name, for dagre, of what stands above all, so that each configuration is in the layer of its own. */
const ABOVE = "above";

/** Lays out a graph. */
export function planOfGraph({ nodes, edges }: ConfigurationGraph): GraphPlan {
  const depths = [...new Set(nodes.map(({ depth }) => depth))].sort((a, b) => a - b);
  const layers = nodes.map(({ depth }) => depths.indexOf(depth));
  const x = columnsOf(layers, edges);
  const left = Math.min(...x);
  const place = (number: number): Pixels => [
    at(x, number) - left + MARGIN,
    at(layers, number) * LAYER_PX + MARGIN,
  ];
  return {
    width: Math.max(...x) - left + 2 * MARGIN + 60,
    height: (depths.length - 1) * LAYER_PX + 2 * MARGIN,
    nodes: [...nodes.keys()].map((number) => ({ number, x: place(number)[0], y: place(number)[1] })),
    edges: edges.map(([from, to]) => {
      const isBack = at(layers, to) <= at(layers, from);
      return { from, to, path: curve(place(from), place(to), isBack), isBack };
    }),
  };
}

/** The column of each configuration, in pixels, given its layer. */
function columnsOf(layers: readonly number[], edges: ConfigurationGraph["edges"]): number[] {
  const sizes = layers.map((layer) => layers.filter((other) => other === layer).length);
  const nodesep = Math.max(...sizes) <= SMALL_MAX ? ROOMY_PX : BESIDE_PX;
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep, ranksep: NODE_PX, edgesep: 0 });
  graph.setNode(ABOVE, { width: 0, height: 0 });
  for (const number of layers.keys()) graph.setNode(`${number}`, { width: NODE_PX, height: NODE_PX });
  const isReached = new Set<number>();
  for (const [from, to] of edges) {
    if (at(layers, to) !== at(layers, from) + 1) continue;
    graph.setEdge(`${from}`, `${to}`, {});
    isReached.add(to);
  }
  for (const [number, layer] of layers.entries())
    if (!isReached.has(number)) graph.setEdge(ABOVE, `${number}`, { minlen: layer + 1, weight: 0 });
  dagre.layout(graph);
  return [...layers.keys()].map((number) => graph.node(`${number}`).x);
}

type Pixels = readonly [x: number, y: number];

/** The way of a step: down to the next layer, or in a bow beside what lies between. */
function curve([x, y]: Pixels, [toX, toY]: Pixels, isBack: boolean): string {
  const middle = (y + toY) / 2;
  if (!isBack) return `M${x} ${y + 8}C${x} ${middle} ${toX} ${middle} ${toX} ${toY - 8}`;
  if (y === toY) return `M${x} ${y - 8}C${x} ${y - 42} ${toX} ${y - 42} ${toX} ${y - 8}`;
  const out = Math.max(x, toX) + 26 + Math.min(60, (y - toY) / 6);
  return `M${x + 8} ${y}C${out} ${y} ${out} ${toY} ${toX + 8} ${toY}`;
}
