/** The layout of a configuration graph, by dagre: layers from above to below. */
import dagre from "@dagrejs/dagre";
import type { ConfigurationGraph } from "../conversation.ts";

/** A graph, laid out in pixels. */
export interface GraphPlan {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly { readonly number: number; readonly x: number; readonly y: number }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly path: string }[];
}

const MARGIN = 40;

/** Lays out a graph. */
export function planOfGraph({ nodes, edges }: ConfigurationGraph): GraphPlan {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 34, ranksep: 46, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const number of nodes.keys()) graph.setNode(`${number}`, { width: 18, height: 18 });
  for (const [from, to] of edges) graph.setEdge(`${from}`, `${to}`);
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: width + 60,
    height,
    nodes: [...nodes.keys()].map((number) => {
      const { x, y } = graph.node(`${number}`);
      return { number, x, y };
    }),
    edges: edges.map(([from, to]) => ({ from, to, path: curve(graph.edge(`${from}`, `${to}`).points) })),
  };
}

/** A smooth way through points. */
function curve(points: readonly { readonly x: number; readonly y: number }[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let path = `M${first.x} ${first.y}`;
  let last = first;
  for (const point of rest) {
    const middle = (last.y + point.y) / 2;
    path += `C${last.x} ${middle} ${point.x} ${middle} ${point.x} ${point.y}`;
    last = point;
  }
  return path;
}
