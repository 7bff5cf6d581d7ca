/**
 * The mistakes of handlers, as told to authors: which process, in which step, with what in its hands. Every
 * mistake that a local step can make gets its words here or where it is found.
 */
import { unreachable } from "../../base/assert.ts";
import { NotTree } from "../../base/parts.ts";
import { textOfThrown } from "../../base/foreign.ts";
import { format } from "../../base/text.ts";
import type { LocalState } from "../state/localState.ts";
import {
  ForbiddenInHandler,
  linesOfStep,
  ProtocolError,
  type ProtocolFault,
  type StepFacts,
} from "../error.ts";
import { formatEvent } from "../event/eventText.ts";
import type { Chosen } from "../event/event.ts";
import { triggerOf, type Cause } from "../event/cause.ts";
import type { NotPlain } from "../../base/value.ts";
import { Call } from "../sequential/machine.ts";
import { alternativeFor } from "../sequential/whichever.ts";
import { awaitsMessage } from "../sequential/control.ts";
import type { Process } from "../state/process.ts";
import { SenderHidden } from "../state/sender.ts";

/** The step in which a mistake happened. */
interface Moment {
  readonly process: Process;
  /** The cause; absent in the start step. */
  readonly cause: Cause | undefined;
  readonly before: LocalState;
  /** The place where process code begins in it, if it has come so far: ` (from lock.ts:12 run)`. */
  readonly begun?: string | undefined;
  /** The choices made so far. */
  readonly chosen: Chosen;
  /** Whether it was asked whether the step is possible, and not taken. */
  readonly isGuard?: boolean;
}

/** A mistake: `what` the process did, the `evidence` for it, and what to do about it. */
export interface Mistake {
  readonly fault: ProtocolFault;
  /** Goes on after "Process p1 ". */
  readonly what: string;
  readonly evidence?: readonly string[];
  readonly advice: string;
  /** The error that was thrown, if one was. */
  readonly thrown?: unknown;
}

const TEXT_MAX = 400;

/** The name of the handler that a cause calls, as it stands in the protocol: `upon.request`. */
export function handlerName(cause: Cause | undefined, before?: LocalState): string {
  switch (cause?.kind) {
    case undefined:
      return "initially";
    case "receive":
      return awaitsMessage(before?.control, cause.message.type) ? "run" : `upon.${cause.message.type}`;
    case "timeout":
      return `uponTimeout.${cause.timer}`;
    case "may":
    case "must":
      if (alternativeFor(before?.control?.awaits, cause) !== undefined) return "run";
      return `${cause.kind}.${cause.action}`;
    case "operation":
    case "pause":
      return "run";
    case "exchange":
      return "uponRound";
    case "recover":
      return "uponRecovery";
    default:
      return unreachable(cause);
  }
}

/** The name of the guard of what a cause may begin: `when.request`, `may.abort.while`. */
function guardName(cause: Cause | undefined): string {
  return cause?.kind === "receive" ? `when.${cause.message.type}` : `${handlerName(cause)}.while`;
}

/** The error for a mistake that was made in a step, or by the guard of one. */
export function tell(moment: Moment, mistake: Mistake): ProtocolError {
  const { process, cause, before, chosen } = moment;
  const handler = codeNameOf(moment);
  const starts = `${process.id} starts`;
  const step: StepFacts = {
    process: process.id,
    event: cause === undefined ? starts : formatEvent(triggerOf(process.id, cause, chosen)),
    trigger: cause === undefined ? starts : formatEvent(triggerOf(process.id, cause)),
    handler: `roles.${process.roleName}.${handler}`,
    before:
      cause === undefined
        ? { of: "input", value: clip(format(before.input)) }
        : { of: "state", value: clip(format(before.state)) },
    ...(before.decision === undefined ? {} : { decision: clip(format(before.decision)) }),
  };
  const { fault, what, evidence = [], advice, thrown } = mistake;
  const lines = [...linesOfStep(step), ...evidence];
  const error = new ProtocolError(fault, `Process ${process.id} ${what}.`, lines, advice, thrown);
  error.step = step;
  return error;
}

/** The author code that runs at a moment, as it stands in the protocol. */
function codeNameOf({ cause, before, begun, isGuard = false }: Moment): string {
  if (isGuard) return guardName(cause);
  return begun === undefined ? `${handlerName(cause, before)}${lineOf(before)}` : `run${begun}`;
}

