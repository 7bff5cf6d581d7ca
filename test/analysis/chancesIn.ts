/** The chances of a property of a system, for tests. */
import type { System } from "lightcone";
import { Chances } from "lightcone/analysis";
import { exploredGraph, type ExploredGraph } from "lightcone/explorer";
import { expect } from "vitest";
import { at } from "../../src/base/assert.ts";
import { propertiesOf, termsOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";

/** The graph of a system, which must not be cut off. */
export function graphOf(made: System): ExploredGraph {
  const graph = exploredGraph(made);
  if (graph === undefined) throw new Error("there was no limit");
  return graph;
}

/** The truths are asked of the model's configurations, and not of the tables. */
export function chancesIn(made: System, name: string, graph = graphOf(made)): Chances {
  const property = at(propertiesOf(made, [name]), 0);
  const { waiting, isWanted } = property.kind;
  const known: boolean[][] = [];
  const truthsAt = (node: number): boolean[] => {
    const view = viewOfConfiguration(made, graph.network.configuration(graph.valuesOf(node)));
    return property.predicates.map((predicate) => predicate(view));
  };
  const question = {
    ...(waiting === undefined ? {} : { waiting }),
    ...(isWanted === undefined ? {} : { isWanted }),
    truthsIn: (node: number) => (known[node] ??= truthsAt(node)),
  };
  const chances = new Chances(graph, termsOf(property), { question });
  expect(chances.isSound).toBe(true);
  return chances;
}
