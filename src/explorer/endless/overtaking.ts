/**
 * Overtaking: a walk along which a process waits while another has its turn more than so many times. For each
 * other process the graph is gone through level by level: on a level are the configurations in which the
 * process may be, still waiting, when the other has had so many turns, and a turn leads from one level to the
 * next. The fewest levels are reached first, each by the fewest steps from the one before.
 */
import { OTHERS, isKeptWaiting } from "../../properties/kinds/boundedWaiting.ts";
import type { Truths } from "../../properties/kinds/kind.ts";
import type { Way } from "./lasso.ts";

/** Configurations by number, and their steps. */
interface StepsBetween {
  readonly size: number;
  /** The position of the first edge of each configuration; one more, for the end. */
  readonly first: ArrayLike<number>;
  /** The configuration that each edge leads to. */
  readonly to: ArrayLike<number>;
}

const NOBODY = -1;

/** A shortest walk in which another has one turn more than `bound`; undefined if there is none. */
export function overtaking(graph: StepsBetween, truths: readonly Truths[], bound: number): Way | undefined {
  const others = (truths[0]?.length ?? OTHERS) - OTHERS;
  let best: Way | undefined;
  for (let other = OTHERS; other < OTHERS + others; other++) {
    const found = overtakingBy(graph, truths, { other, bound });
    if (found !== undefined && (best === undefined || found.edges.length < best.edges.length)) best = found;
  }
  return best;
}

function overtakingBy(
  { size, first, to }: StepsBetween,
  truths: readonly Truths[],
  { other, bound }: { readonly other: number; readonly bound: number },
): Way | undefined {
  const isKept = truths.map(isKeptWaiting);
  /** The place before each place, a level and a configuration; its own number for a beginning. */
  const before = new Map<number, number>();
  const edgeTo = new Map<number, number>();
  let places: number[] = [];
  for (let node = 0; node < size; node++) {
    if (isKept[node] !== true) continue;
    before.set(node, node);
    places.push(node);
  }
  while (places.length > 0) {
    const next: number[] = [];
    for (const place of places) {
      const node = place % size;
      for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
        const there = to[edge] as number;
        if (isKept[there] !== true) continue;
        const isTurn = truths[node]?.[other] === false && truths[there]?.[other] === true;
        const at = place - node + there + (isTurn ? size : 0);
        if (before.has(at)) continue;
        before.set(at, place);
        edgeTo.set(at, edge);
        if (at >= (bound + 1) * size) return wayTo(at, size, { before, edgeTo });
        next.push(at);
      }
    }
    places = next;
  }
  return undefined;
}

function wayTo(
  end: number,
  size: number,
  { before, edgeTo }: { readonly before: Map<number, number>; readonly edgeTo: Map<number, number> },
): Way {
  const nodes = [end % size];
  const edges: number[] = [];
  let at = end;
  for (let from = before.get(at) ?? at; from !== at; from = before.get(at) ?? at) {
    edges.unshift(edgeTo.get(at) ?? NOBODY);
    nodes.unshift(from % size);
    at = from;
  }
  return { nodes, edges };
}
