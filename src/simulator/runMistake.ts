/** Mistakes of handlers, told by the model: a run itself only notices that there is one. */
import { at } from "../base/assert.ts";
import { linesOfStep, ProtocolError, type StepFacts } from "../model/error.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { react, start } from "../model/step/reaction.ts";
import type { System } from "../model/system/system.ts";
import { Misstep } from "./run.ts";
import type { RunUnderWay } from "./runUnderWay.ts";

/**
 * The mistake that a run makes in the step after `steps` steps. The run is taken again up to there, and
 * the model takes the step itself, with errors that teach.
 * @param again the same run, from its beginning
 */
export function mistakeAt(
  { system, again }: { readonly system: System; readonly again: RunUnderWay },
  steps: number,
  misstep: Misstep,
): ProtocolError {
  const { run } = again;
  const schedule = (): string[] => (run.record ?? []).map(formatEvent);
  try {
    if (steps === 0) {
      for (const process of system.processes) start(system, process, at(run.inputs, process.number));
    }
    again.start();
    while (run.steps < steps - 1) {
      if (again.advance() !== undefined) return differs(schedule(), misstep);
    }
    const ticket = again.choose();
    if (ticket === -1) return differs(schedule(), misstep);
    const process = at(system.processes, run.tickets.ownerOf(ticket));
    react(system, process, run.local(process.number), { cause: run.causeOf(ticket) });
  } catch (error) {
    if (error instanceof ProtocolError) {
      return toldWith(error, schedule());
    }
    if (!(error instanceof Misstep)) throw error;
  }
  return differs(schedule(), misstep);
}

/** The model's error, with the events that lead to it where they are known. */
export function toldWith(error: ProtocolError, schedule?: readonly string[]): ProtocolError {
  // The model gives a handler another context; only one that it has kept leads back into a run.
  const { step } = error;
  const told = error.cause instanceof Misstep && step !== undefined ? late(step) : error;
  told.schedule ??= schedule;
  return told;
}

function late(step: StepFacts): ProtocolError {
  return new ProtocolError(
    "late-effect",
    `Process ${step.process} used a context that it had kept from another step.`,
    linesOfStep(step),
    "Ask for effects before the handler returns; do not keep the context.",
  );
}

/** The error for a run that does not go the same way twice. */
export function differs(schedule: readonly string[], cause?: unknown): ProtocolError {
  const error = new ProtocolError(
    "not-deterministic",
    "A run, taken again, did not go the same way.",
    [],
    "A step is a function of the process's own state and of the event: handlers may not use variables " +
      "outside `state`. `lightcone check` says which step differs, if it is one it meets.",
    cause,
  );
  error.schedule = schedule;
  return error;
}