const ATOMIC =
  "A step is atomic: handlers may not be async. Send a message or set a timer for what comes later.";

/** The mistake in a handler's result that is not a value yet: a promise, or a generator. */
export function notAtomic(result: unknown): Mistake | undefined {
  if (result instanceof Promise) {
    // What it does later, and whether it fails, is of no interest any more.
    result.catch(() => undefined);
    return {
      fault: "asynchronous-handler",
      what: "returned a promise",
      advice: ATOMIC,
    };
  }
  const isGenerator = /^\[object (Async)?Generator\]$/.test(Object.prototype.toString.call(result));
  if (!isGenerator && !(result instanceof Call)) return undefined;
  return {
    fault: "asynchronous-handler",
    what: "returned a generator, of which nothing has run",
    advice: "A step is atomic: handlers may not be generator functions. Write `function`, without `*`.",
  };
}

/** The line of its code after which a process is: ` (after line 12)`. */
function lineOf({ control }: LocalState): string {
  const last = control?.calls.at(-1);
  return last === undefined ? "" : ` (after line ${last.line})`;
}

/** The mistake of making a value that is not plain; `what` is what the value is called. */
export function notPlainMistake(error: NotPlain, what: string): Mistake {
  const isTree = !(error instanceof NotTree);
  return {
    fault: "value-not-plain",
    what: isTree ? "made a value that is not plain" : "has one value in two places of its state",
    evidence: [`${what}${error.path} is ${error.found}`],
    advice: isTree
      ? "States, messages, inputs and decisions are plain data: " +
        "null, booleans, numbers, bigints, strings, arrays, plain objects, Map and Set."
      : "A value has one place in a state: put a copy into the other, as in [...list] or { ...record }.",
  };
}

/** The mistake that made a handler throw. `changes`: what it does to its message, if it may change that. */
export function thrownMistake(thrown: unknown, changes: () => readonly string[]): Mistake {
  if (thrown instanceof SenderHidden) {
    return {
      fault: "sender-hidden",
      what: thrown.message,
      evidence: ["The channels of this system tell nobody (`from`, `reply`).", ...stackLine(thrown)],
      thrown,
      advice: "Send the sender's id in the message if its receiver is to know it, or use other channels.",
    };
  }
  if (thrown instanceof ForbiddenInHandler && thrown.isLater) {
    return {
      fault: "asynchronous-handler",
      what: `used ${thrown.used}`,
      evidence: stackLine(thrown),
      thrown,
      advice: ATOMIC,
    };
  }
  if (thrown instanceof ForbiddenInHandler) {
    return {
      fault: "ambient-state",
      what: `used ${thrown.used}`,
      evidence: stackLine(thrown),
      thrown,
      advice:
        "A handler acts on its state and its message alone. " +
        "Take time as timers, and randomness as `choose` or inputs.",
    };
  }
  const text = textOfThrown(thrown);
  if (isRefusedChange(thrown)) {
    return {
      fault: "changed-a-message",
      what: "changed a value that others share",
      thrown,
      evidence: [text, ...changes(), ...stackLine(thrown)],
      advice: "Only `state` may be changed. Copy what you want to change: { ...message }.",
    };
  }
  return {
    fault: "handler-threw",
    what: "threw an error",
    evidence: [text, ...stackLine(thrown)],
    thrown,
    advice: "Mend the handler; an event that should be ignored needs no more than a return.",
  };
}

function isRefusedChange(thrown: unknown): boolean {
  const refusals = /read only|not extensible|Cannot delete|Cannot redefine/;
  return thrown instanceof TypeError && refusals.test(thrown.message);
}

/** A text that is not too long for a line of an error. */
export function clip(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX)}… (${text.length} characters)`;
}

/**
 * The place in the author's file where it happened: the first line of the stack that is not Lightcone's own.
 */
function stackLine(thrown: unknown): string[] {
  const lines = thrown instanceof Error ? (thrown.stack ?? "").split("\n") : [];
  const own = lines.findIndex((line) => /LocalStep\.|localStep\./.test(line));
  const authors = lines.slice(0, own === -1 ? undefined : own).filter((line) => /^\s+at /.test(line));
  const isSource = /\.[cm]?[jt]sx?:\d+:\d+/;
  const frame = authors.find((line) => isSource.test(line) && !/[\\/]host[\\/]/.test(line));
  return frame === undefined ? [] : [frame.trim()];
}
