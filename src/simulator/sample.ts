/** Holding a run against the model, to see that handlers do what they do in every tool. */
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { formatConfiguration } from "../model/state/configuration.ts";
import { isStuck, replay, type Execution, type Schedule, type Stuck } from "../model/transition/execution.ts";
import { ProtocolError } from "../model/error.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { isEffect } from "../model/event/event.ts";
import { start } from "../model/step/reaction.ts";
import type { System } from "../model/system/system.ts";
import { NotEnabled, step } from "../model/transition/transition.ts";
import { differs, toldWith } from "./runMistake.ts";
import { Misstep } from "./run.ts";
import type { Simulation } from "./simulation.ts";

/** The maximum number of events that are compared with the model. */
const EVENTS_MAX = 1_000;

/** The number of processes times events, at most: the model copies a list of all processes for each event. */
const EFFORT_MAX = 300_000;

/** The number of events, at most, that happen once more, each on a copy of the protocol that has not run. */
const COPIES_MAX = 128;

/** The number of processes times events that happen once more, at most. */
const COPIES_EFFORT_MAX = 20_000;

/**
 * Replays the beginning of the first run on the model. The model copies every value and the simulator as
 * few as it can; a handler that keeps something outside its state is caught between the two, or by a copy
 * that has not kept it.
 * @param fresh the same system over a new copy of the protocol
 * @throws ProtocolError if they differ
 */
export function holdAgainstModel(simulation: Simulation, fresh: () => System): void {
  const { system, options } = simulation;
  const eventsMax = Math.min(EVENTS_MAX, EFFORT_MAX / system.processes.length);
  if (atStart(system) > 2 * eventsMax) return;
  const under = simulation.begin(options.seed, true);
  const { run } = under;
  try {
    under.start();
    while (under.advance(eventsMax) === undefined);
  } catch (error) {
    // It will be told when it happens in the simulation.
    if (error instanceof Misstep) return;
    throw error;
  }
  if (run.events > 2 * eventsMax) return;
  const record = run.record ?? [];
  const execution = replayed(system, { inputs: run.inputs, events: record });
  if (isStuck(execution)) throw differs(record.slice(0, execution.at + 1).map(formatEvent));
  const last = execution.configurations.at(-1);
  for (const { number } of system.processes) {
    const [here, there] = [run.local(number), last?.locals[number]];
    if (format(here as unknown as Plain) !== format(there as unknown as Plain))
      throw differs(record.map(formatEvent));
  }
  holdAgainstCopies(execution, system.processes.length, fresh);
}

function holdAgainstCopies(
  { configurations, events }: Execution,
  processes: number,
  fresh: () => System,
): void {
  const copies = Math.min(COPIES_MAX, COPIES_EFFORT_MAX / processes);
  const sampled = [...events.entries()].filter(([, event]) => !isEffect(event)).slice(0, copies);
  for (const [i, event] of sampled) {
    const expected = formatConfiguration(at(configurations, i + 1));
    const schedule = events.slice(0, i + 1).map(formatEvent);
    try {
      if (formatConfiguration(step(fresh(), at(configurations, i), event)) !== expected)
        throw differs(schedule);
    } catch (error) {
      throw error instanceof NotEnabled ? differs(schedule, error) : error;
    }
  }
}

/** The number of start steps taken, of larger systems, to see how many events all have. */
const STARTS = 32;

/** About how many events the start steps have. */
function atStart(system: System): number {
  const { processes } = system;
  if (processes.length <= STARTS) return 0;
  const events = Array.from({ length: STARTS }, (_, i) => {
    const process = at(processes, Math.floor(((i + 1 / 2) * processes.length) / STARTS));
    return start(system, process, process.inputs[0] as Plain).effects.length;
  });
  return (events.reduce((sum, one) => sum + one, 0) / STARTS) * processes.length;
}

function replayed(system: System, schedule: Schedule): Execution | Stuck {
  try {
    return replay(system, schedule);
  } catch (error) {
    throw error instanceof ProtocolError ? toldWith(error) : error;
  }
}
