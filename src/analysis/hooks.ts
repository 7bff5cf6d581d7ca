/**
 * Hooks: a bivalent configuration in which the same step of a process decides one value if it is taken now,
 * and another one if a step of another process comes first. Where a step settles a decision, there is one (M.
 * Fischer, N. Lynch and M. Paterson, *Impossibility of Distributed Consensus with One Faulty Process*, 1985,
 * lemma 3; the name is that of T. Chandra, V. Hadzilacos and S. Toueg, *The Weakest Failure Detector for
 * Solving Consensus*, 1996, section 5). What the two steps do in one another's way is what decides.
 */
import type { ExploredGraph } from "../explorer/index.ts";
import { formatEvent, isFault, type Event } from "../model/index.ts";
import { accessedIn } from "../model/event/event.ts";
import { isBivalent, type Valences } from "./valences.ts";

/** A hook: its configuration, and the edges of the two steps from there and of the one that comes late. */
export interface Hook {
  readonly node: number;
  /** The step that decides if it is taken at once. */
  readonly early: number;
  /** The step of another process, and where it leads. */
  readonly other: number;
  /** The first step again, after the other: it decides otherwise. */
  readonly late: number;
}

/** The greatest number of configurations that are looked at. */
const NODES_MAX = 10_000;

/** A step by a process. */
interface OwnStep {
  readonly edge: number;
  readonly to: number;
  readonly trigger: Event;
  readonly process: string;
}

/** The first hook at some bivalent configurations; undefined if there is none at the first 10,000. */
export function hookAt(graph: ExploredGraph, { sets }: Valences, nodes: Iterable<number>): Hook | undefined {
  const valence = (node: number): number => sets[node] as number;
  let looked = 0;
  for (const node of nodes) {
    if (++looked > NODES_MAX) return undefined;
    const steps = ownSteps(graph, node);
    for (const early of steps) {
      if (isBivalent(valence(early.to))) continue;
      for (const other of steps) {
        if (other.process === early.process) continue;
        const late = ownSteps(graph, other.to).find(
          (one) =>
            isSameStep(early, one) && !isBivalent(valence(one.to)) && valence(one.to) !== valence(early.to),
        );
        if (late !== undefined) return { node, early: early.edge, other: other.edge, late: late.edge };
      }
    }
  }
  return undefined;
}

/** The steps of processes from a configuration. Failures are no steps, nor is what the whole system does. */
function ownSteps(graph: ExploredGraph, node: number): OwnStep[] {
  const first = graph.first[node] as number;
  return graph.eventsFrom(node).flatMap(([trigger], i) => {
    if (trigger === undefined || isFault(trigger) || !("process" in trigger)) return [];
    const [edge, { process }] = [first + i, trigger];
    return [{ edge, to: graph.to[edge] as number, trigger, process }];
  });
}

/** Whether steps are the same to take: of one process, upon the same, or at the same object. */
function isSameStep({ trigger: a, process }: OwnStep, { trigger: b, process: other }: OwnStep): boolean {
  if (process !== other || a.kind !== b.kind) return false;
  const [object, ...objects] = accessedIn(a);
  if (object === undefined) return formatEvent(a) === formatEvent(b);
  return [object, ...objects].join() === accessedIn(b).join();
}
