/**
 * Trying candidates for shorter schedules: runs that follow a list of steps, as far as these can be taken.
 */
import { at } from "../base/assert.ts";
import type { Random } from "../base/random.ts";
import { ProtocolError } from "../model/error.ts";
import { isBeat, isFault, type Event } from "../model/event/event.ts";
import { drawnOf } from "../model/failure/index.ts";
import type { Schedule } from "../model/transition/execution.ts";
import { isOfLongRuns } from "../properties/kinds/kind.ts";
import type { Adversary } from "./adversary/index.ts";
import { roundRobin } from "./adversary/roundRobin.ts";
import { scripted } from "./adversary/scripted.ts";
import type { Engine } from "./engine.ts";
import { Referee } from "./referee.ts";
import { Misstep } from "./run.ts";
import { RunUnderWay, type Ending } from "./runUnderWay.ts";

/** The options for shrinking: the schedule, and how much to try. */
export interface Shrinking {
  /** Carries out the runs of candidates. */
  readonly engine: Engine;
  readonly property: string;
  readonly schedule: Schedule;
  /** An invariant is judged after every so many steps of a candidate, and at its end. */
  readonly stride: number;
  /** Candidates may take so many steps in all; a start step counts, and so does a look at a process. */
  readonly effortMax: number;
  /** Whether somebody wants it to end. Default nobody. */
  readonly isEnough?: () => boolean;
}

/** A step, or a round, or what fails between two steps: its events, and whose step it is. */
export interface TakenStep {
  /** The id of the process; empty for the system as a whole. */
  readonly process: string;
  readonly events: readonly Event[];
}

/** A candidate that violates the property, by the steps that it really takes. */
export interface Violation {
  /** The events, those of the start steps first. */
  readonly events: readonly Event[];
  readonly steps: readonly TakenStep[];
}

/** A candidate may take so many steps more than twice those it was given. */
const EXTRA_STEPS = 1_000;

/** The random numbers that are always the least. */
const NOTHING: Random = { next: () => 0, below: () => 0 };

/** Runs of candidates, until the effort ends. */
export class Trials {
  private readonly engine: Engine;
  private readonly schedule: Schedule;
  private readonly referee: Referee;
  private readonly mustEnd: boolean;
  private readonly stride: number;
  /** The events of the start steps, which are those of all candidates. */
  private readonly start: readonly Event[];
  private effort: number;
  private readonly isEnough: () => boolean;

  constructor({ engine, property, schedule, stride, effortMax, isEnough = () => false }: Shrinking) {
    this.engine = engine;
    this.schedule = schedule;
    this.referee = new Referee(engine.system, [property]);
    this.mustEnd = isOfLongRuns(at(this.referee.properties, 0).kind);
    this.stride = this.mustEnd ? 1 : stride;
    this.effort = effortMax;
    this.isEnough = isEnough;
    const under = this.following(schedule.events, false);
    under.start();
    this.start = [...(under.run.record ?? [])];
  }

  get isOver(): boolean {
    return this.effort <= 0 || this.isEnough();
  }

  /** The steps of the schedule. */
  get steps(): readonly TakenStep[] {
    const steps: TakenStep[] = [];
    const under = this.following(this.schedule.events, false);
    under.start();
    while (takeOne(under, steps) === undefined);
    return steps;
  }

  /** The same steps with one fault less, once for each fault in them. */
  calmer(steps: readonly TakenStep[]): readonly (readonly TakenStep[])[] {
    return steps.flatMap((step, i) =>
      step.events.flatMap((event, j) => {
        if (j === 0 || !isFault(event) || drawnOf(event) === undefined) return [];
        return [steps.with(i, { ...step, events: step.events.toSpliced(j, 1) })];
      }),
    );
  }

  /** The events and steps of a run that follows a list of steps, if it violates the property. */
  run(wanted: readonly TakenStep[]): Violation | undefined {
    // Something that never becomes true shows only when nothing is enabled any more: there a run goes on.
    const under = this.following([...this.start, ...wanted.flatMap(({ events }) => events)], this.mustEnd);
    const steps: TakenStep[] = [];
    const { length } = this.engine.system.processes;
    const violated = this.isViolatedBy(under, steps, 2 * wanted.length + EXTRA_STEPS);
    this.effort -= length + steps.length * (1 + length / this.stride);
    return violated ? { events: under.run.record ?? [], steps } : undefined;
  }

  private isViolatedBy(under: RunUnderWay, steps: TakenStep[], stepsMax: number): boolean {
    const { referee } = this;
    try {
      under.start();
      referee.attend(under.run);
      if (referee.look().length > 0) return true;
      for (let untilLook = this.stride; steps.length < stepsMax;) {
        const ending = takeOne(under, steps);
        if (ending !== undefined)
          return referee.look().length > 0 || (ending === "quiescent" && referee.missed().length > 0);
        if (--untilLook > 0) continue;
        untilLook = this.stride;
        if (referee.look().length > 0) return true;
      }
      return false;
    } catch (error) {
      // What a candidate does wrong is not what is looked for.
      if (error instanceof Misstep || error instanceof ProtocolError) return false;
      throw error;
    }
  }

  /**
   * A run that follows events. @param goesOn whether it does when they are at an end, and nothing fails
   * then
   */
  private following(events: readonly Event[], goesOn: boolean): RunUnderWay {
    const { engine, schedule } = this;
    const { system } = engine;
    const onset = { inputs: schedule.inputs, coins: NOTHING, failures: NOTHING, recorded: true };
    const run = engine.run(onset);
    const situation = run.tickets;
    const beginning = { situation, random: NOTHING, eventsMax: 0, parameter: 0, text: "" };
    const afterwards: Adversary = { ...roundRobin.begin(beginning), fail: () => -1 };
    const script = { system, situation, events, ...(goesOn ? { afterwards } : {}) };
    return new RunUnderWay(run, 0, scripted(script));
  }
}

/** Goes on to the next settled configuration, and adds the step to others. @returns how the run has ended */
function takeOne(under: RunUnderWay, steps: TakenStep[]): Ending | undefined {
  const { record = [] } = under.run;
  const { length } = record;
  const ending = under.advance();
  if (ending !== undefined) return ending;
  const events = record.slice(length);
  const [first] = events;
  steps.push({ process: first === undefined || isBeat(first) ? "" : first.process, events });
  return undefined;
}
