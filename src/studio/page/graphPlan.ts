/**
 * The layout of a configuration graph: a layer for each number of steps, from above to below. Within a layer,
 * configurations stand where their neighbours in the layers beside it would have them (the barycentre method:
 * Sugiyama, Tagawa, Toda 1981).
 */
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
/** The distance between two configurations of a layer; in small graphs there is room for words. */
const [BESIDE_PX, ROOMY_PX] = [36, 84];
/** The number of configurations in a layer up to which a graph is small. */
const SMALL_MAX = 7;
const LAYER_PX = 84;
/** The number of times that layers are gone through, down and up in turn. */
const SWEEPS = 16;

/** Lays out a graph. */
export function planOfGraph({ nodes, edges }: ConfigurationGraph): GraphPlan {
  const depths = [...new Set(nodes.map(({ depth }) => depth))].sort((a, b) => a - b);
  const layerOf = nodes.map(({ depth }) => depths.indexOf(depth));
  const layers = depths.map((_, layer) => [...nodes.keys()].filter((number) => layerOf[number] === layer));
  const beside = layers.every(({ length }) => length <= SMALL_MAX) ? ROOMY_PX : BESIDE_PX;
  const x = columnsOf({ layers, layerOf, beside }, edges);
  const left = Math.min(...x);
  const place = (number: number): readonly [number, number] => [
    at(x, number) - left + MARGIN,
    at(layerOf, number) * LAYER_PX + MARGIN,
  ];
  return {
    width: Math.max(...x) - left + 2 * MARGIN + 60,
    height: (layers.length - 1) * LAYER_PX + 2 * MARGIN,
    nodes: [...nodes.keys()].map((number) => ({ number, x: place(number)[0], y: place(number)[1] })),
    edges: edges.map(([from, to]) => {
      const isBack = at(layerOf, to) <= at(layerOf, from);
      return { from, to, path: curve(place(from), place(to), isBack), isBack };
    }),
  };
}

/** The configurations of each layer, the layer of each, and the distance of two that stand side by side. */
interface Layers {
  readonly layers: readonly (readonly number[])[];
  readonly layerOf: readonly number[];
  readonly beside: number;
}

/** The column of each configuration, in pixels. */
function columnsOf({ layers, layerOf, beside }: Layers, edges: ConfigurationGraph["edges"]): number[] {
  const x = layerOf.map(() => 0);
  for (const layer of layers)
    for (const [i, number] of layer.entries()) x[number] = (i - (layer.length - 1) / 2) * beside;
  const near = layerOf.map((): [above: number[], below: number[]] => [[], []]);
  for (const [from, to] of edges) {
    if (at(layerOf, to) !== at(layerOf, from) + 1) continue;
    at(near, to)[0].push(from);
    at(near, from)[1].push(to);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0;
    for (const layer of isDown ? layers : layers.toReversed()) {
      const wishes = layer.map((number) => {
        const others = at(near, number)[isDown ? 0 : 1];
        const middle = others.reduce((sum, other) => sum + at(x, other), 0) / others.length;
        return { number, wish: others.length === 0 ? at(x, number) : middle };
      });
      wishes.sort((a, b) => a.wish - b.wish);
      const placed = spread(
        wishes.map(({ wish }) => wish),
        beside,
      );
      for (const [i, { number }] of wishes.entries()) x[number] = at(placed, i);
    }
  }
  return x;
}

/**
 * The places that are as near as possible to ascending wishes, each so far after the one before: blocks that
 * would overlap become one, at the mean of what they wish (pool adjacent violators).
 */
function spread(wishes: readonly number[], beside: number): number[] {
  const blocks: { sum: number; count: number }[] = [];
  for (const [i, wish] of wishes.entries()) {
    let block = { sum: wish - i * beside, count: 1 };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum / last.count <= block.sum / block.count) break;
      block = { sum: block.sum + last.sum, count: block.count + last.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks
    .flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count))
    .map((begin, i) => begin + i * beside);
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
