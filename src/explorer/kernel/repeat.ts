/**
 * The determinism check: every local step is taken a second time, later, in reverse order, and on another
 * copy of the protocol where there is one, so that hidden counters, clocks, randomness and variables
 * shared between processes show as two different results.
 */
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { formatLocal, type LocalState } from "../../model/configuration.ts";
import { linesOfStep, ProtocolError, type StepFacts } from "../../model/error.ts";
import { choiceTexts, formatEvent } from "../../model/event.ts";
import { handlerName } from "../../model/mistake.ts";
import { triggerOf, type Cause } from "../../model/cause.ts";
import { react, start, type Reaction } from "../../model/reaction.ts";
import type { System } from "../../model/system.ts";

interface Taken {
  readonly process: number;
  readonly before: LocalState | undefined;
  readonly cause: Cause | undefined;
  readonly input: Plain;
  readonly reactions: readonly Reaction[];
}

/** Steps wait for their repetition in batches that double, so that the first mistakes show at once. */
const BATCH_MAX = 1024;

/** Takes notes of local steps and repeats them. */
export class Repeat {
  private readonly twin: System;
  private waiting: Taken[] = [];
  private batch = 1;

  /** @param twin the same system over a second copy of the protocol, or the system itself. */
  constructor(twin: System) {
    this.twin = twin;
  }

  /** Notes a start step. @throws ProtocolError as `flush` */
  start(process: number, input: Plain, reaction: Reaction): void {
    this.note({ process, input, before: undefined, cause: undefined, reactions: [reaction] });
  }

  /** Notes any other step. @throws ProtocolError as `flush` */
  step(process: number, step: Pick<Taken, "reactions"> & { before: LocalState; cause: Cause }): void {
    this.note({ process, input: step.before.input, ...step });
  }

  private note(taken: Taken): void {
    this.waiting.push(taken);
    if (this.waiting.length < this.batch) return;
    this.batch = Math.min(2 * this.batch, BATCH_MAX);
    this.flush();
  }

  /** Repeats the steps that wait. @throws ProtocolError if one of them turns out differently. */
  flush(): void {
    const steps = this.waiting.reverse();
    this.waiting = [];
    for (const taken of steps) this.again(taken);
  }

  private again(taken: Taken): void {
    const { before, cause, input, reactions } = taken;
    const process = at(this.twin.processes, taken.process);
    let second: readonly Reaction[];
    try {
      second =
        before === undefined || cause === undefined
          ? [start(this.twin, process, input)]
          : react(this.twin, process, before, cause);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw differs(this.twin, taken, formatReactions(reactions), error.message);
    }
    const [first, again] = [formatReactions(reactions), formatReactions(second)];
    if (first !== again) throw differs(this.twin, taken, first, again);
  }
}

function formatReactions(reactions: readonly Reaction[]): string {
  return reactions
    .map(({ next, effects, rearmed, ...open }) => {
      const timers = rearmed.length === 0 ? [] : [`timers ${[...rearmed].sort().join(", ")}`];
      const chosen = open.choices.length === 0 ? [] : [`choosing ${choiceTexts(open).join(", ")}`];
      return [...chosen, formatLocal(next), ...timers, ...effects.map(formatEvent)].join("; ");
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
  const event = cause === undefined ? `${id} starts` : formatEvent(triggerOf(id, cause));
  const step: StepFacts = {
    process: id,
    event,
    trigger: event,
    handler: `roles.${roleName}.${handlerName(cause)}`,
    before:
      before === undefined
        ? { of: "input", value: format(input) }
        : { of: "state", value: format(before.state) },
  };
  const error = new ProtocolError(
    "not-deterministic",
    `Process ${id} is not deterministic: the same step gave two results.`,
    [...linesOfStep(step), `first result:  ${first}`, `second result: ${again}`],
    "A handler acts on its own state and the event alone: " +
      "it may not read clocks, draw random numbers or use variables outside `state`. " +
      "Keep what it remembers in `state`, and nondeterminism in `choose`.",
  );
  error.step = step;
  return error;
}
