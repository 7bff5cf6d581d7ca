/** Holding a run against the model, to see that handlers do what they do in every tool. */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { isStuck, replay, type Execution, type Schedule, type Stuck } from "../model/execution.ts";
import { ProtocolError } from "../model/error.ts";
import { formatEvent } from "../model/event.ts";
import type { System } from "../model/system.ts";
import { differs, toldWith } from "./mistake.ts";
import { Misstep } from "./run.ts";
import type { Simulation } from "./simulation.ts";

/** At most so many events are held against the model, */
const EVENTS_MAX = 1_000;

/** and so many processes times events: the model copies a list of all processes for each event. */
const EFFORT_MAX = 300_000;

/**
 * Replays the beginning of the first run on the model. The model copies every value and the simulator as
 * few as it can; a handler that keeps something outside its state is caught between the two.
 * @throws ProtocolError if they differ
 */
export function holdAgainstModel(simulation: Simulation): void {
  const { system, options } = simulation;
  const under = simulation.begin(options.seed, true);
  const { run } = under;
  const eventsMax = Math.min(EVENTS_MAX, EFFORT_MAX / system.processes.length);
  try {
    under.start();
    for (let ticket = under.choose(); ticket !== -1 && run.events < eventsMax; ticket = under.choose())
      run.take(ticket);
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
}

function replayed(system: System, schedule: Schedule): Execution | Stuck {
  try {
    return replay(system, schedule);
  } catch (error) {
    throw error instanceof ProtocolError ? toldWith(error) : error;
  }
}
