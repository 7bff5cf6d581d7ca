/**
 * Local steps, for the determinism check: each is taken again on other copies of the protocol. What it is
 * given is equal to what it was given before, but Sets, Maps and objects list what is in them in another
 * order, which no step may act on.
 */
import type { Arrangement } from "../base/rearranged.ts";
import type { Channel } from "../model/communication/index.ts";
import { linesOfStep, ProtocolError, type ProtocolFault, type StepFacts } from "../model/error.ts";
import type { Effect, Send } from "../model/event/event.ts";
import { formatMessage } from "../model/state/message.ts";
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import { areIdentical, type Plain } from "../base/value.ts";
import { formatLocal, type LocalState } from "../model/state/localState.ts";
import { choiceTexts, formatAtomic } from "../model/event/phrase.ts";
import { formatCause, formatEvent } from "../model/event/eventText.ts";
import type { ObjectValues } from "../model/memory/objectValues.ts";
import { handlerName } from "../model/step/mistake.ts";
import type { Cause, Upon } from "../model/event/cause.ts";
import { react, start } from "../model/step/reaction.ts";
import type { Reaction } from "../model/step/localStep.ts";
import { differenceOf, type Copies, type AnsweredTwice, type Repetition } from "./repetition.ts";
import type { System } from "../model/system/system.ts";

interface NotedStep {
  readonly process: number;
  readonly before: LocalState | undefined;
  readonly cause: Cause | undefined;
  readonly seen?: ObjectValues;
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
    this.taken({ process, input, before: undefined, cause: undefined, reactions: [reaction] });
  }

  /** Notes any other step. @throws ProtocolError if a step turns out differently */
  step(process: number, step: Pick<NotedStep, "reactions"> & { before: LocalState } & Upon): void {
    this.taken({ process, input: step.before.input, ...step });
  }

  /** Notes anything that can be asked again. @throws ProtocolError as what `ask` throws */
  note(ask: (copies: Copies) => void): void {
    this.repetition.note(ask);
  }

  private taken(taken: NotedStep): void {
    this.note((copies) => repeat(copies, taken));
  }
}

/** Repeats a step, on equal values in another order; what it does then shows two kinds of mistakes. */
function repeat(copies: Copies, taken: NotedStep): void {
  const { copy } = copies;
  const difference = differenceOf(copies, taken.reactions as ReturnType<typeof again>, {
    ask: (system, order) => again(system, taken, order),
    areEqual: (one, other) =>
      areIdentical(one, other) || formatReactions(copy, one) === formatReactions(copy, other),
  });
  if (difference === undefined) return;
  const [first, second] = difference.answers;
  throw mistakeIn(copy, taken, {
    ...WORDS[difference.by],
    first: formatReactions(copy, first),
    second: formatReactions(copy, second),
  });
}

/** The reactions of a step that is given its values in some order; or the error of its author. */
function again(
  copy: System,
  { process: number, before, cause, seen, input }: NotedStep,
  order: Arrangement,
): readonly Reaction[] | ProtocolError {
  const process = at(copy.processes, number);
  try {
    if (before === undefined || cause === undefined)
      return [withKept(start(copy, process, order(input)), { input })].map((reaction) =>
        process.role.forgetsInput === true
          ? { ...reaction, next: { ...reaction.next, input: null } }
          : reaction,
      );
    const decided = before.decision === undefined ? {} : { decision: before.decision };
    const given = { ...order({ input, state: before.state, ...decided }), ...heldIn(before, order) };
    const sight = seen?.map((value) => (value === undefined ? value : order(value)));
    const upon = { cause: order(cause), ...(sight === undefined ? {} : { seen: sight }) };
    const reactions = react(copy, process, { ...before, ...given }, upon);
    return reactions.map((reaction) => withKept(reaction, { input, ...decided }));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return error;
  }
}

/** The values that process code holds and asks for between two steps, in some order. */
function heldIn({ control }: LocalState, order: Arrangement): Pick<LocalState, "control"> {
  if (control === undefined) return {};
  const calls = control.calls.map((call) => ({ ...call, variables: order(call.variables) }));
  return { control: { ...control, calls, awaits: order(control.awaits) } };
}

