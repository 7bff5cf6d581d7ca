/** The configurations of a system and the steps between them, by the model alone, as texts. */
import {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  type Configuration,
  type Event,
  type System,
} from "lightcone";
import { settlements } from "../../src/model/transition/transition.ts";
import { stepsFrom } from "./views.ts";

/** A configuration, and where its steps lead to. */
export interface ModelNode {
  readonly configuration: Configuration;
  readonly isInitial: boolean;
  readonly steps: { readonly events: readonly Event[]; readonly to: string }[];
}

/** All configurations, by their texts; undefined if there are more than `max`. */
export function modelGraphOf(system: System, max: number): Map<string, ModelNode> | undefined {
  const nodes = new Map<string, ModelNode>();
  const add = (configuration: Configuration, isInitial: boolean): string => {
    const text = formatConfiguration(configuration);
    if (!nodes.has(text)) nodes.set(text, { configuration, isInitial, steps: [] });
    return text;
  };
  for (const inputs of inputVectors(system))
    for (const { settled } of settlements(system, initialConfiguration(system, inputs))) add(settled, true);
  for (const { configuration, steps } of nodes.values()) {
    for (const { settled, events } of stepsFrom(system, configuration))
      steps.push({ events, to: add(settled, false) });
    if (nodes.size > max) return undefined;
  }
  return nodes;
}

/** All that can be reached from a node, itself included. */
export function reachableIn(nodes: ReadonlyMap<string, ModelNode>, from: string): Set<string> {
  const reached = new Set([from]);
  for (const text of reached) for (const { to } of nodes.get(text)?.steps ?? []) reached.add(to);
  return reached;
}
