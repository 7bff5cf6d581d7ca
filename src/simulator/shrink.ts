/**
 * Making a violating schedule short: first with fewer steps, then with fewer switches between processes. A
 * candidate is a list of triggers; a run follows it, passing over what is not enabled any more. It is as
 * good as what it does: if the property is violated, the steps that were really taken are the new list.
 *
 * Source: A. Zeller, R. Hildebrandt, Simplifying and isolating failure-inducing input, IEEE Transactions on
 * Software Engineering 28(2), 2002 (delta debugging); section 4.3 for leaving out ever smaller parts.
 */
import { isTrigger, type Event, type Trigger } from "../model/event.ts";
import type { InputVector } from "../model/configuration.ts";
import type { Schedule } from "../model/execution.ts";
import { scripted } from "./adversary/scripted.ts";
import { roundRobin } from "./adversary/roundRobin.ts";
import { Judge } from "./judge.ts";
import type { Layout } from "./layout.ts";
import { Misstep, Run } from "./run.ts";
import { RunUnderWay } from "./runUnderWay.ts";

/** What is to be shrunk, and how hard to try. */
export interface Shrinking {
  readonly layout: Layout;
  readonly property: string;
  readonly schedule: Schedule;
  /** An invariant is judged after every so many steps of a candidate, and at its end. */
  readonly stride: number;
  /** Candidates may take so many steps in all; a start step counts, and so does a look at a process. */
  readonly effortMax: number;
}

/** A schedule that has been shrunk. */
export interface Shrunk {
  readonly schedule: Schedule;
  /** Whether no single step can be left out: false if the effort ended first. */
  readonly isMinimal: boolean;
}

/** Shrinks a schedule that violates a property. */
export function shrink(shrinking: Shrinking): Shrunk {
  const { schedule } = shrinking;
  const trials = new Trials(shrinking);
  const first = trials.run(schedule.events.filter(isTrigger));
  if (first === undefined) return { schedule, isMinimal: false };
  const short = fewerSteps(trials, first);
  const calm = fewerSwitches(trials, short);
  return { schedule: { inputs: schedule.inputs, events: calm.events }, isMinimal: !trials.isOver };
}

/** A candidate that violates the property: all its events, and its triggers alone. */
interface Violation {
  readonly events: readonly Event[];
  readonly triggers: readonly Trigger[];
}

function fewerSteps(trials: Trials, start: Violation): Violation {
  let best = start;
  for (let size = best.triggers.length >> 1; size > 0 && !trials.isOver;) {
    const before = best.triggers.length;
    for (let from = best.triggers.length - size; from > -size && !trials.isOver; from -= size) {
      const found = trials.run(best.triggers.toSpliced(Math.max(0, from), size + Math.min(0, from)));
      if (found !== undefined && found.triggers.length < best.triggers.length) best = found;
      from = Math.min(from, best.triggers.length);
    }
    // With single steps, begin again until none can be left out.
    if (size > 1 || best.triggers.length === before) size >>= 1;
  }
  return best;
}

function fewerSwitches(trials: Trials, start: Violation): Violation {
  let best = start;
  for (let i = 1; i < best.triggers.length && !trials.isOver; i++) {
    const process = best.triggers[i - 1]?.process;
    for (let j = i + 1; j < best.triggers.length && best.triggers[i]?.process !== process; j++) {
      const later = best.triggers[j] as Trigger;
      if (later.process !== process) continue;
      const found = trials.run(best.triggers.toSpliced(j, 1).toSpliced(i, 0, later));
      const isBetter =
        found !== undefined &&
        found.triggers.length <= best.triggers.length &&
        switches(found.triggers) < switches(best.triggers);
      if (isBetter) best = found;
    }
  }
  return best;
}

/** How often a step is taken by another process than the step before it. */
export function switches(triggers: readonly Trigger[]): number {
  return triggers.filter(({ process }, i) => i > 0 && triggers[i - 1]?.process !== process).length;
}

/** Runs of candidates, until the effort ends. */
class Trials {
  private readonly layout: Layout;
  private readonly inputs: InputVector;
  private readonly judge: Judge;
  private readonly mustEnd: boolean;
  private readonly stride: number;
  private effort: number;

  constructor({ layout, property, schedule, stride, effortMax }: Shrinking) {
    this.layout = layout;
    this.inputs = schedule.inputs;
    this.judge = new Judge(layout.system, [property]);
    this.mustEnd = this.judge.properties[0]?.kind === "eventually";
    this.stride = this.mustEnd ? 1 : stride;
    this.effort = effortMax;
  }

  get isOver(): boolean {
    return this.effort <= 0;
  }

  /**
   * What a run does that follows a list of triggers, if it violates the property. Something that never
   * becomes true shows only when nothing is enabled any more, so there the run goes on to its end.
   */
  run(triggers: readonly Trigger[]): Violation | undefined {
    const { system } = this.layout;
    const run = new Run(this.layout, this.inputs, { recorded: true });
    const situation = run.tickets;
    const nothing = { next: () => 0, below: () => 0 };
    const beginning = { situation, random: nothing, eventsMax: 0, parameter: 0 };
    const afterwards = this.mustEnd ? { afterwards: roundRobin.begin(beginning) } : {};
    const adversary = scripted({ system, situation, triggers, ...afterwards });
    const under = new RunUnderWay(run, 0, adversary);
    const ending = this.ending(under, 2 * triggers.length + EXTRA_STEPS);
    const { length } = system.processes;
    this.effort -= length + run.steps * (1 + length / this.stride);
    const events = run.record ?? [];
    return ending === "violation" ? { events, triggers: events.filter(isTrigger) } : undefined;
  }

  private ending(under: RunUnderWay, steps: number): string | undefined {
    try {
      return under.go(this.judge, { steps, stride: this.stride, eventsMax: Infinity })?.ending;
    } catch (error) {
      // What a candidate does wrong is not what is looked for.
      if (error instanceof Misstep) return undefined;
      throw error;
    }
  }
}

/** A candidate may take so many steps more than twice those it was given. */
const EXTRA_STEPS = 1_000;