/** A reaction with the process's own input and decision, in the order in which they were given at first. */
function withKept(reaction: Reaction, kept: Pick<LocalState, "input" | "decision">): Reaction {
  return { ...reaction, next: { ...reaction.next, ...kept } };
}

/** The text of what a step may come to, in which what makes no difference stands in one order. */
function formatReactions(
  { channel, failures }: System,
  reactions: readonly Reaction[] | ProtocolError,
): string {
  if (reactions instanceof ProtocolError) return reactions.message;
  const isCut = failures.some(({ kind }) => kind.cutsSteps === true);
  const ordered = (effects: readonly Effect[]): readonly string[] =>
    (isCut ? inRuns(effects) : [effects]).flatMap((run) => freely(run, channel));
  return reactions
    .map(({ next, effects, rearmed, ...open }) => {
      const timers = rearmed.length === 0 ? [] : [`timers ${[...rearmed].sort().join(", ")}`];
      const chosen = open.choices.length === 0 ? [] : [`choosing ${choiceTexts(open).join(", ")}`];
      const { atomic } = open;
      const rest = atomic === undefined ? [] : [formatAtomic(atomic)];
      return [...chosen, ...rest, formatLocal(next), ...timers, ...ordered(effects)].join("; ");
    })
    .toSorted()
    .join(" | ");
}

/** Effects, each with the messages that are sent next to it: what a crash may cut in any way. */
function inRuns(effects: readonly Effect[]): Effect[][] {
  const runs: Effect[][] = [];
  for (const [i, effect] of effects.entries()) {
    const goesOn = effect.kind === "send" && effects[i - 1]?.kind === "send";
    if (goesOn) runs.at(-1)?.push(effect);
    else runs.push([effect]);
  }
  return runs;
}

/**
 * Effects, as far as their order makes a difference where no step is cut short: sends to different processes
 * commute, and to the same one where the channel keeps no order.
 */
function freely(effects: readonly Effect[], { order }: Channel): string[] {
  const sends = effects.filter((effect) => effect.kind === "send");
  const place = ({ to, message }: Send): string => (order === "any" ? `${to} ${formatMessage(message)}` : to);
  const sorted = sends.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
  return [...sorted, ...effects.filter(({ kind }) => kind !== "send")].map(formatEvent);
}

/**
 * Whether an error of a step says nothing of that step: it is none of an author, or the determinism check has
 * come upon a step before.
 */
export function isOfEarlierSteps(error: unknown): boolean {
  if (!(error instanceof ProtocolError)) return true;
  return Object.values(WORDS).some(({ fault }) => fault === error.fault);
}

/** The words of the error for what gave two results. */
interface Words {
  readonly fault: ProtocolFault;
  /** Goes on after "Process p1 ". */
  readonly what: string;
  readonly results: readonly [first: string, second: string];
  readonly advice: string;
}

/** The words for each kind of difference. */
export const WORDS: Readonly<Record<AnsweredTwice<unknown>["by"], Words>> = {
  chance: {
    fault: "not-deterministic",
    what: "is not deterministic: the same step gave two results",
    results: ["first result:  ", "second result: "],
    advice:
      "A handler acts on its own state and the event alone: " +
      "it may not read clocks, draw random numbers or use variables outside `state`. " +
      "Keep what it remembers in `state`, and nondeterminism in `choose`.",
  },
  order: {
    fault: "order-observed",
    what: "acts on the order in which a Set, a Map or an object lists what is in it",
    results: ["result:                  ", "result in another order: "],
    advice:
      "Sets, Maps and objects with the same contents are one value, in whatever order it was put into " +
      "them. Keep an array where the order matters, sort what is listed, or let `choose` pick one.",
  },
};

function mistakeIn(
  system: System,
  { process, before, cause, input }: NotedStep,
  {
    fault,
    what,
    results,
    advice,
    first,
    second,
  }: Words & { readonly first: string; readonly second: string },
): ProtocolError {
  const { id, roleName } = at(system.processes, process);
  const event = cause === undefined ? `${id} starts` : formatCause(id, cause);
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
  const lines = [...linesOfStep(step), `${results[0]}${first}`, `${results[1]}${second}`];
  const error = new ProtocolError(fault, `Process ${id} ${what}.`, lines, advice);
  error.step = step;
  return error;
}
