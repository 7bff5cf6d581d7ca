/** Doubts: whether an execution refutes a property, as the model and the author's own predicates have it. */
import { at } from "../base/assert.ts";
import { doubtAboutCycle, owedIn } from "../model/transition/account.ts";
import { formatDebt, isOwedAtEnds } from "../model/transition/debt.ts";
import type { Execution } from "../model/transition/execution.ts";
import type { System } from "../model/system/system.ts";
import { isQuiescent } from "../model/transition/transition.ts";
import { turnsSince } from "./kinds/boundedWaiting.ts";
import { waitsIn, type Truths, type Wait } from "./kinds/kind.ts";
import { termsOf, type NamedProperty, type StepAsked } from "./property.ts";
import { viewOfConfiguration, type View } from "./view.ts";

/** A reason why an execution does not refute a property; undefined if it does. @throws ProtocolError */
export function doubtAbout(
  system: System,
  property: NamedProperty,
  execution: Execution,
): string | undefined {
  const { kind, predicates, step } = property;
  const { configurations, cycle } = execution;
  if (step !== undefined) return doubtAboutStep(system, step, execution);
  const settled = configurations.flatMap((configuration, position) => {
    if (configuration.pending.length > 0) return [];
    const view = viewOfConfiguration(system, configuration);
    return [{ position, truths: predicates.map((predicate) => predicate(view)) }];
  });
  if (kind.countsTurns === true)
    return isOvertaken(
      settled.map(({ truths }) => truths),
      property.bound ?? 0,
    )
      ? undefined
      : "nobody has gone first too often";
  const { waiting } = kind;
  const last = at(settled, settled.length - 1).truths;
  if (waiting === undefined)
    return last[0] === true ? "the property is true where it should be false" : undefined;
  if (
    isBrokenBy(
      waiting,
      settled.map(({ truths }) => truths),
    )
  )
    return undefined;
  const from = settled.findIndex(({ position }) => position === cycle);
  if (
    !waitsSince(
      waiting,
      settled.map(({ truths }) => truths),
      cycle === undefined ? settled.length - 1 : from,
    )
  )
    return "the property is true where it should be false";
  const { again = () => true } = waiting;
  if (cycle === undefined) {
    if (!isQuiescent(system, at(configurations, configurations.length - 1)))
      return "the schedule does not end where nothing is enabled";
    const owed = owedIn(system, at(configurations, configurations.length - 1), termsOf(property));
    const demanded = owed.find(isOwedAtEnds);
    if (demanded !== undefined) return `the end owes ${formatDebt(demanded)}`;
    return again(last) ? undefined : "the property is true where it should be false";
  }
  if (!settled.slice(from).some(({ truths }) => again(truths))) return "the cycle does not refute it";
  return doubtAboutCycle(system, execution, termsOf(property));
}

/** Whether somebody has its turn more often than that while the process waits. */
function isOvertaken(truths: readonly Truths[], bound: number): boolean {
  let counts: readonly number[] = [];
  return truths.some((after, i) => {
    if (i > 0) counts = turnsSince(counts, at(truths, i - 1), after);
    return counts.some((count) => count > bound);
  });
}

/** A reason why the last step of an execution is as it should be; undefined if it is not. */
function doubtAboutStep(system: System, asked: StepAsked, execution: Execution): string | undefined {
  const { configurations, events } = execution;
  const end = configurations.length - 1;
  let begin = end - 1;
  while (begin > 0 && at(configurations, begin).pending.length > 0) begin--;
  if (begin < 0 || at(configurations, begin).pending.length > 0) return "no step has been taken";
  if (at(configurations, end).pending.length > 0) return "the last step is not over";
  const [before, after] = [begin, end].map((i) => viewOfConfiguration(system, at(configurations, i)));
  const isTrue = asked(before as View, after as View, () => events.slice(begin));
  return isTrue ? "the property is true of the last step, where it should be false" : undefined;
}

/** Whether the last configuration refutes a property by being reached while an execution waits. */
function isBrokenBy(waiting: Wait, truths: readonly Truths[]): boolean {
  const last = at(truths, truths.length - 1);
  if (waiting.breaks?.(last) !== true) return false;
  return truths.length === 1 || waitsSince(waiting, truths.slice(0, -1), truths.length - 2);
}

/** Whether an execution waits in all configurations from a position on. */
function waitsSince(waiting: Wait, truths: readonly Truths[], from: number): boolean {
  let waits: boolean | undefined;
  return truths.every((one, i) => {
    waits = waitsIn(waiting, one, waits);
    return i < from || waits;
  });
}
