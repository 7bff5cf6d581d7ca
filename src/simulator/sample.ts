/** Holding a run against the model, to see that handlers do what they do in every tool. */
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { isStuck, replay, type Execution, type Schedule, type Stuck } from "../model/execution.ts";
import { ProtocolError } from "../model/error.ts";
import { formatEvent } from "../model/eventText.ts";
import { start } from "../model/reaction.ts";
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
}

/** Of larger systems, so many start steps are taken to see how many events all have. */
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
