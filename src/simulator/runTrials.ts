/** Trying candidates for shorter schedules of plain systems. */
import type { InputVector } from "../model/configuration.ts";
import { isTrigger, type Trigger } from "../model/event.ts";
import type { Schedule } from "../model/execution.ts";
import { roundRobin } from "./adversary/roundRobin.ts";
import { scripted } from "./adversary/scripted.ts";
import { Judge } from "./judge.ts";
import type { Layout } from "./layout.ts";
import { Misstep, Run } from "./run.ts";
import { RunUnderWay } from "./runUnderWay.ts";
import type { Shrinking, Trials, Violation } from "./shrink.ts";

/** Candidates in plain systems: lists of triggers. */
export class RunTrials implements Trials<Trigger> {
  private readonly layout: Layout;
  private readonly inputs: InputVector;
  private readonly judge: Judge;
  private readonly mustEnd: boolean;
  private readonly stride: number;
  private effort: number;

  constructor({ layout, property, schedule, stride, effortMax }: Shrinking & { readonly layout: Layout }) {
    this.layout = layout;
    this.inputs = schedule.inputs;
    this.judge = new Judge(layout.system, [property]);
    this.mustEnd = this.judge.properties[0]?.kind.refutedBy === "end";
    this.stride = this.mustEnd ? 1 : stride;
    this.effort = effortMax;
  }

  get isOver(): boolean {
    return this.effort <= 0;
  }

  stepsOf({ events }: Schedule): readonly Trigger[] {
    return events.filter(isTrigger);
  }

  /** There are no failures here. */
  calmer(): readonly (readonly Trigger[])[] {
    return [];
  }

  /** Something that never becomes true shows only when nothing is enabled any more: there a run goes on. */
  run(triggers: readonly Trigger[]): Violation<Trigger> | undefined {
    const { system } = this.layout;
    const run = new Run(this.layout, this.inputs, { recorded: true });
    const situation = run.tickets;
    const nothing = { next: () => 0, below: () => 0 };
    const beginning = { situation, random: nothing, eventsMax: 0, parameter: 0, text: "" };
    const afterwards = this.mustEnd ? { afterwards: roundRobin.begin(beginning) } : {};
    const adversary = scripted({ system, situation, events: triggers, ...afterwards });
    const under = new RunUnderWay(run, 0, adversary);
    const ending = this.ending(under, 2 * triggers.length + EXTRA_STEPS);
    const { length } = system.processes;
    this.effort -= length + run.steps * (1 + length / this.stride);
    const events = run.record ?? [];
    return ending === "violation" ? { events, steps: events.filter(isTrigger) } : undefined;
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
