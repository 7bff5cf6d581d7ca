/**
 * Debts: what an execution that goes on for ever owes, so that it is admissible (Attiya and Welch, section
 * 2.1; Lynch, section 8.3). Whatever is enabled and is not the work of a failure is owed:
 *
 * - a letter, if it can be received again and again and nobody takes it: *compassion*. Equal letters
 *   are received oldest first, so that a debt is one of a text, not of one letter. A letter that is
 *   lost is owed no more, and who fails to receive it takes it all the same. Over fair-lossy channels only
 *   its receipt pays.
 * - a timer, if it can fire from some moment on for ever: *justice*. To set it anew, or to cancel it, pays as
 *   well as its firing.
 * - the next step of process code, if it can be taken from some moment on for ever; likewise what a process
 *   must do by itself (not what it may), the recovery of who is down for a time, the end of a partition, and
 *   the moments from which bounds on time hold, or a failure detector is reliable.
 * - time, which does not stand still while something waits for it.
 *
 * Faults are owed to nobody. In rounds nothing is owed: a round has in it all that can happen. What somebody
 * chooses within a step, and how coins fall, is owed to nobody either.
 */
import { unreachable } from "../../base/assert.ts";
import { formatEvent } from "../event/eventText.ts";
import { isFault, type Event, type Fault } from "../event/event.ts";
import { fateIn, isFairLossy, isRemedy } from "../failure/index.ts";
import type { System } from "../system/system.ts";
import { fits, formatDemand, type Demand } from "./demand.ts";
import { formatMessage, type Message } from "../state/message.ts";
import { bySender } from "../state/sender.ts";

/** A debt. */
export type Debt =
  | {
      readonly kind: "letter";
      readonly process: string;
      readonly from?: string | undefined;
      readonly message: Message;
    }
  | { readonly kind: "timer"; readonly process: string; readonly timer: string }
  | { readonly kind: "step"; readonly process: string }
  | { readonly kind: "action"; readonly process: string; readonly action: string }
  | { readonly kind: "recovery"; readonly process: string }
  | { readonly kind: "remedy"; readonly process: string; readonly event: Fault }
  /** Some event of a pattern, because an author demands it. */
  | { readonly kind: "demand"; readonly process: string; readonly demand: Demand }
  | { readonly kind: "stabilization" }
  | { readonly kind: "mending"; readonly object: string }
  | { readonly kind: "time" };

/** The debt that there is where an event is enabled, and that it pays when it happens; undefined if none. */
function debtUpon(event: Event): Debt | undefined {
  switch (event.kind) {
    case "receive": {
      const { process, from, message } = event;
      return { kind: "letter", process, from, message };
    }
    case "timeout":
      return { kind: "timer", process: event.process, timer: event.timer };
    case "operation":
    case "pause":
      return { kind: "step", process: event.process };
    case "must":
      return { kind: "action", process: event.process, action: event.action };
    case "recover":
      return { kind: "recovery", process: event.process };
    case "fault":
      return isRemedy(event) ? { kind: "remedy", process: event.process, event } : undefined;
    case "tick":
      return { kind: "time" };
    case "stabilize":
      return { kind: "stabilization" };
    case "mend":
      return { kind: "mending", object: event.object };
    case "may":
    case "round":
    case "exchange":
    case "send":
    case "decide":
    case "output":
    case "halt":
    case "start":
      return undefined;
    default:
      return unreachable(event);
  }
}

/** The debts that there are where an event is enabled, and that it pays: its own, and what is demanded. */
export function debtsUpon(event: Event, { demands }: Terms): Debt[] {
  const own = debtUpon(event);
  const process = "process" in event ? event.process : "";
  const demanded = demands.filter((demand) => fits(event, demand));
  return [
    ...(own === undefined ? [] : [own]),
    ...demanded.map((demand): Debt => ({ kind: "demand", process, demand })),
  ];
}

