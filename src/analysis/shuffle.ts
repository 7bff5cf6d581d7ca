/**
 * Causal shuffles: the steps of an execution in another order that respects causality. Each is an execution,
 * too, with the same S|p for every process: nobody can tell them apart, and they lead to the same
 * configuration (H. Attiya and J. Welch, *Distributed Computing*, section 6.1).
 */
import { at } from "../base/assert.ts";
import type { Random } from "../base/random.ts";
import type { Schedule } from "../model/index.ts";
import type { CausalSteps } from "./causalSteps.ts";
import { eventsOf, firstCut, stepsAfter } from "./cuts.ts";

/** A causal shuffle: of all steps that may be next, one is drawn, again and again. */
export function causalShuffle(all: CausalSteps, random: Random): Schedule {
  const order: number[] = [];
  let cut = firstCut(all);
  for (let next = stepsAfter(all, cut); next.length > 0; next = stepsAfter(all, cut)) {
    const drawn = at(next, random.below(next.length));
    const { thread } = at(all.steps, drawn);
    cut = cut.with(thread, at(cut, thread) + 1);
    order.push(drawn);
  }
  return { inputs: all.execution.inputs, events: eventsOf(all, order) };
}

/** Whether there is no other order: along this one, there is never more than one step that may be next. */
export function isTotallyOrdered(all: CausalSteps): boolean {
  let cut = firstCut(all);
  for (const { thread } of all.steps) {
    if (stepsAfter(all, cut).length > 1) return false;
    cut = cut.with(thread, at(cut, thread) + 1);
  }
  return true;
}
