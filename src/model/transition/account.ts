/** Accounts: what is owed on the cycle of an execution that goes on for ever, and how each debt is paid. */
import { at } from "../../base/assert.ts";
import { formatDemand } from "./demand.ts";
import { formatMessage } from "../state/message.ts";
import type { Configuration } from "../state/configuration.ts";
import { isFault, type Event } from "../event/event.ts";
import type { System } from "../system/system.ts";
import { bySender } from "../state/sender.ts";
import { isVoice } from "../state/voice.ts";
import { isOverdue } from "./beat.ts";
import {
  ADMISSIBLE,
  debtsUpon,
  formatDebt,
  isCompassionate,
  isSettledWhenGone,
  paidBy,
  type Debt,
  type Terms,
} from "./debt.ts";
import { stepNumbers, type Execution } from "./execution.ts";
import { enabled, rearmedBy, sameConfiguration } from "./transition.ts";

/** The debts that may be paid in a settled configuration: each is owed. */
export function owedIn(system: System, configuration: Configuration, terms: Terms = ADMISSIBLE): Debt[] {
  const { time, isForgiven } = terms;
  if (system.timing.rounds) return [];
  const owed = enabled(system, configuration).flatMap((event) => debtsUpon(event, terms));
  const waits = system.timing.ticks !== undefined && time === "while it waits";
  const late: Debt[] = waits && isOverdue(system, configuration) ? [{ kind: "time" }] : [];
  return [...owed, ...late].filter((debt) => !isForgiven(debt));
}

/** The letters in transit, as debts. */
export function waitingIn(system: System, { mailboxes }: Configuration): Debt[] {
  return system.processes.flatMap(({ id: process, number }) =>
    at(mailboxes, number)
      .filter((letter) => !isVoice(letter))
      .map(({ from, message }): Debt => ({ kind: "letter", process, from, message })),
  );
}

/** The events of a step, and the configuration before each of them. */
interface StepTaken {
  readonly events: readonly Event[];
  readonly configurations: readonly Configuration[];
}

/** The debts that a step pays. */
export function paidIn(system: System, { events, configurations }: StepTaken, terms: Terms): Debt[] {
  if (system.timing.rounds) return [];
  const rearmed = events.flatMap((event, i) => rearmedBy(system, at(configurations, i), event));
  return paidBy(system, { events, rearmed }, terms);
}

/** A debt on a cycle, and in which step it is paid, or from which step on it is not owed. */
export interface DebtEntry {
  readonly debt: Debt;
  /** The number of a step that pays it; 0: none does. */
  readonly paidIn: number;
  /** The number of a step after which it is not owed; absent if it is owed everywhere. */
  readonly endsAfter?: number;
  /** Whether a fault pays it, which takes a letter away. */
  readonly isLost?: boolean;
}

/** The debts on the cycle of an execution, with how they are paid; those that are not are first. */
export function accountOf(system: System, execution: Execution, terms = ADMISSIBLE): DebtEntry[] {
  const { configurations, events, cycle = 0 } = execution;
  const numbers = stepNumbers(execution);
  const entries = new Map<string, { debt: Debt; paidIn: number; endsAfter?: number; isLost?: boolean }>();
  const owedAt: { readonly number: number; readonly owed: Set<string>; readonly waiting: Set<string> }[] = [];
  const paid = new Map<string, { readonly step: number; readonly isLost: boolean }>();
  for (let i = cycle; i < events.length; i++) {
    const before = at(configurations, i);
    if (before.pending.length > 0) continue;
    const owed = owedIn(system, before, terms);
    for (const debt of owed) entries.set(formatDebt(debt), { debt, paidIn: 0 });
    owedAt.push({
      number: i === 0 ? 0 : at(numbers, i - 1),
      owed: new Set(owed.map(formatDebt)),
      waiting: new Set(waitingIn(system, before).map(formatDebt)),
    });
    const end = endOfStep(execution, i);
    for (const debt of paidIn(
      system,
      { events: events.slice(i, end), configurations: configurations.slice(i, end) },
      terms,
    ))
      if (!paid.has(formatDebt(debt)))
        paid.set(formatDebt(debt), {
          step: at(numbers, i),
          isLost: debt.kind === "letter" && isFault(at(events, i)),
        });
  }
  for (const [name, entry] of entries) {
    const { step = 0, isLost = false } = paid.get(name) ?? {};
    entry.paidIn = step;
    if (isLost) entry.isLost = true;
    const isOver = owedAt.find(({ owed, waiting }) =>
      isCompassionate(entry.debt, terms)
        ? isSettledWhenGone(system, entry.debt) && !waiting.has(name)
        : !owed.has(name),
    );
    if (isOver !== undefined) entry.endsAfter = isOver.number;
  }
  return [...entries.values()].sort((a, b) => Number(isPaid(a)) - Number(isPaid(b)));
}

/** Whether a debt is paid. */
function isPaid({ paidIn: step, endsAfter }: DebtEntry): boolean {
  return step > 0 || endsAfter !== undefined;
}

function endOfStep({ configurations, events }: Execution, start: number): number {
  let end = start + 1;
  while (end < events.length && at(configurations, end).pending.length > 0) end++;
  return end;
}

/** A reason why what follows `cycle` in an execution does not go on for ever; undefined if it does. */
export function doubtAboutCycle(
  system: System,
  execution: Execution,
  terms = ADMISSIBLE,
): string | undefined {
  const { configurations, events, cycle } = execution;
  if (cycle === undefined || cycle >= events.length) return "there is no cycle";
  const [first, last] = [at(configurations, cycle), at(configurations, configurations.length - 1)];
  if (!sameConfiguration(first, last)) return "the cycle does not lead back to where it begins";
  const unpaid = accountOf(system, execution, terms).find((entry) => !isPaid(entry));
  return unpaid === undefined ? undefined : `the cycle owes ${formatDebt(unpaid.debt)}`;
}

/** The words for how a debt is paid. */
export function formatPayment(entry: DebtEntry, unit: "step" | "round"): string {
  const { debt, paidIn: step, endsAfter, isLost } = entry;
  if (step === 0) return `${owedText(debt)} is not owed after ${unit} ${endsAfter ?? 0}`;
  switch (debt.kind) {
    case "letter":
      if (isLost === true)
        return `${formatMessage(debt.message)} to ${debt.process} is lost in ${unit} ${step}`;
      return `${debt.process} takes ${formatMessage(debt.message)}${bySender(debt)} in ${unit} ${step}`;
    case "timer":
      return `the timer ${debt.timer} of ${debt.process} fires, or is set anew, in ${unit} ${step}`;
    case "step":
      return `${debt.process} takes its next step in ${unit} ${step}`;
    case "action":
      return `${debt.process} does ${debt.action} in ${unit} ${step}`;
    case "demand":
      return `${debt.process} does in ${unit} ${step} what is asked: ${formatDemand(debt.demand)}`;
    case "recovery":
      return `${debt.process} recovers in ${unit} ${step}`;
    case "remedy":
    case "stabilization":
    case "mending":
    case "time":
      return `${owedText(debt)}: ${unit} ${step}`;
  }
}

function owedText(debt: Debt): string {
  return formatDebt(debt);
}
