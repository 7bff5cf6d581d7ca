/** The greatest probability with which an adversary comes to some nodes. */
import { EndComponents } from "../explorer/endless/endComponents.ts";
import { leadingTo, parts, surelyLeadingTo, type ChancyGraph } from "./chancyGraph.ts";
import { valuesOf } from "./collapsed.ts";
import type { ValueBounds } from "./intervalIteration.ts";

/**
 * The greatest probability of coming to one of some nodes, from each node. Where it is 0 or 1 is found from
 * the graph alone, and exact; the rest is interval iteration, with end components collapsed (Haddad and
 * Monmege 2014).
 */
export function greatestProbability(graph: ChancyGraph, goal: Uint8Array): ValueBounds {
  const [some, sure] = [leadingTo(graph, goal), surelyLeadingTo(graph, goal)];
  const settled = Float64Array.from(some, (one, node) => {
    if (sure[node] === 1) return 1;
    return one === 0 ? 0 : Number.NaN;
  });
  const open = Int32Array.from(settled.keys()).filter((node) => Number.isNaN(settled[node]));
  const components = new EndComponents(graph).of(open);
  return valuesOf({ ...parts(graph), settled, components }, "greatest", 1);
}
