/** Process code as part of a step: it goes on from where it was to the next thing that it awaits. */
import { unreachable } from "../../base/assert.ts";
import { NotPlain } from "../../base/value.ts";
import type { LocalState } from "../state/localState.ts";
import { received } from "../state/sender.ts";
import type { Mistake } from "../step/mistake.ts";
import type { AnyRole } from "../system/role.ts";
import type { Cause } from "../event/cause.ts";
import { alternativeFor } from "./whichever.ts";
import { awaitsMessage, plainRequest, restore, save, type Control, type Surroundings } from "./control.ts";
import { advance, BadProcessCode, Call, isWithin } from "./machine.ts";
import { NotCompiled, type Request } from "./request.ts";

/** Whether a step begins process code, goes on with it, or leaves it where it is. Automata begin anew. */
export function partIn(
  { run, automaton }: AnyRole,
  cause: Cause | undefined,
  before: Pick<LocalState, "control">,
): "begins" | "goes on" | "none" {
  if (automaton !== undefined) return "begins";
  if (run === undefined) return "none";
  switch (cause?.kind) {
    case undefined:
    case "recover":
      return "begins";
    case "operation":
    case "pause":
      return "goes on";
    case "receive":
      return awaitsMessage(before.control, cause.message.type) ? "goes on" : "none";
    case "may":
      return alternativeFor(before.control?.awaits, cause) === undefined ? "none" : "goes on";
    case "timeout":
    case "must":
    case "exchange":
      return "none";
    default:
      return unreachable(cause);
  }
}

/** The place from which process code goes on. */
interface From {
  /** The place; absent: its beginning. */
  readonly control: Control | undefined;
  /** The answer to what it awaits there. */
  readonly answer: unknown;
  /** The answer to what it asks for in the middle of an atomic step. Never called if it takes none. */
  readonly within?: (request: Request) => unknown;
}

/**
 * Runs process code to its next step, from its beginning or from where it was.
 * @returns where it is then; undefined if it has come to its end
 * @throws NotCompiled, BadProcessCode, and what author code throws
 */
export function goOn(
  run: NonNullable<AnyRole["run"]>,
  from: From,
  surroundings: Surroundings,
): Control | undefined {
  const begun = beginning(run, surroundings);
  const onward = (calls: readonly Call[], answer: unknown) => begun.within(() => advance(calls, answer));
  let suspended = onward(callsOf(from.control, begun, surroundings), from.answer);
  while (suspended !== undefined && isWithin(suspended))
    suspended = onward(suspended.calls, from.within?.(plainRequest(suspended.request)));
  return suspended === undefined ? undefined : save(suspended, surroundings);
}

function beginning(run: NonNullable<AnyRole["run"]>, { state, context }: Surroundings): Call {
  const begun: unknown = run(state, context as never);
  if (begun instanceof Call) return begun;
  throw new NotCompiled();
}

/** The place where process code begins: ` (from lock.ts:12 run)`; empty if it has not been compiled. */
export function placeOf(run: NonNullable<AnyRole["run"]>, { state, context }: Surroundings): string {
  const begun: unknown = run(state, context as never);
  return begun instanceof Call ? ` (from ${begun.code.site.name})` : "";
}

function callsOf(control: Control | undefined, begun: Call, surroundings: Surroundings): Call[] {
  return control === undefined ? [begun] : restore(control, begun, surroundings);
}

/** The answer to the step that process code has awaited. */
export function answerTo(control: Control | undefined, cause: Cause | undefined): unknown {
  const answer = answerOf(cause);
  if (control?.awaits.kind !== "whichever" || cause === undefined) return answer;
  const taken = alternativeFor(control.awaits, cause)?.[0];
  // What answers nothing leaves no field: code may hold all of this across a step.
  return answer === undefined ? { taken } : { taken, answer };
}

function answerOf(cause: Cause | undefined): unknown {
  if (cause?.kind === "operation") return cause.response;
  return cause?.kind === "receive" ? received(cause) : undefined;
}

/** The mistake behind an error of process code; undefined if author code threw it. */
export function mistakeInProcessCode(error: unknown): Mistake | undefined {
  if (error instanceof NotCompiled)
    return {
      fault: "process-code",
      what: "ran process code (function*) that was not compiled",
      thrown: error,
      advice:
        "The `lightcone` command compiles it. In Vite and Vitest, add the plugin of lightcone/vite. " +
        "A function* with a plain `yield` is no process code: write `yield*`.",
    };
  if (error instanceof NotPlain)
    return {
      fault: "value-not-plain",
      what: "goes on with a value that is not plain",
      evidence: [`${error.path} is ${error.found}`],
      advice: "What is written into objects, and kept across a step, is plain data: see `value-not-plain`.",
    };
  if (!(error instanceof BadProcessCode)) return undefined;
  return { fault: "process-code", what: error.message, thrown: error, advice: error.advice };
}

/** A variable that holds a part of the state between two steps, if there is one. */
export function heldPart(control: Control | undefined): string | undefined {
  const { calls = [], same = [] } = control ?? {};
  const shared = calls.flatMap((call) => Object.entries(call.shared ?? {}));
  const held = [...shared, ...same.map(([part, other]) => [String(part[1]), other] as const)];
  return held.find(([, [root, ...rest]]) => root === "state" && rest.length > 0)?.[0];
}
