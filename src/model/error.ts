/**
 * Errors that teach: what happened, in the reader's terms; the evidence; what to do. Expected outcomes
 * (a violation, a limit) are verdicts and never errors.
 */

/** The kinds of mistakes in a protocol. Each name has a paragraph in docs/errors.md. */
export type ProtocolFault =
  | "handler-threw"
  | "not-deterministic"
  | "order-observed"
  | "ambient-state"
  | "never-returns"
  | "asynchronous-handler"
  | "value-not-plain"
  | "changed-a-message"
  | "late-effect"
  | "not-a-neighbour"
  | "sender-hidden"
  | "no-such-process"
  | "no-handler"
  | "no-such-timer"
  | "decided-twice"
  | "bad-choice"
  | "bad-delay"
  | "bad-message"
  | "bad-state"
  | "bad-guard"
  | "process-code"
  | "bad-operation"
  | "bad-monitor"
  | "bad-history"
  | "bad-property"
  | "bad-protocol";

/** The step in which a mistake happened, as texts. */
export interface StepFacts {
  /** The id of the process. */
  readonly process: string;
  /** The event, as in schedules. */
  readonly event: string;
  /** The trigger of the step, without what was chosen in it. */
  readonly trigger: string;
  /** The handler, as it stands in the protocol. */
  readonly handler: string;
  /** The input in a start step, and the state in all others, as they were before it. */
  readonly before: { readonly of: "input" | "state"; readonly value: string };
  readonly decision?: string;
}

/** The lines that tell of a step. */
export function linesOfStep({ event, handler, before, decision }: StepFacts): string[] {
  return [
    `event: ${event}`,
    `handler: ${handler}`,
    `${before.of}: ${before.value}`,
    ...(decision === undefined ? [] : [`decision: ${decision}`]),
  ];
}

/** A mistake in a protocol, found while running or reading it. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly fault: ProtocolFault;
  readonly what: string;
  readonly evidence: readonly string[];
  readonly advice: string;
  /** The step that it was made in, if it was made in one; the evidence tells of it too. */
  step: StepFacts | undefined;
  /** The events that lead there, as schedule text, where they are known. */
  schedule: readonly string[] | undefined;

  constructor(
    fault: ProtocolFault,
    what: string,
    evidence: readonly string[],
    advice: string,
    cause?: unknown,
  ) {
    super([what, ...evidence, advice].join("\n"), cause === undefined ? undefined : { cause });
    this.fault = fault;
    this.what = what;
    this.evidence = evidence;
    this.advice = advice;
  }
}

/** The mistakes that put all answers in doubt, wherever they are made. */
const FICKLE: ReadonlySet<ProtocolFault> = new Set(["not-deterministic", "order-observed", "ambient-state"]);

/** Whether something is a mistake of author code that matters only where it is made, reachable or not. */
export function isLocalMistake(error: unknown): error is ProtocolError {
  return error instanceof ProtocolError && !FICKLE.has(error.fault);
}

/** The error for a protocol whose shape is wrong; `problem` goes on after "The protocol is malformed:". */
export function malformed(problem: string, cause?: unknown): ProtocolError {
  const what = `The protocol is malformed: ${problem}.`;
  return new ProtocolError("bad-protocol", what, [], "docs/guide.md says what a protocol looks like.", cause);
}

/** A word that was given, and the words that are possible in its place. */
interface UnknownWord {
  readonly given: string;
  readonly possible: readonly string[];
}

/** A mistake in what a user asked for: an option, a name, a schedule. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly what: string;
  readonly advice: string;
  /** The word that is none of those possible, if that is the mistake. */
  readonly choice: UnknownWord | undefined;

  constructor(what: string, advice: string, choice?: UnknownWord) {
    super(`${what}\n${advice}`);
    this.what = what;
    this.advice = advice;
    this.choice = choice;
  }
}

/**
 * A handler or a property did what neither may do: it looked at what is not its own (a clock, a random
 * number), or left something for later. Hosts throw it from inside author code; the model turns it into a
 * `ProtocolError` that names the process and the event.
 */
export class ForbiddenInHandler extends Error {
  readonly used: string;
  /** Whether it is something that would have gone on after the step. */
  readonly isLater: boolean;
  constructor(used: string, isLater = false) {
    super(`${used} was used inside a handler or a property`);
    this.used = used;
    this.isLater = isLater;
  }
}
