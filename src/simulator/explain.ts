/** What a violating run comes to: taken again with its events written down, and made short. */
import { isTrigger } from "../model/event.ts";
import type { Schedule } from "../model/execution.ts";
import { Judge } from "./judge.ts";
import { differs } from "./mistake.ts";
import { shrink, switches } from "./shrink.ts";
import type { Simulation } from "./simulation.ts";

/** A violation, made short. */
export interface Explanation {
  /** Violates the property, at its end. */
  readonly schedule: Schedule;
  readonly steps: number;
  /** How often one process takes a step after another. */
  readonly switches: number;
  /** The numbers of the run as it was found. */
  readonly before: { readonly steps: number; readonly switches: number };
  /** Whether no step of it can be left out; false if that took too long to find out. */
  readonly isMinimal: boolean;
}

/** The effort for making a schedule short, as `Shrinking` counts it: some seconds. */
const EFFORT_MAX = 5_000_000;

/**
 * Explains the violation of a property in the run with a seed.
 * @throws ProtocolError if the run does not violate it when it is taken again
 */
export function explain(simulation: Simulation, property: string, seed: number): Explanation {
  const { system, layout, eventsMax, stride } = simulation;
  const under = simulation.begin(seed, true);
  const judge = new Judge(system, [property]);
  const isLive = judge.properties[0]?.kind === "eventually";
  const pace = { steps: Number.MAX_SAFE_INTEGER, stride: isLive ? 1 : stride, eventsMax };
  const finished = under.go(judge, pace);
  const events = under.run.record ?? [];
  if (finished?.ending !== "violation") throw differs([]);
  const schedule = { inputs: under.run.inputs, events };
  const shrunk = shrink({ layout, property, schedule, stride, effortMax: EFFORT_MAX });
  const [long, short] = [events.filter(isTrigger), shrunk.schedule.events.filter(isTrigger)];
  return {
    schedule: shrunk.schedule,
    steps: short.length,
    switches: switches(short),
    before: { steps: long.length, switches: switches(long) },
    isMinimal: shrunk.isMinimal,
  };
}
