/** Local steps, for the determinism check: each is taken again on other copies of the protocol. */
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { formatLocal, type LocalState } from "../../model/configuration.ts";
import { ProtocolError } from "../../model/error.ts";
import { choiceTexts, formatEvent, type Event } from "../../model/event.ts";
import { handlerName } from "../../model/mistake.ts";
import { react, start, type Cause, type Reaction } from "../../model/reaction.ts";
import type { System } from "../../model/system.ts";
import type { Repetition } from "./repetition.ts";

interface Taken {
  readonly process: number;
  readonly before: LocalState | undefined;
  readonly cause: Cause | undefined;
  readonly input: Plain;
  readonly reactions: readonly Reaction[];
}

/** Takes notes of local steps and repeats them. */
export class Repeat {
  private readonly repetition: Repetition;

  constructor(repetition: Repetition) {
    this.repetition = repetition;
  }

  /** Notes a start step. @throws ProtocolError if a start step turns out differently */
  start(process: number, input: Plain, reaction: Reaction): void {
    this.note({ process, input, before: undefined, cause: undefined, reactions: [reaction] });
  }

  /** Notes any other step. @throws ProtocolError if a step turns out differently */
  step(process: number, step: Pick<Taken, "reactions"> & { before: LocalState; cause: Cause }): void {
    this.note({ process, input: step.before.input, ...step });
  }

  private note(taken: Taken): void {
    this.repetition.note((copy) => again(copy, taken));
  }
}

function again(copy: System, taken: Taken): void {
  const { before, cause, input, reactions } = taken;
  const process = at(copy.processes, taken.process);
  let second: readonly Reaction[];
  try {
    second =
      before === undefined || cause === undefined
        ? [start(copy, process, input)]
        : react(copy, process, before, cause);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw differs(copy, taken, formatReactions(reactions), error.message);
  }
  const [first, twice] = [formatReactions(reactions), formatReactions(second)];
  if (first !== twice) throw differs(copy, taken, first, twice);
}

function formatReactions(reactions: readonly Reaction[]): string {
  return reactions
    .map(({ next, effects, ...open }) => {
      const chosen = open.choices.length === 0 ? [] : [`choosing ${choiceTexts(open).join(", ")}`];
      return [...chosen, formatLocal(next), ...effects.map(formatEvent)].join("; ");
    })
    .join(" | ");
}

function differs(
  system: System,
  { process, before, cause, input }: Taken,
  first: string,
  again: string,
): ProtocolError {
  const { id, roleName } = at(system.processes, process);
  const event =
    cause === undefined ? `${id} starts` : formatEvent({ ...cause, process: id, choices: [] } as Event);
  return new ProtocolError(
    "not-deterministic",
    `Process ${id} is not deterministic: the same step gave two results.`,
    [
      `event: ${event}`,
      `handler: roles.${roleName}.${handlerName(cause)}`,
      before === undefined ? `input: ${format(input)}` : `state: ${format(before.state)}`,
      `first result:  ${first}`,
      `second result: ${again}`,
    ],
    "A handler acts on its own state and the event alone: " +
      "it may not read clocks, draw random numbers or use variables outside `state`. " +
      "Keep what it remembers in `state`, and nondeterminism in `choose`.",
  );
}
