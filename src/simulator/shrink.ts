/**
 * Making a violating schedule short: first with fewer steps, then with fewer failures within them, then with
 * fewer switches between processes. A
 * candidate is a list of steps; a run follows it, passing over what is not enabled any more. It is as good as
 * what it does: if the property is violated, the steps that were really taken are the new list.
 *
 * Source: A. Zeller, R. Hildebrandt, Simplifying and isolating failure-inducing input, IEEE Transactions on
 * Software Engineering 28(2), 2002 (delta debugging); section 4.3 for leaving out ever smaller parts.
 */
import { isFault, type Event } from "../model/event/event.ts";
import type { Schedule } from "../model/transition/execution.ts";
import { Trials, type Shrinking, type TakenStep, type Violation } from "./trials.ts";

/** The size of a schedule. */
interface Size {
  readonly steps: number;
  /** The number of steps that another process takes than the step before. */
  readonly switches: number;
}

/** A schedule that has been shrunk. */
export interface Shrunk extends Size {
  /** The schedule, which violates the property at its end. */
  readonly schedule: Schedule;
  /** The size of the schedule as it was. */
  readonly before: Size;
  /** Whether no single step can be left out: false if the effort ended first. */
  readonly isMinimal: boolean;
}

/** Shrinks a schedule that violates a property. */
export function shrink(shrinking: Shrinking): Shrunk {
  const { schedule } = shrinking;
  const trials = new Trials(shrinking);
  const { steps } = trials;
  const before = sizeOf(steps);
  const first = trials.run(steps);
  if (first === undefined) return { schedule, ...before, before, isMinimal: false };
  const calm = fewerSwitches(trials, fewerFaults(trials, fewerSteps(trials, first)));
  return {
    schedule: { inputs: schedule.inputs, events: calm.events },
    ...sizeOf(calm.steps),
    before,
    isMinimal: !trials.isOver,
  };
}

function fewerSteps(trials: Trials, start: Violation): Violation {
  let best = start;
  for (let size = Math.max(1, best.steps.length >> 1); size > 0 && !trials.isOver;) {
    const before = best.steps.length;
    for (let from = best.steps.length - size; from > -size && !trials.isOver; from -= size) {
      const found = trials.run(best.steps.toSpliced(Math.max(0, from), size + Math.min(0, from)));
      if (found !== undefined && found.steps.length < best.steps.length) best = found;
      from = Math.min(from, best.steps.length);
    }
    // With single steps, begin again until none can be left out.
    if (size > 1 || best.steps.length === before) size >>= 1;
  }
  return best;
}

/** Leaves out failures within steps, while there are others to do without. */
function fewerFaults(trials: Trials, start: Violation): Violation {
  for (const steps of trials.calmer(start.steps)) {
    if (trials.isOver) break;
    const found = trials.run(steps);
    const isBetter =
      found !== undefined &&
      found.steps.length <= start.steps.length &&
      faultsOf(found.events) < faultsOf(start.events);
    if (isBetter) return fewerFaults(trials, found);
  }
  return start;
}

function faultsOf(events: readonly Event[]): number {
  return events.filter(isFault).length;
}

function fewerSwitches(trials: Trials, start: Violation): Violation {
  let best = start;
  for (let i = 1; i < best.steps.length && !trials.isOver; i++) {
    const process = best.steps[i - 1]?.process;
    for (let j = i + 1; j < best.steps.length && best.steps[i]?.process !== process; j++) {
      const later = best.steps[j] as TakenStep;
      if (later.process !== process) continue;
      const found = trials.run(best.steps.toSpliced(j, 1).toSpliced(i, 0, later));
      const isBetter =
        found !== undefined &&
        found.steps.length <= best.steps.length &&
        sizeOf(found.steps).switches < sizeOf(best.steps).switches;
      if (isBetter) best = found;
    }
  }
  return best;
}

/** The size of a list of steps. */
function sizeOf(steps: readonly TakenStep[]): Size {
  return {
    steps: steps.length,
    switches: steps.filter(({ process }, i) => i > 0 && steps[i - 1]?.process !== process).length,
  };
}