/** A step, as far as it pays debts. */
interface PayingStep {
  /** Its events, the trigger or a fault first. */
  readonly events: readonly Event[];
  /** The timers of its process that it has set or cancelled. */
  readonly rearmed: readonly string[];
}

/** The debts that a step pays. */
export function paidBy(system: System, { events, rearmed }: PayingStep, terms: Terms): Debt[] {
  const [first] = events;
  if (first === undefined) return [];
  const isLoss = isFault(first) && !isRemedy(first);
  const debts = isLoss ? [lostIn(system, first) ?? []].flat() : debtsUpon(first, terms);
  const process = "process" in first ? first.process : "";
  return [...debts, ...rearmed.map((timer): Debt => ({ kind: "timer", process, timer }))];
}

/** The debt of the letter that a fault takes out of its channel, unless the channel still owes it. */
function lostIn(system: System, fault: Fault): Debt | undefined {
  if (fault.strikes === "channel" && isFairLossy(system, fault.process)) return undefined;
  if (fateIn(fault) !== "lost" || (fault.strikes !== "channel" && fault.strikes !== "receipt"))
    return undefined;
  return { kind: "letter", process: fault.process, from: fault.from, message: fault.message };
}

/** The terms on which debts are judged. */
export interface Terms {
  /** Whether a debt is left out of account. */
  isForgiven(debt: Debt): boolean;
  /**
   * The configurations in which time is owed: all in which something waits for it, though something else may
   * have to happen first; or those only in which it may pass, and then it has to if it may again and again.
   */
  readonly time: "while it waits" | "while it may pass";
  /** Demands of the author, beside what is owed anyway. */
  readonly demands: readonly Demand[];
}

/** The terms of admissible executions. */
export const ADMISSIBLE: Terms = { isForgiven: () => false, time: "while it waits", demands: [] };

/** The terms on which all executions count, whatever they owe. */
export const ANY: Terms = { isForgiven: () => true, time: "while it waits", demands: [] };

/** The same terms, but time is owed only where it may pass. */
export function timeMayStand(terms: Terms): Terms {
  return { ...terms, time: "while it may pass" };
}

/** The same terms, but no letters are owed. */
export function noLetters(terms: Terms): Terms {
  return { ...terms, isForgiven: ({ kind }) => kind === "letter" };
}

/** Whether what is payable again and again has to be paid; if not, only what is so from some moment on. */
export function isCompassionate(debt: Debt, { time }: Terms): boolean {
  if (debt.kind === "demand") return debt.demand.strength === "compassion";
  const { kind } = debt;
  return kind === "letter" || (kind === "time" && time === "while it may pass");
}

/** Whether a debt that may be paid again and again is settled where there is no such letter any more. */
export function isSettledWhenGone(system: System, debt: Debt): boolean {
  return debt.kind === "letter" && !isFairLossy(system, debt.process);
}

/** Whether an execution may not even end where a debt can be paid. */
export function isOwedAtEnds({ kind }: Debt): boolean {
  return kind === "demand";
}

/** The text of a debt, which names it: `the receipt of ping from p1 by p2`. */
export function formatDebt(debt: Debt): string {
  switch (debt.kind) {
    case "letter":
      return `the receipt of ${formatMessage(debt.message)}${bySender(debt)} by ${debt.process}`;
    case "timer":
      return `the timer ${debt.timer} of ${debt.process}`;
    case "step":
      return `the next step of ${debt.process}`;
    case "action":
      return `that ${debt.process} does ${debt.action}`;
    case "recovery":
      return `the recovery of ${debt.process}`;
    case "remedy":
      return `that ${formatEvent(debt.event)}`;
    case "demand":
      return `what is asked of ${debt.process}, ${formatDemand(debt.demand)}`;
    case "stabilization":
      return "that the bounds on time hold";
    case "mending":
      return `that ${formatEvent({ kind: "mend", object: debt.object })}`;
    case "time":
      return "that time passes";
    default:
      return unreachable(debt);
  }
}
