/** Doubts: whether an execution refutes a property, as the model and the author's own predicates have it. */
import { assert, at } from "../base/assert.ts";
import { doubtAboutCycle, owedIn } from "../model/transition/account.ts";
import { formatDebt, isOwedAtEnds } from "../model/transition/debt.ts";
import type { Execution } from "../model/transition/execution.ts";
import type { System } from "../model/system/system.ts";
import { isQuiescent } from "../model/transition/transition.ts";
import { Counterparts, NO_COUNTERPART } from "./counterparts.ts";
import type { CoreFormula } from "./formula/coreFormula.ts";
import { FormulaWatch } from "./formula/formulaWatch.ts";
import { truthsAlong } from "./formula/lassoTruth.ts";
import { turnsSince } from "./kinds/boundedWaiting.ts";
import { isOfSteps, waitsIn, type Truths, type Wait } from "./kinds/kind.ts";
import { termsOf, type NamedProperty, type StepAsked } from "./property.ts";
import { seenThrough } from "./seenExecution.ts";
import { viewOfConfiguration, type View } from "./view.ts";

/**
 * A reason why an execution does not refute a property; undefined if it does, as far as one execution tells:
 * what processes know depends on all, and is taken as it was found. @throws ProtocolError
 */
export function doubtAbout(
  system: System,
  property: NamedProperty,
  execution: Execution,
): string | undefined {
  const { kind, step, formula, refined, knowledge } = property;
  if (step !== undefined) return doubtAboutStep(system, step, execution);
  if (refined !== undefined) return doubtAboutRefinement(system, property, execution);
  if (knowledge !== undefined)
    return execution.cycle === undefined ? undefined : doubtAboutRest(system, property, execution);
  const truths = truthsIn(system, property, execution);
  if (kind.countsTurns === true)
    return isOvertaken(truths, property.bound ?? 0) ? undefined : "nobody has gone first too often";
  const { waiting } = kind;
  const last = at(truths, truths.length - 1);
  if (formula !== undefined) {
    if (execution.cycle === undefined && isRefutedBy(formula, truths)) return undefined;
    if (isTrueOf(formula, truths, execution)) return "the property is true of it, where it should be false";
    return doubtAboutRest(system, property, execution);
  }
  if (waiting === undefined) return last[0] === true ? TRUE_THERE : undefined;
  if (isBrokenBy(waiting, truths)) return undefined;
  const from = cycleIn(execution) ?? truths.length - 1;
  if (!waitsSince(waiting, truths, from)) return TRUE_THERE;
  const { again = () => true } = waiting;
  const isMet = truths.slice(from).some((one) => again(one));
  if (execution.cycle !== undefined && !isMet) return "the cycle does not refute it";
  return doubtAboutRest(system, property, execution) ?? (isMet ? undefined : TRUE_THERE);
}

const TRUE_THERE = "the property is true where it should be false";

/** The truths of a property's predicates in the settled configurations of an execution. */
export function truthsIn(
  system: System,
  { predicates }: NamedProperty,
  { configurations }: Execution,
): Truths[] {
  return configurations
    .filter(({ pending }) => pending.length === 0)
    .map((one) => {
      const view = viewOfConfiguration(system, one);
      return predicates.map((predicate) => predicate(view));
    });
}

/** The number of settled configurations before the cycle of an execution; undefined if it has none. */
function cycleIn({ configurations, cycle }: Execution): number | undefined {
  if (cycle === undefined) return undefined;
  return configurations.slice(0, cycle).filter(({ pending }) => pending.length === 0).length;
}

/** Whether a formula is false of all executions that begin with configurations. */
function isRefutedBy(formula: CoreFormula, truths: readonly Truths[]): boolean {
  const watch = new FormulaWatch(formula);
  for (const one of truths) watch.see(one);
  return watch.isRefuted;
}

/** Whether a formula is true of an execution, or would be, if nothing followed. */
function isTrueOf(formula: CoreFormula, truths: readonly Truths[], execution: Execution): boolean {
  const back = cycleIn(execution) ?? truths.length - 1;
  return truthsAlong(formula, { truths, back })[0] === true;
}

/** Whether a property is true of an execution, or would be, if nothing followed. @throws ProtocolError */
export function isTrueOfAll(system: System, property: NamedProperty, execution: Execution): boolean {
  const { formula, kind, predicate } = property;
  if (isOfSteps(kind)) return doubtAbout(system, property, execution) !== undefined;
  if (formula !== undefined) return isTrueOf(formula, truthsIn(system, property, execution), execution);
  const { configurations } = execution;
  return predicate(viewOfConfiguration(system, at(configurations, configurations.length - 1)));
}

/** A reason why an execution may not end where it does, or does not pay on its cycle what it owes. */
function doubtAboutRest(system: System, property: NamedProperty, execution: Execution): string | undefined {
  const { configurations, cycle } = execution;
  if (cycle !== undefined) return doubtAboutCycle(system, execution, termsOf(property));
  const end = at(configurations, configurations.length - 1);
  if (!isQuiescent(system, end)) return "the schedule does not end where nothing is enabled";
  const demanded = owedIn(system, end, termsOf(property)).find(isOwedAtEnds);
  return demanded === undefined ? undefined : `the end owes ${formatDebt(demanded)}`;
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

/** A reason why a specification has an execution like this one; undefined if it has none. */
function doubtAboutRefinement(
  system: System,
  property: NamedProperty,
  execution: Execution,
): string | undefined {
  const { refined } = property;
  assert(refined !== undefined, "executions are compared with those of a specification");
  const { stem, round } = seenThrough(refined, system, execution);
  const counterparts = new Counterparts(refined);
  const set = counterparts.after(stem);
  const end = round.slice(1).reduce((one, looks) => counterparts.next(one, looks), set);
  if (end === NO_COUNTERPART) return undefined;
  if (counterparts.mayRepeat(set, round)) return "the specification has an execution that looks like it";
  return doubtAboutRest(system, property, execution);
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
